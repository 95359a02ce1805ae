"""One climb of one matter of 城管局, lived once; a story can begin on any of its days (SQLite alone)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest

from supervision.clock import SHANGHAI
from tests.stories.office import StoryOffice, add_matter, open_office

TITLE = "老旧小区改造"


def _at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


@pytest.fixture(scope="session")
def days(_office_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[datetime], Path]:
    """The office's file on the days of one climb, each lived once."""
    folder = tmp_path_factory.mktemp("climb")

    @cache
    def on(day: datetime) -> Path:
        before, act = _CLIMB[day]
        path = folder / f"{day:%m%d%H}.db"
        shutil.copyfile(on(before) if before else _office_file, path)
        office = open_office(f"sqlite:///{path}", before or _at(6, 15))
        act(office)
        office.until(day)
        office.house.close()
        return path

    return on


@pytest.fixture
def on_the_day(days: Callable[[datetime], Path], tmp_path: Path) -> Iterator[Callable[[datetime], StoryOffice]]:
    """The office on a day of the climb; the screens are empty."""
    opened: list[StoryOffice] = []

    def on(day: datetime) -> StoryOffice:
        shutil.copyfile(days(day), tmp_path / "day.db")
        opened.append(open_office(f"sqlite:///{tmp_path / 'day.db'}", day))
        return opened[-1]

    yield on
    for office in opened:
        office.house.close()


@pytest.fixture
def proposed_on_cards(days: Callable[[datetime], Path], tmp_path: Path) -> Iterator[StoryOffice]:
    """Yellow was proposed just now, and the leader gets a card."""
    shutil.copyfile(days(HEARD), tmp_path / "day.db")
    office = open_office(f"sqlite:///{tmp_path / 'day.db'}", HEARD, form="cards")
    propose(office)
    office.live()
    yield office
    office.house.close()


@pytest.fixture
def drafted(on_the_day: Callable[[datetime], StoryOffice]) -> StoryOffice:
    """White waits for the office."""
    return on_the_day(DRAFTED)


@pytest.fixture
def hearing(on_the_day: Callable[[datetime], StoryOffice]) -> StoryOffice:
    """The limit of white went by; the unit is heard until the 25th."""
    return on_the_day(HEARING)


@pytest.fixture
def heard(on_the_day: Callable[[datetime], StoryOffice]) -> StoryOffice:
    """The unit gave no reasons; the office may propose."""
    return on_the_day(HEARD)


@pytest.fixture
def proposed(on_the_day: Callable[[datetime], StoryOffice]) -> StoryOffice:
    """Yellow waits for the leader."""
    return on_the_day(PROPOSED)


def _begin(office: StoryOffice) -> None:
    add_matter(office, 8, TITLE, "城管局", due_on=date(2026, 6, 15), percent=50)


def sign_white(office: StoryOffice) -> str:
    return office.says("zhouming", "签发 8 标准:完成主体验收 时限:6月18日")


def propose(office: StoryOffice) -> str:
    return office.says("zhouming", "提请 8 认定:无正当理由,没有提交说明 标准:完成主体验收 时限:6月29日")


DRAFTED, HEARING, HEARD, PROPOSED = _at(6, 16, 10), _at(6, 22, 10), _at(6, 26, 9), _at(6, 26, 10)
_CLIMB: dict[datetime, tuple[datetime | None, Callable[[StoryOffice], object]]] = {
    DRAFTED: (None, _begin),
    HEARING: (DRAFTED, sign_white),
    HEARD: (HEARING, lambda office: None),
    PROPOSED: (HEARD, propose),
}
