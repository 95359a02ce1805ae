"""Sets by other hands, about other offices: read, scored, printed. The floors lie a point below what was reached."""

from __future__ import annotations

import sys

import pytest

from tests.reading.corpus import SETS, messages_of, predict
from tests.reading.score import score

# of each set: recorded right at least, silently wrong at most, queries right at least, in percent
REACHED = {
    "cityworks": (93, 4, 87),
    "commerce": (95, 3, 98),
    "countryside": (89, 4, 93),
    "culture": (94, 1, 89),
    "education": (97, 1, 98),
    "environment": (90, 4, 98),
    "finance": (96, 3, 98),
    "health": (96, 1, 93),
    "industry": (98, 2, 98),
    "justice": (94, 6, 98),
    "labour": (91, 6, 98),
    "mirror": (96, 1, 98),
    "safety": (93, 1, 98),
    "services": (94, 3, 98),
    "tourism": (97, 2, 98),
    "township": (91, 3, 98),
    "water": (91, 3, 98),
}


def test_every_set_has_its_floors() -> None:
    assert {folder.name for folder in SETS.iterdir()} - {"dev"} == set(REACHED)


@pytest.mark.parametrize("name", REACHED)
def test_a_set(name: str) -> None:
    errors: list[str] = []
    figures = score(messages_of(SETS / name), predict(SETS / name), errors)
    sys.stdout.writelines(f"{name:14}{key:45} {value}\n" for key, value in figures.items())
    right, silent, queries = REACHED[name]
    assert figures["recorded right %"] >= right, "\n".join(errors)
    assert figures["silently wrong % of messages"] <= silent, "\n".join(errors)
    assert figures["queries right %"] >= queries, "\n".join(errors)
