"""The development set, read and scored. The floors only ever rise."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from tests.reading.corpus import DEV, messages_of, predict
from tests.reading.score import score


@pytest.fixture(scope="module")
def scored() -> tuple[dict[str, Any], list[str]]:
    errors: list[str] = []
    return score(messages_of(DEV), predict(DEV), errors), errors


def test_the_development_set(scored: tuple[dict[str, Any], list[str]]) -> None:
    figures, errors = scored
    sys.stdout.writelines(f"{name:45} {value}\n" for name, value in figures.items())
    floors = {
        "recorded right %": 99,
        "intent %": 99,
        "kind and period %": 99,
        "expected_on %": 98,
        "problem %": 98,
        "plan %": 98,
        "queries right %": 98,
    }
    below = {name: figures[name] for name, floor in floors.items() if figures[name] < floor}
    assert not below, "\n".join(errors)
    assert figures["silently wrong % of messages"] <= 0.5, "\n".join(errors)
    assert figures["asked about although right % of updates"] <= 3
    assert figures["ambiguous messages asked about"] == "3/3"
