"""A few hundred cases of each fuzzer; and each finds what it is for when it is handed something broken."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.wecom.codec import Codec
from handlers.reading import Reading
from handlers.reading.result import Intent, Period
from supervision.importing import Reading as Table
from supervision.importing import load
from supervision.offers import Offer
from supervision.sending import Address, Part
from supervision.texts import render
from tests.bot.wecom.forger import AES_KEY, CORP, TOKEN
from tests.faults.fuzz import commands, envelopes, imports, reading, rendering
from tests.faults.fuzz.running import main
from tests.faults.fuzz.trying import Tried
from tests.reading.office import tell

SEED = 7 << 32


@pytest.mark.parametrize(
    ("run", "count"),
    [
        (envelopes.run, 2000),
        (reading.run, 300),
        (commands.run, 200),
        (rendering.run, 300),
        (imports.run, 20),
    ],
    ids=["envelopes", "reading", "commands", "rendering", "imports"],
)
def test_nothing_fails(run: Callable[[int, int], Tried], count: int) -> None:
    tried = run(SEED, count)
    assert (tried.tried, tried.failures) == (count, [])


def _whys(tried: Tried) -> str:
    return " ".join(failure.why for failure in tried.failures)


class _Talkative(Codec):
    """Says what it dislikes, each time in its own way."""

    def open(self, body: bytes, msg_signature: str, timestamp: str, nonce: str) -> bytes:
        return super().open(body.decode().encode(), msg_signature, timestamp, nonce)


class _Trusting(Codec):
    """Takes any signature."""

    def unseal(self, encrypted: str, msg_signature: str, timestamp: str, nonce: str) -> bytes:
        return super().unseal(encrypted, self.signature(timestamp, nonce, encrypted), timestamp, nonce)


class _Polite(Codec):
    """Asks for no signature where none is given."""

    def unseal(self, encrypted: str, msg_signature: str, timestamp: str, nonce: str) -> bytes:
        signature = msg_signature or self.signature(timestamp, nonce, encrypted)
        return super().unseal(encrypted, signature, timestamp, nonce)


@pytest.mark.parametrize(
    ("codec", "why"),
    [(_Talkative, "UnicodeDecodeError"), (_Trusting, "nobody sealed"), (_Polite, "nobody signed")],
)
def test_a_careless_lock_is_found(codec: type[Codec], why: str) -> None:
    assert why in _whys(envelopes.run(SEED, 3000, codec(TOKEN, AES_KEY, CORP)))


def _raises(text: str, sender: str, at: datetime) -> Reading:
    text.encode()
    return tell(text, sender, at)


def _backwards(text: str, sender: str, at: datetime) -> Reading:
    read = tell(text, sender, at)
    return replace(read, period=Period(read.period.last.replace(year=2099), read.period.first)) if read.period else read


def _squared(text: str, sender: str, at: datetime) -> Reading:
    """Does for each eighth character something to each before it."""
    for place in range(min(len(text), 2000) // 8):
        for before in range(place):
            text.startswith("是", before)
    return Reading(Intent.OTHER)


@pytest.mark.parametrize(
    ("reads", "why"),
    [(_raises, "UnicodeEncodeError"), (_backwards, "ends before it begins"), (_squared, "more work than text")],
)
def test_a_careless_reader_is_found(reads: reading.Reads, why: str) -> None:
    assert why in _whys(reading.run(SEED, 300, reads))


def _ignoring_what_stands_before(text: str) -> str:
    return re.sub(r"^.*?(?=暂停|撤销|交办|同意|签发)", "", text, count=1, flags=re.DOTALL)


def test_a_careless_ear_is_found() -> None:
    assert "carried out by other words" in _whys(commands.run(SEED, 150, _ignoring_what_stands_before))


def _unquoted(event: str, **facts: Any) -> str:  # noqa: ANN401 (as the house renders)
    return f"{render(event, **facts)} {facts.get('title', '')}"


class _Sawing:
    """Cuts by bytes, wherever they fall."""

    def compose(
        self, address: Address, words: str, mentions: tuple[str, ...] = (), offer: Offer | None = None
    ) -> list[Part]:
        pieces = re.findall(rb"(?s).{1,2000}", words.encode())
        return [Part(text, rendering.sender("text").compose(address, text)[0].body) for text in map(_torn, pieces)]


def _torn(piece: bytes) -> str:
    return piece.decode(errors="replace") or "-"


@pytest.mark.parametrize(
    ("broken", "why"),
    [({"renders": _unquoted}, "words with power"), ({"composer": lambda form: _Sawing()}, "cut through a character")],
    ids=["quotes nothing", "saws"],
)
def test_a_careless_speaker_is_found(broken: Mapping[str, Any], why: str) -> None:
    assert why in _whys(rendering.run(SEED, 300, **broken))


def _unguarded(content: bytes) -> Table:
    """Believes that whatever comes is a workbook."""
    load_workbook(io.BytesIO(content))
    return load(content)


def test_a_careless_importer_is_found() -> None:
    assert "BadZipFile" in _whys(imports.run(SEED, 40, _unguarded))


def test_a_failure_comes_again_by_its_seed_alone_and_is_made_small() -> None:
    first = reading.run(SEED, 300, _raises).failures[0]
    (again,) = reading.run(first.seed, 1, _raises).failures
    assert again == first and len(first.repro) < 60


def test_the_same_cases_are_tried_however_they_are_shared(capsys: pytest.CaptureFixture[str]) -> None:
    counts = ["--envelopes", "40", "--reading", "0", "--commands", "0", "--rendering", "0", "--imports", "0"]
    assert main(["--seed", "3", "--jobs", "1", *counts]) == 0
    assert re.search(r"envelopes +40 +0 ", capsys.readouterr().out)
