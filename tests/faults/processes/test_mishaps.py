"""What befalls an office of the large size: nothing is lost, nothing happens twice, no promise is broken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.processes.city import City, open_city
from tests.faults.processes.scenarios import SCENARIOS


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with open_city(tmp_path_factory.mktemp("city")) as opened:
        yield opened


@pytest.mark.needs("postgresql", "redis")
@pytest.mark.parametrize("name", SCENARIOS)
def test_nothing_is_lost_and_nothing_happens_twice(city: City, name: str) -> None:
    assert SCENARIOS[name](city).is_clean
    assert city.broken() == []
