"""Sets by other hands, about other offices: read, scored, printed. The floors lie a point below what was reached."""

from __future__ import annotations

import sys

import pytest

from tests.reading.corpus import SETS, messages_of, predict
from tests.reading.score import score

# of each set: recorded right at least, silently wrong at most, queries right at least, in percent
REACHED = {
    "basin": (95, 3, 92),
    "bigcity": (99, 1, 98),
    "border": (98, 1, 98),
    "campus": (96, 1, 89),
    "city": (95, 1, 98),
    "cityworks": (94, 4, 87),
    "civil": (97, 1, 98),
    "coalcity": (96, 2, 98),
    "commerce": (95, 2, 98),
    "countryside": (93, 2, 93),
    "county": (97, 1, 98),
    "culture": (94, 1, 89),
    "delta": (97, 1, 98),
    "district": (99, 1, 98),
    "eastcoast": (94, 1, 94),
    "education": (97, 1, 98),
    "emergency": (95, 1, 98),
    "energy": (99, 4, 98),
    "environment": (95, 2, 98),
    "factories": (94, 1, 90),
    "farmland": (96, 1, 98),
    "finance": (96, 2, 98),
    "games": (97, 1, 98),
    "harbour": (95, 2, 98),
    "health": (97, 1, 93),
    "hightech": (94, 1, 98),
    "housing": (96, 2, 98),
    "industry": (98, 2, 98),
    "invest": (96, 1, 90),
    "island": (97, 1, 98),
    "justice": (94, 4, 98),
    "labour": (95, 1, 98),
    "medical": (95, 1, 83),
    "metro": (91, 3, 88),
    "mining": (95, 2, 98),
    "mirror": (96, 1, 98),
    "mountain": (99, 3, 98),
    "newarea": (96, 1, 98),
    "newtown": (97, 1, 94),
    "northeast": (94, 1, 94),
    "oldtown": (99, 3, 90),
    "park": (93, 4, 98),
    "plains": (98, 1, 98),
    "province": (98, 1, 91),
    "resettle": (96, 1, 93),
    "rivers": (91, 3, 98),
    "rivertown": (95, 2, 91),
    "rural": (97, 2, 94),
    "safety": (93, 1, 98),
    "schools": (94, 4, 90),
    "seaside": (95, 1, 98),
    "services": (96, 1, 98),
    "southwest": (96, 1, 94),
    "steppe": (94, 4, 98),
    "techpark": (99, 1, 98),
    "tourism": (98, 2, 98),
    "township": (94, 2, 98),
    "upland": (96, 1, 98),
    "water": (92, 2, 98),
    "waterways": (98, 1, 98),
    "welfare": (96, 5, 98),
    "zone": (96, 1, 89),
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
