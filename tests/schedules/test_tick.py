"""Days in the office as the tick lives them: with a clock that is moved by hand, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import select

from models import Duty, Matter, Notice, Outgoing
from models.matter import MatterStatus
from models.notice import NoticeState
from models.report import ReportKind
from models.run import HoldKind
from models.session import Database
from schedules.next_due import next_due
from schedules.tick import Failed, Ran, tick
from supervision import holds
from supervision.clock import day_of
from tests.schedules.ticking import at_, count, looked, ran, walk
from tests.supervision.house import MONDAY, House, moment

TUESDAY = date(2026, 6, 16)


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


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
    assert {one.job for one in quiet if isinstance(one, Ran)} == {
        "open_duties",
        "seal_acts",
        "audit",
        "forget_availability",
        "erase_old",
    }
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
    assert len(opened.found.get("missed", [])) == 4
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


def test_from_november_on_the_office_is_asked_for_the_next_year_weekly(house: House) -> None:
    walk(house, moment(date(2026, 10, 30), 0, 1), moment(date(2026, 11, 10), 23))
    assert [row.created_at for row in house.outbox("calendar_missing")] == [
        moment(date(2026, 11, 1), 9, 5),
        moment(date(2026, 11, 2), 9, 5),
        moment(date(2026, 11, 9), 9, 5),
    ]


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
