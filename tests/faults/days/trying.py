"""The whole table under one time zone of the server, each part in an office of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from supervision.clock import SHANGHAI
from tests.faults.days import table
from tests.faults.days.asking import (
    asked_of,
    counted,
    live_through,
    signed_around_the_year,
    told_around_midnight,
)
from tests.faults.days.zones import server_in
from tests.stories.office import add_matter, open_office

BEFORE_ALL = datetime(2024, 2, 28, 9, tzinfo=SHANGHAI)
BEFORE_THE_YEAR = datetime(2025, 12, 25, 9, tzinfo=SHANGHAI)
QUESTIONS = (table.DUE, table.REMINDER, table.QUIET, table.BUDGET, table.COUNTED, table.TOLD, table.SIGNED)
STORIES = range(len(table.LIVED))


@dataclass(frozen=True, slots=True)
class Found:
    """`digests`: what people saw in each story."""

    zone: str
    asked: int
    troubles: tuple[str, ...]
    digests: tuple[str, ...]


def try_in(zone: str, folder: Path, stories: Sequence[int] = STORIES) -> Found:
    with server_in(zone):
        lived = [live_through(folder / f"story-{which}.db", which) for which in stories]
        troubles = [*_asked(folder), *(trouble for one in lived for trouble in one.troubles)]
    asked = sum(map(len, QUESTIONS)) + len(lived)
    return Found(zone, asked, tuple(troubles), tuple(one.digest for one in lived))


def _asked(folder: Path) -> Iterator[str]:
    office = open_office(f"sqlite:///{folder / 'told.db'}", BEFORE_ALL)
    add_matter(office, 3, "奥瑞金二期两片罐项目", due_on=date(2026, 9, 30), percent=60, aliases=("奥瑞金二期",))
    yield from asked_of(office.house.rules())
    yield from counted(office)
    yield from told_around_midnight(office)
    office.house.close()
    office = open_office(f"sqlite:///{folder / 'signed.db'}", BEFORE_THE_YEAR)
    yield from signed_around_the_year(office)
    office.house.close()
