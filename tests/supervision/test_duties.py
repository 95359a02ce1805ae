"""Who owes which report for which period, and who is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from models import Duty, Report, Unit
from models.matter import MatterStatus
from models.report import ReportKind
from models.session import Database
from supervision.clock import at
from supervision.duties import Period, due_moment, open_duties, period_of, waive
from supervision.errors import NotYours
from supervision.missing import met_at, missing, unmet
from supervision.policies.policy import ReportRule
from supervision.workdays import Calendar, YearDays
from tests.supervision.house import MONDAY, House, moment

CALENDAR = Calendar({2028: YearDays(frozenset(), frozenset())})

DAILY = ReportRule(ReportKind.DAILY, "", time(18), 0, (time(17, 30),))

WEEKLY = ReportRule(ReportKind.WEEKLY, "", time(17), 5, (time(16),))

MONTHLY = ReportRule(ReportKind.MONTHLY, "", time(17), 0, (time(10),))

MORNING = moment(MONDAY, 0, 5)


@pytest.fixture
def house(database: Database) -> House:
    house = House(database)
    house.matter(1, date(2026, 9, 30))
    house.matter(2, date(2026, 9, 30), house.industry)
    return house


def opened(house: House, now: datetime = MORNING) -> None:
    with house.database.write() as session:
        open_duties(session, house.rules, now)


def who_is_missing(house: House, now: datetime, kind: ReportKind = ReportKind.DAILY) -> list[str]:
    with house.database.read() as session:
        return [one.unit for one in missing(session, now, kind=kind)]


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        (ReportKind.DAILY, date(2026, 6, 15), date(2026, 6, 15), date(2026, 6, 15)),
        (ReportKind.WEEKLY, date(2026, 6, 21), date(2026, 6, 15), date(2026, 6, 21)),
        (ReportKind.WEEKLY, date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 3)),  # ISO week 53 of 2026
        (ReportKind.MONTHLY, date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
        (ReportKind.MONTHLY, date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_the_period_of_a_day(kind: ReportKind, day: date, first: date, last: date) -> None:
    assert period_of(kind, day) == Period(first, last)


@pytest.mark.parametrize(
    ("rule", "day", "due"),
    [
        (DAILY, date(2026, 6, 15), at(date(2026, 6, 15), time(18))),
        (DAILY, date(2026, 6, 14), None),  # a Sunday owes nothing
        (DAILY, date(2026, 9, 20), at(date(2026, 9, 20), time(18))),  # a Sunday moved to work
        (WEEKLY, date(2026, 6, 15), at(date(2026, 6, 18), time(17))),  # Friday is 端午
        (WEEKLY, date(2026, 2, 16), None),  # the week of the spring festival has no day of work
        (WEEKLY, date(2026, 2, 23), at(date(2026, 2, 27), time(17))),
        (replace(WEEKLY, due_day=1), date(2026, 2, 23), at(date(2026, 2, 24), time(17))),  # never before its own week
        (MONTHLY, date(2026, 5, 1), at(date(2026, 5, 29), time(17))),  # the 31st is a Sunday
        (replace(MONTHLY, due_day=31), date(2028, 2, 1), at(date(2028, 2, 29), time(17))),
        (replace(MONTHLY, due_day=31), date(2026, 4, 1), at(date(2026, 4, 30), time(17))),
        (replace(MONTHLY, due_day=3), date(2026, 10, 1), at(date(2026, 10, 8), time(17))),
    ],
)
def test_when_a_report_is_due(rule: ReportRule, day: date, due: datetime | None) -> None:
    assert due_moment(rule, period_of(rule.kind, day), CALENDAR) == due


def test_duties_are_opened_once_for_units_that_lead_something(house: House) -> None:
    house.unit("城管局")  # leads nothing
    with house.database.write() as session:
        assert open_duties(session, house.rules, MORNING) == {"daily": 2, "weekly": 2, "monthly": 2}
    with house.database.write() as session:
        assert open_duties(session, house.rules, moment(MONDAY, 9)) == {"daily": 0, "weekly": 0, "monthly": 0}
    assert who_is_missing(house, moment(MONDAY, 9)) == ["招商局", "经信局"]


def test_a_unit_whose_matters_are_done_suspended_or_sealed_owes_nothing(house: House) -> None:
    for number, unit, others in (
        (11, house.unit("教育局"), {"status": MatterStatus.COMPLETED}),
        (12, house.unit("水务局"), {"suspended_since": MORNING}),
        (13, house.unit("保密局"), {"is_sealed": True}),
    ):
        house.matter(number, date(2026, 9, 30), unit, **others)
    opened(house)
    assert who_is_missing(house, moment(MONDAY, 9)) == ["招商局", "经信局"]


def test_a_day_without_work_opens_no_daily_duty(house: House) -> None:
    sunday = date(2026, 6, 14)
    with house.database.write() as session:
        assert "daily" not in open_duties(session, house.rules, moment(sunday, 0, 5))


def test_what_was_due_before_we_began_is_not_asked_for(house: House) -> None:
    with house.database.write() as session:
        assert "daily" not in open_duties(session, house.rules, moment(MONDAY, 18, 30))


def test_over_the_year_border_only_what_the_calendar_knows_is_opened(house: House) -> None:
    with house.database.write() as session:
        found = open_duties(session, house.rules, moment(date(2026, 12, 28), 0, 5))
    assert found == {"daily": 2, "weekly": "calendar of 2027 missing", "monthly": 2}


def test_a_named_report_meets_its_own_period_only(house: House) -> None:
    opened(house)
    house.report(house.wang, moment(MONDAY, 10), ReportKind.WEEKLY, MONDAY, MONDAY + timedelta(days=6))
    assert who_is_missing(house, moment(MONDAY, 11)) == ["招商局", "经信局"]
    assert who_is_missing(house, moment(MONDAY, 11), ReportKind.WEEKLY) == ["经信局"]
    house.report(house.qian, moment(MONDAY, 10), ReportKind.DAILY, MONDAY)
    assert who_is_missing(house, moment(MONDAY, 11)) == ["招商局"]


def test_a_weekly_from_saturday_to_friday_is_that_of_the_week_it_ends_in(house: House) -> None:
    opened(house)
    house.report(house.wang, moment(MONDAY, 10), ReportKind.WEEKLY, date(2026, 6, 13), date(2026, 6, 19))
    house.report(house.qian, moment(MONDAY, 10), ReportKind.WEEKLY, date(2026, 6, 6), date(2026, 6, 12))
    assert who_is_missing(house, moment(MONDAY, 11), ReportKind.WEEKLY) == ["经信局"]


def test_a_report_of_no_kind_meets_every_kind_that_is_open(house: House) -> None:
    opened(house)
    house.report(house.wang, moment(MONDAY, 10), is_no_change=True)
    for kind in ReportKind:
        assert who_is_missing(house, moment(MONDAY, 11), kind) == ["经信局"]


def test_a_report_of_no_kind_does_not_meet_the_day_before(house: House) -> None:
    opened(house)
    tuesday = MONDAY + timedelta(days=1)
    opened(house, moment(tuesday, 0, 5))
    house.report(house.wang, moment(tuesday, 0, 0, 1))
    with house.database.read() as session:
        late = missing(session, moment(tuesday, 9), kind=ReportKind.DAILY, period=Period(MONDAY, MONDAY))
        today = missing(session, moment(tuesday, 9), kind=ReportKind.DAILY)
    assert [(one.unit, one.is_late) for one in late] == [("招商局", True), ("经信局", True)]
    assert [(one.unit, one.is_late) for one in today] == [("经信局", False)]


@pytest.mark.parametrize("seconds", range(-120, 121, 5))
def test_midnight_is_judged_by_the_time_of_telling(sqlite: Database, seconds: int) -> None:
    """F48: whatever the delay of our processing, the CreateTime decides which day is met."""
    house = House(sqlite)
    house.matter(1, date(2026, 9, 30))
    midnight = at(MONDAY + timedelta(days=1), time())
    told = midnight + timedelta(seconds=seconds)
    opened(house)
    opened(house, midnight + timedelta(minutes=5))
    house.report(house.wang, told)
    for asked in (midnight + timedelta(minutes=10), told + timedelta(hours=1)):
        with house.database.read() as session:
            duties = {one.period.first for day in (MONDAY, midnight.date())
                      for one in missing(session, asked, kind=ReportKind.DAILY, period=Period(day, day))}  # fmt: skip
        assert duties == ({midnight.date()} if seconds < 0 else {MONDAY})


def test_a_withdrawn_report_meets_nothing_and_a_waived_duty_is_not_missing(house: House) -> None:
    opened(house)
    report = house.report(house.wang, moment(MONDAY, 10))
    house.withdraw(report, moment(MONDAY, 11))
    assert who_is_missing(house, moment(MONDAY, 12)) == ["招商局", "经信局"]
    with house.database.read() as session:
        [duty] = [one.duty_id for one in missing(session, MORNING, kind=ReportKind.DAILY) if one.unit == "经信局"]
    telling = house.telling(house.li, moment(MONDAY, 12))
    with house.database.write() as session:
        waive(session, [duty], telling, "系统停机")
    assert who_is_missing(house, moment(MONDAY, 12)) == ["招商局"]
    with house.database.read() as session:
        assert unmet(session, [duty]) == []


def test_only_a_supervisor_waives(house: House) -> None:
    opened(house)
    telling = house.telling(house.wang, moment(MONDAY, 12))
    with pytest.raises(NotYours), house.database.write() as session:
        waive(session, [1], telling, "免了吧")
    assert who_is_missing(house, moment(MONDAY, 12)) == ["招商局", "经信局"]


def test_on_time_is_a_matter_of_the_first_report(house: House) -> None:
    opened(house)
    house.report(house.wang, moment(MONDAY, 18, 0, 1))
    house.report(house.wang, moment(MONDAY, 17, 59, 59))
    with house.database.read() as session:
        duty = session.query(Duty).join(Unit).filter(Unit.name == "招商局", Duty.kind == ReportKind.DAILY).one()
        assert met_at(session, duty.id) == moment(MONDAY, 17, 59, 59)
        assert met_at(session, duty.id + 1000) is None
    with house.database.read() as session:
        early = missing(session, moment(MONDAY, 19), kind=ReportKind.DAILY, as_of=moment(MONDAY, 17))
    assert [one.unit for one in early] == ["招商局", "经信局"]


@pytest.mark.parametrize("kind", ReportKind)
def test_the_reports_of_the_days_tell_the_same_as_each_duty_for_itself(house: House, kind: ReportKind) -> None:
    """The list of those who are missing is made from the other end."""
    told: list[tuple[ReportKind | None, date | None, date | None]] = [(None, None, None), (kind, None, None)]
    for begin in (date(2026, 6, day) for day in (8, 14, 15, 16)):
        told += [(kind, begin, None), *((kind, begin, begin + timedelta(days=long)) for long in (0, 6))]
    told.append((ReportKind.DAILY if kind is not ReportKind.DAILY else ReportKind.WEEKLY, MONDAY, MONDAY))
    days = [moment(date(2026, 6, day), 9) for day in (14, 15, 16)]
    for now in days:
        opened(house, now)
    last = moment(date(2026, 6, 16), 23)
    for each, first, end in told:
        report = house.report(house.wang, days[1], each, first, end)
        with house.database.write() as session:
            session.get_one(Report, report).period_last = end
        _agree(house, kind, last)
        house.withdraw(report, last)
    _agree(house, kind, last)


def _agree(house: House, kind: ReportKind, now: datetime) -> None:
    with house.database.read() as session:
        duties = session.scalars(select(Duty).where(Duty.kind == kind, Duty.opens_at <= now)).all()
        asked = {duty.period_first: Period(duty.period_first, duty.period_last) for duty in duties}
        listed = {one.duty_id for period in asked.values() for one in missing(session, now, kind=kind, period=period)}
        assert listed == set(unmet(session, [duty.id for duty in duties]))
