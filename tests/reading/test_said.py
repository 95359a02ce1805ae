"""How people in offices talk: a line each of who said what, and what a careful clerk enters.

said/NAME.json is the office (as in sets/), said/NAME.txt its messages, a line each:
`sender | words | intent code status percent; …`,
⏎ for a line break, ? for a matter that must be asked about.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from handlers.reading import Reading, read
from handlers.reading.registry import Registry
from handlers.reading.result import Intent
from tests.reading.corpus import known_of

SAID = Path(__file__).parent / "said"
EVENING = datetime(2026, 11, 25, 17, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
LINES = [
    pytest.param(office.stem, *line.split(" | "), id=f"{office.stem}-{number}")
    for office in sorted(SAID.glob("*.txt"))
    for number, line in enumerate(office.read_text(encoding="utf-8").splitlines(), start=1)
]


@cache
def registry_of(office: str) -> Registry:
    return Registry(known_of(json.loads((SAID / f"{office}.json").read_text(encoding="utf-8"))))


def entered(reading: Reading) -> str:
    """What the reading would have a clerk enter."""
    if reading.intent not in (Intent.REPORT, Intent.CORRECTION):
        return reading.intent.value
    known = sorted(
        f"{update.matter[-3:]} {update.status.value if update.status else 'none'}"
        f" {'-' if update.percent is None else update.percent}"
        for update in reading.updates
        if update.matter
    )
    return f"{reading.intent.value} " + "; ".join([*known, *("?" for update in reading.updates if not update.matter)])


@pytest.mark.parametrize(("office", "sender", "words", "expected"), LINES)
def test_what_is_said_is_entered_as_a_clerk_would(office: str, sender: str, words: str, expected: str) -> None:
    told = words.replace("⏎", "\n")
    assert entered(read(told, registry_of(office), sender=sender, sent_at=EVENING)) == expected
