"""What stops the tick, wholly or in part: holds, clocks, calendars, trouble, and its own like."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Climb, Hold, JobRun, Matter, Milestone, Notice
from models.availability import Probe
from models.run import HoldKind
from models.session import Database
from schedules.jobs import JOBS, Job
from schedules.tick import Done, Failed, tick
from schedules.ticker import Ticker
from supervision import holds
from supervision.availability.recording import WELL, Record
from supervision.policies.active import NoPolicyInForce
from supervision.rules import Rules
from supervision.workdays import Calendar, YearDays
from tests.schedules.ticking import at_, count, looked, ran, walk
from tests.supervision.house import MONDAY, House, moment

TUESDAY = date(2026, 6, 16)


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


def test_while_something_is_held_nobody_climbs_and_afterwards_he_does(house: House) -> None:
    house.matter(1, date(2026, 6, 12))
    now = moment(TUESDAY, 9)
    with house.database.write() as session:
        holds.put(session, HoldKind.OUTAGE, {"first": now.isoformat(), "last": now.isoformat()}, now)
    assert [one.step for one in looked(at_(house, now))] == [None]
    telling = house.telling(house.li, moment(TUESDAY, 10))
    with house.database.write() as session:
        holds.release(session, HoldKind.OUTAGE, telling, "已核对")
    assert [one.step for one in looked(at_(house, moment(TUESDAY, 10, 0, 15)))] == ["白色专项督办单"]


def test_nobody_climbs_while_the_door_was_closed_and_the_draft_says_so_afterwards(house: House) -> None:
    """N5, N8: the clock turns; what the units told from five on may not have come in."""
    house.matter(1, date(2026, 6, 12))
    record, now = Record("web:1"), moment(MONDAY, 17, 31)
    record.see(moment(MONDAY, 17), {Probe.DOOR: WELL})
    with house.database.write() as session:
        record.write(session)
    assert [one.step for one in looked(tick(house.database, house.source, now))] == [None]
    with house.database.read() as session:
        [hold] = session.scalars(select(Hold)).all()
    assert (hold.kind, hold.facts["probe"]) == (HoldKind.OUTAGE, "door")

    telling = house.telling(house.li, now)
    with house.database.write() as session:
        holds.release(session, HoldKind.OUTAGE, telling, "已电话核实")
    again = tick(house.database, house.source, now + timedelta(minutes=1))
    assert [one.step for one in looked(again)] == ["白色专项督办单"]
    with house.database.read() as session:
        [notice] = session.scalars(select(Notice)).all()
    assert [one["probe"] for one in notice.grounds["availability"]] == ["door"]
    assert [one["kind"] for one in notice.grounds["holds"]] == ["outage"]


def test_far_more_notices_than_usual_are_asked_about_first(house: House) -> None:
    """T36: the policy lets ten pass; the eleventh asks a person, who lets today's go."""
    for number in range(11):
        house.matter(number, date(2026, 6, 12))
    now = moment(TUESDAY, 9)
    assert [one.step for one in looked(at_(house, now))] == [None] * 11
    assert count(house, Notice) == 0
    with house.database.read() as session:
        assert session.scalars(select(Hold.kind)).all() == [HoldKind.BREAKER]
    telling = house.telling(house.li, moment(TUESDAY, 10))
    with house.database.write() as session:
        holds.release(session, HoldKind.BREAKER, telling, "属实")
    at_(house, moment(TUESDAY, 10, 0, 15))
    assert count(house, Notice) == 11


def test_what_was_drafted_earlier_today_counts_with_it(house: House) -> None:
    """T36: else a wrong table that comes in portions gets through."""
    for number in range(6):
        house.matter(number, date(2026, 6, 12))
    at_(house, moment(TUESDAY, 9))
    for number in range(6, 11):
        house.matter(number, date(2026, 6, 12))
    at_(house, moment(TUESDAY, 9, 1))
    assert count(house, Notice) == 6
    with house.database.read() as session:
        assert session.scalars(select(Hold.kind)).all() == [HoldKind.BREAKER]


def test_while_the_clock_is_not_trusted_nothing_is_due(house: House) -> None:
    house.matter(1, date(2026, 6, 12))
    steady = [0.0]
    wall = [moment(MONDAY, 9)]
    ticker = Ticker(house.database, house.source, lambda: wall[0], lambda: steady[0])
    assert ticker() != []
    steady[0] += 15
    wall[0] += timedelta(days=10)
    assert ticker() == []
    assert house.outbox("hold_opened")[0].facts["kind"] == "clock"
    steady[0] += 15
    wall[0] = moment(MONDAY, 9, 0, 30)
    assert ticker() == []
    telling = house.telling(house.li, moment(MONDAY, 9, 1))
    with house.database.write() as session:
        holds.release(session, HoldKind.CLOCK, telling, "时间已核对")
    steady[0] += 45
    wall[0] = moment(MONDAY, 9, 1, 15)
    assert looked(ticker()) != []
    with house.database.read() as session:
        assert session.scalars(select(JobRun.scheduled_for).where(JobRun.scheduled_for > wall[0])).all() == []


def test_a_clock_that_ran_ahead_does_not_swallow_the_days_between(house: House) -> None:
    """Started ten days ahead, set right, vouched for: the jobs of the true days run, the matters are looked at."""
    matter_id = house.matter(1, date(2026, 6, 18))
    tick(house.database, house.source, moment(date(2026, 6, 25), 18))
    tick(house.database, house.source, moment(MONDAY, 17))
    with house.database.write() as session:
        session.get_one(Matter, matter_id).next_look_on = date(2026, 6, 26)
    telling = house.telling(house.li, moment(MONDAY, 17, 10))
    with house.database.write() as session:
        holds.release(session, HoldKind.CLOCK, telling, "时间已核对")
    done = tick(house.database, house.source, moment(MONDAY, 17, 11))
    assert [(one.matter_id, one.next_look_on) for one in looked(done)] == [(matter_id, date(2026, 6, 16))]  # it climbs
    [reminded] = ran(tick(house.database, house.source, moment(MONDAY, 17, 30)), "remind_daily")
    assert reminded.scheduled_for == moment(MONDAY, 17, 30)


def test_a_corrected_calendar_moves_what_is_still_to_come(house: House) -> None:
    """F40: Wednesday the 17th becomes a day off; what was said stays said."""
    matter_id = house.matter(1, date(2026, 6, 23))
    [reckoned] = ran(at_(house, moment(MONDAY, 9)), "reckon_anew")
    assert reckoned.found == {"changed": 1}
    assert house.look_at(matter_id).next_look_on == date(2026, 6, 17)
    published = Calendar()
    off = {date(2026, 1, 1) + timedelta(days=number) for number in range(365)}
    off = {day for day in off if day.weekday() < 5 and not published.is_workday(day)} | {date(2026, 6, 17)}
    house.calendar = Calendar({2026: YearDays(frozenset(off), frozenset())})
    assert ran(at_(house, moment(MONDAY, 9, 0, 15)), "reckon_anew")[0].found == {"changed": 1}
    assert house.look_at(matter_id).next_look_on == TUESDAY
    assert ran(at_(house, moment(MONDAY, 9, 0, 30)), "reckon_anew") == []


NEXT_YEAR = Calendar({2027: YearDays(frozenset({date(2027, 1, 1)}), frozenset())})


def test_what_lies_beyond_the_last_calendar_waits_for_it_and_breaks_nothing(house: House) -> None:
    """N6, F39: at the year's end, with what falls due after it, what climbs, and papers nobody signed for."""
    beyond = house.matter(1, date(2027, 1, 5))
    house.matter(2, date(2026, 12, 24))
    with house.database.write() as session:
        session.add(Milestone(matter_id=beyond, name="封顶", due_on=date(2026, 12, 31)))
    done = walk(house, moment(date(2026, 12, 21), 9), moment(date(2026, 12, 31), 23))
    assert not [one for one in done if isinstance(one, Failed)]
    assert beyond in {row.matter_id for row in house.outbox("warn_milestone")}
    assert beyond not in {row.matter_id for row in house.outbox("warn_due")}
    assert house.look_at(beyond).next_look_on == date(2027, 1, 1)
    house.calendar = NEXT_YEAR
    done = walk(house, moment(date(2027, 1, 4), 9), moment(date(2027, 1, 4), 10))
    assert not [one for one in done if isinstance(one, Failed)]
    assert beyond in {row.matter_id for row in house.outbox("warn_due")}


def test_a_matter_that_nobody_reckoned_is_found_at_the_start(house: House) -> None:
    """Brought in from another ledger, without the day on which to look."""
    matter_id = house.matter(1, date(2026, 6, 18), next_look_on=None)
    done = at_(house, moment(MONDAY, 9))
    assert [(one.matter_id, [w.announced for w in one.warnings]) for one in looked(done)] == [(matter_id, [3])]


def test_a_year_without_calendar_stops_what_hurts_and_says_so(database: Database) -> None:
    house = House(database)
    house.matter(1, date(2026, 12, 30))
    walk(house, moment(date(2026, 12, 31), 0, 1), moment(date(2026, 12, 31), 23, 59))
    notices = count(house, Notice)
    done = walk(house, moment(date(2027, 1, 1), 0, 6), moment(date(2027, 1, 8), 23))
    assert looked(done) == []
    assert count(house, Notice) == notices
    assert house.outbox("hold_opened")[0].facts["year"] == 2027
    house.calendar = Calendar({2027: YearDays(frozenset({date(2027, 1, 1)}), frozenset())})
    telling = house.telling(house.li, moment(date(2027, 1, 11), 9))
    with house.database.write() as session:
        holds.release(session, HoldKind.CALENDAR, telling, "已补")
    assert [one.next_look_on for one in looked(at_(house, moment(date(2027, 1, 11), 9)))] == [date(2027, 1, 12)]


def test_two_ticks_at_once_do_everything_once(database: Database) -> None:
    """F34: no leader; the keys let one commit."""
    house = House(database)
    for number in range(1, 6):
        house.matter(number, date(2026, 6, 12 if number % 2 else 17))
    now = moment(TUESDAY, 17, 30)
    at_(house, moment(TUESDAY, 0, 6))
    gate = threading.Barrier(3)
    done: list[list[Done]] = []

    def one() -> None:
        gate.wait(timeout=30)
        done.append(at_(house, now))

    ticks = [threading.Thread(target=one) for _ in range(3)]
    for thread in ticks:
        thread.start()
    for thread in ticks:
        thread.join(timeout=60)
    assert len(done) == 3
    together = [each for some in done for each in some]
    assert not [each for each in together if isinstance(each, Failed)]
    assert sorted(each.matter_id for each in looked(together)) == sorted({each.matter_id for each in looked(together)})
    assert len(ran(together, "remind_daily")) == 1
    assert len(house.outbox("remind_missing")) == 1
    assert count(house, Climb) == count(house, Notice) == 3


def test_one_that_breaks_does_not_stop_the_others(house: House) -> None:
    house.matter(1, date(2026, 9, 30))

    def breaks(_session: Session, _rules: Rules, _scheduled_for: datetime, _now: datetime) -> dict[str, Any]:
        raise ZeroDivisionError("no")

    def at_five(_rules: Rules, day: date) -> Sequence[datetime]:
        return (moment(day, 5),)

    jobs = (Job("breaks", at_five, breaks), *JOBS)
    done = at_(house, moment(MONDAY, 9), jobs=jobs)
    assert Failed("breaks", "ZeroDivisionError: no") in done
    assert ran(done, "open_duties") != []
    with house.database.read() as session:
        assert session.get(JobRun, ("breaks", moment(MONDAY, 5))) is None  # nothing of it was kept
    assert at_(house, moment(MONDAY, 9, 0, 15), jobs=jobs) == [Failed("breaks", "ZeroDivisionError: no")]


def test_without_a_policy_nothing_is_due(house: House) -> None:
    def none(_session: Session) -> Rules:
        raise NoPolicyInForce

    assert tick(house.database, none, moment(MONDAY, 9)) == []
