"""红黄绿牌 of more matters than are read at once: in parts, each of its own, in the end one plate each (E09, S1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from models import JobRun, Matter, Plate, follow
from models.matter import MatterStatus
from models.session import Database
from schedules import daily
from schedules.jobs import JOBS, Job
from schedules.parts import BATCH, MOST_MATTERS
from schedules.tick import Ran
from supervision.policies.active import activate, preset
from supervision.rules import Rules
from tests.schedules.ticking import at_, ran
from tests.schedules.together import together
from tests.supervision.house import OPENED, House, moment

MANY = 2 * BATCH + 7
JULY_1ST, JUNE = moment(date(2026, 7, 1), 8), date(2026, 6, 30)
HANGING = next(job for job in JOBS if job.name == "hang_plates")


@pytest.fixture
def house(database: Database) -> House:
    """Under 湘潭's policy; every tenth matter stands still."""
    house = House(database)
    with database.write() as session:
        activate(session, preset("xiangtan"), "test", OPENED)
    rows = [
        {
            "code": f"M-{number:05}", "number": number, "title": f"{number}号工程", "unit_id": house.investment,
            "category": "重点工作", "status": MatterStatus.IN_PROGRESS if number % 10 else MatterStatus.BLOCKED,
            "base_status": MatterStatus.NOT_STARTED, "opened_at": OPENED, "due_on": date(2026, 9, 30),
        }
        for number in range(1, MANY + 1)
    ]  # fmt: skip
    with database.write() as session:
        session.execute(insert(Matter), rows)
        follow(session, session.scalars(select(Matter.id)).all())
    return house


def _tick(house: House, now: datetime = JULY_1ST, job: Job = HANGING) -> list[Ran]:
    return ran(at_(house, now, jobs=(job,)), job.name)


def _hang(house: House, after: int) -> int | None:
    with house.database.write() as session:
        return daily.hang_plates(session, house.source(session), JULY_1ST, JULY_1ST, after, BATCH)


def _hung(house: House) -> int:
    """All of them, each of another matter."""
    with house.database.read() as session:
        plates, matters = session.execute(
            select(func.count(), func.count(Plate.matter_id.distinct())).where(Plate.month == JUNE)
        ).one()
    assert plates == matters
    return int(plates)


def test_each_part_reads_no_more_than_its_share(house: House) -> None:
    seen, after = [], _hang(house, 0)
    while after is not None:
        seen.append(_hung(house))
        after = _hang(house, after)
    assert seen == [BATCH, 2 * BATCH]
    assert _hung(house) == MANY
    assert len(house.outbox("plate_warned")) == MANY // 10
    assert house.outbox("plates_hung") == [], "before all hang the office is told nothing"


def test_in_the_morning_all_hang_and_the_office_is_told_once(house: House) -> None:
    [done] = _tick(house)
    assert done.found == {"green": MANY - MANY // 10, "yellow": 0, "red": MANY // 10}
    assert _hung(house) == MANY
    assert _tick(house, JULY_1ST + timedelta(hours=1)) == []
    assert house.heard("plates_hung") == [house.li]


def test_killed_after_some_parts_the_next_tick_goes_on(house: House) -> None:
    """What was hung hangs and was warned of once; the run is noted only with the last."""
    _hang(house, _hang(house, 0) or 0)
    assert _hung(house) == 2 * BATCH
    with house.database.read() as session:
        assert session.get(JobRun, ("hang_plates", JULY_1ST)) is None
    [done] = _tick(house, JULY_1ST + timedelta(seconds=15))
    assert sum(done.found.values()) == _hung(house) == MANY
    assert len(house.outbox("plate_warned")) == MANY // 10
    assert house.heard("plates_hung") == [house.li]


def test_by_several_at_once_each_matter_gets_one(house: House) -> None:
    def tick() -> None:
        _tick(house)

    together(tick, tick, tick)
    assert _hung(house) == MANY
    assert len(house.outbox("plate_warned")) == MANY // 10
    assert house.heard("plates_hung") == [house.li]


def test_a_tick_does_so_many_parts_and_the_next_the_others(house: House) -> None:
    begun: list[int] = []

    def part(_session: Session, _rules: Rules, _for: datetime, _now: datetime, after: int, most: int) -> int | None:
        begun.append(after)
        return after + most

    endless = replace(HANGING, part=part)
    assert _tick(house, job=endless) == []
    assert begun == list(range(0, MOST_MATTERS, BATCH))
