"""Days in the office as the tick lives them: with a clock that is moved by hand, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Climb, Duty, Hold, JobRun, Matter, Notice, Outgoing
from models.matter import MatterStatus
from models.notice import NoticeState
from models.report import ReportKind
from models.run import HoldKind
from models.session import Database
from schedules.daily import Looked
from schedules.jobs import JOBS, Job
from schedules.next_due import next_due
from schedules.tick import Done, Failed, Ran, tick
from schedules.ticker import Ticker
from supervision import holds
from supervision.clock import day_of
from supervision.policies.active import NoPolicyInForce
from supervision.rules import Rules
from supervision.workdays import Calendar, YearDays
from tests.supervision.house import MONDAY, House, moment

TUESDAY = date(2026, 6, 16)


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


def at_(house: House, now: datetime, **others: Any) -> list[Done]:  # noqa: ANN401
    """One tick of a clock that may leap."""
    return tick(house.database, house.source, now, leaps=True, **others)


def walk(house: House, first: datetime, last: datetime) -> list[Done]:
    """From one moment at which something is due to the next, as the rehearsal does."""
    now, done = first, at_(house, first)
    while (coming := next_due(house.database, house.rules, now)) is not None and coming <= last:
        assert coming > now
        now = coming
        done += at_(house, now)
    return done


def ran(done: Sequence[Done], job: str) -> list[Ran]:
    return [one for one in done if isinstance(one, Ran) and one.job == job]


def looked(done: Sequence[Done]) -> list[Looked]:
    return [one for one in done if isinstance(one, Looked)]


def count(house: House, what: type[Any]) -> int:
    with house.database.read() as session:
        return session.scalar(select(func.count()).select_from(what)) or 0


def test_a_monday(house: House) -> None:
    house.matter(1, date(2026, 9, 30))
    house.matter(2, date(2026, 9, 30), house.industry)
    house.report(house.qian, moment(MONDAY, 10))
    done = walk(house, moment(MONDAY, 0, 1), moment(MONDAY, 23, 59))
    [opened] = ran(done, "open_duties")
    assert opened.found == {"daily": 2, "weekly": 2, "monthly": 2}
    [reminded] = ran(done, "remind_daily")
    assert reminded.scheduled_for == moment(MONDAY, 17, 30)
    assert reminded.found == {"missing": 1, "reminded": 1}
    assert house.heard("remind_missing") == [house.zhao]
    assert not [one for one in done if isinstance(one, Failed)]


def test_asked_again_in_the_same_moment_nothing_is_due(house: House) -> None:
    house.matter(1, date(2026, 6, 18))
    assert at_(house, moment(MONDAY, 17, 30)) != []
    assert at_(house, moment(MONDAY, 17, 30)) == []
    assert at_(house, moment(MONDAY, 17, 30, 15)) == []


def test_a_report_that_comes_between_spares_its_unit(house: House) -> None:
    house.matter(1, date(2026, 9, 30))
    at_(house, moment(MONDAY, 0, 6))
    house.report(house.wang, moment(MONDAY, 17, 29, 59))
    [reminded] = ran(at_(house, moment(MONDAY, 17, 30)), "remind_daily")
    assert reminded.found == {"missing": 0, "reminded": 0}


def test_a_sunday_moved_to_work_is_a_day_like_any_other(house: House) -> None:
    """国庆 2026: Sunday 20 September is a working day."""
    house.matter(1, date(2026, 9, 30))
    sunday = date(2026, 9, 20)
    done = walk(house, moment(sunday, 0, 1), moment(sunday, 23))
    assert ran(done, "remind_daily")[0].found == {"missing": 1, "reminded": 1}


def test_over_the_spring_festival_nothing_stirs(house: House) -> None:
    """Due on 13 February, the last Friday but one day before; the ladder waits for the 24th."""
    house.matter(1, date(2026, 2, 14))
    walk(house, moment(date(2026, 2, 10), 0, 1), moment(date(2026, 2, 14), 23))
    before = count(house, Outgoing)
    quiet = walk(house, moment(date(2026, 2, 15), 0, 1), moment(date(2026, 2, 23), 23, 59))
    assert {one.job for one in quiet if isinstance(one, Ran)} == {"open_duties"}
    assert looked(quiet) == []
    assert count(house, Outgoing) == before
    after = walk(house, moment(date(2026, 2, 24), 0, 1), moment(date(2026, 2, 24), 12))
    assert [one.step for one in looked(after)] == ["白色专项督办单"]


def test_warned_late_and_on_the_ladder_one_step_a_day(house: House) -> None:
    due_on = date(2026, 6, 23)
    matter_id = house.matter(1, due_on)
    done = walk(house, moment(MONDAY, 0, 1), moment(date(2026, 6, 26), 23))
    steps = [(one.step, [warning.announced for warning in one.warnings]) for one in looked(done)]
    assert steps[:2] == [(None, [3]), (None, [1])]  # Wednesday the 17th, Monday the 22nd
    assert [step for step, _ in steps[2:]] == ["白色专项督办单", None, None]
    with house.database.read() as session:
        notice = session.scalars(select(Notice)).one()
    assert (notice.matter_id, notice.level, notice.state) == (matter_id, 1, NoticeState.DRAFT)
    assert day_of(notice.drafted_at) == date(2026, 6, 24)
    assert house.heard("escalation_draft_ready") == [house.li]


def test_what_fell_due_at_midnight_is_judged_in_the_morning(house: House) -> None:
    """A completion told at 23:59 and worked at one in the night still counts."""
    matter_id = house.matter(1, MONDAY)
    at_(house, moment(MONDAY, 9))
    assert looked(at_(house, moment(TUESDAY, 0, 1))) == []
    with house.database.write() as session:
        session.get_one(Matter, matter_id).status = MatterStatus.COMPLETED
    [look] = looked(at_(house, moment(TUESDAY, 8)))
    assert (look.step, look.next_look_on) == (None, None)


def test_days_that_were_missed_are_caught_up_once(house: House) -> None:
    """F33: away from Wednesday noon to Monday noon, over 端午."""
    house.matter(1, date(2026, 9, 30))
    walk(house, moment(MONDAY, 0, 1), moment(date(2026, 6, 17), 12))
    told = count(house, Outgoing)
    done = tick(house.database, house.source, moment(date(2026, 6, 22), 12))
    [opened] = ran(done, "open_duties")
    assert opened.scheduled_for == moment(date(2026, 6, 22), 0, 5)
    assert len(opened.found["missed"]) == 4
    [reminded] = ran(done, "remind_daily")
    assert reminded.found == {
        "skipped": "nothing is owed",
        "missed": [moment(date(2026, 6, 17), 17, 30).isoformat()],
    }
    [weekly] = ran(done, "remind_weekly")
    assert weekly.found["skipped"] == "its time had passed"
    assert [row.event for row in _outbox_after(house, told)] == ["hold_opened"]
    with house.database.read() as session:
        assert [hold.kind for hold in holds.open_holds(session)] == [HoldKind.OUTAGE]
        assert session.scalars(select(Duty.period_first).where(Duty.kind == ReportKind.DAILY).distinct()).all() == [
            MONDAY, TUESDAY, date(2026, 6, 17), date(2026, 6, 22)
        ]  # fmt: skip


def _outbox_after(house: House, first: int) -> Sequence[Outgoing]:
    with house.database.read() as session:
        return session.scalars(select(Outgoing).order_by(Outgoing.id).offset(first)).all()


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


def test_far_more_notices_than_usual_are_asked_about_first(house: House) -> None:
    """T36: the policy lets five pass; the sixth asks a person, who lets today's go."""
    for number in range(6):
        house.matter(number, date(2026, 6, 12))
    now = moment(TUESDAY, 9)
    assert [one.step for one in looked(at_(house, now))] == [None] * 6
    assert count(house, Notice) == 0
    with house.database.read() as session:
        assert session.scalars(select(Hold.kind)).all() == [HoldKind.BREAKER]
    telling = house.telling(house.li, moment(TUESDAY, 10))
    with house.database.write() as session:
        holds.release(session, HoldKind.BREAKER, telling, "属实")
    at_(house, moment(TUESDAY, 10, 0, 15))
    assert count(house, Notice) == 6


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
    assert [(one.matter_id, one.next_look_on) for one in looked(done)] == [(matter_id, date(2026, 6, 17))]
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


def test_from_november_on_the_office_is_asked_for_the_next_year_weekly(house: House) -> None:
    walk(house, moment(date(2026, 10, 30), 0, 1), moment(date(2026, 11, 10), 23))
    assert [row.created_at for row in house.outbox("calendar_missing")] == [
        moment(date(2026, 11, 1), 9, 5),
        moment(date(2026, 11, 2), 9, 5),
        moment(date(2026, 11, 9), 9, 5),
    ]


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


def test_from_one_thing_due_to_the_next(house: House) -> None:
    matter_id = house.matter(1, date(2026, 6, 30))
    at_(house, moment(MONDAY, 9))
    with house.database.write() as session:
        session.get_one(Matter, matter_id).next_look_on = TUESDAY
    rules = house.rules
    seen, now = [], moment(MONDAY, 9)
    for _ in range(5):
        coming = next_due(house.database, rules, now)
        assert coming is not None
        seen.append(coming)
        now = coming
    assert seen == [
        moment(MONDAY, 14),
        moment(MONDAY, 17, 30),
        moment(TUESDAY, 0, 5),
        moment(TUESDAY, 8),
        moment(TUESDAY, 14),
    ]


def test_words_that_wait_and_windows_that_end_are_due_too(house: House) -> None:
    house.matter(1, date(2026, 6, 18))
    at_(house, moment(MONDAY, 8))
    [row] = house.outbox("warn_due")
    assert next_due(house.database, house.rules, moment(MONDAY, 8)) == row.not_before
