"""An office in its first days, before any policy but that of Xianyang was heard of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from supervision.policies.active import preset
from tests.stories.office import StoryOffice, open_office
from tests.stories.policies import govern


@pytest.fixture
def under(tmp_path: Path) -> Iterator[Callable[[str, datetime], StoryOffice]]:
    """The office under a preset, from that moment on."""
    opened: list[StoryOffice] = []

    def open_under(name: str, since: datetime) -> StoryOffice:
        office = open_office(f"sqlite:///{tmp_path / 'office.db'}", since)
        govern(office, preset(name))
        opened.append(office)
        return office

    yield open_under
    for office in opened:
        office.house.close()
