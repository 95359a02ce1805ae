"""Were we there, and is the clock to be trusted? What is held then, and who lets it go."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from models import ClockMark, Hold, Matter, Outage
from models.run import HoldKind
from models.session import Database
from supervision import holds, texts
from supervision.errors import NothingPending, NotYours
from supervision.presence import notice_time, touches_reporting
from supervision.workdays import Calendar, YearDays
from tests.supervision.house import MONDAY, House, moment

QUARTER_MINUTE = timedelta(seconds=15)
TUESDAY = date(2026, 6, 16)
SATURDAY = date(2026, 6, 13)
NINE = moment(MONDAY, 9)


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


def notice(house: House, now: datetime, drift: timedelta | None = timedelta(0), leaps: bool = False) -> None:
    with house.database.write() as session:
        notice_time(session, house.source(session), now, drift, leaps=leaps)


def held(house: House) -> list[HoldKind]:
    with house.database.read() as session:
        return [hold.kind for hold in holds.open_holds(session)]


def mark(house: House) -> datetime:
    with house.database.read() as session:
        return session.scalars(select(ClockMark.seen_at)).one()


def outages(house: House) -> list[tuple[datetime, datetime]]:
    with house.database.read() as session:
        return [(one.first, one.last) for one in session.scalars(select(Outage).order_by(Outage.id))]


def release(house: House, kind: HoldKind, now: datetime, who: int | None = None) -> None:
    telling = house.telling(who or house.li, now)
    with house.database.write() as session:
        holds.release(session, kind, telling, "已核对")


def test_while_we_tick_nothing_is_noted(house: House) -> None:
    for count in range(5):
        notice(house, NINE + count * QUARTER_MINUTE)
    notice(house, NINE + timedelta(minutes=2, seconds=59), timedelta(milliseconds=400))  # slewed a little (F38)
    assert outages(house) == []
    assert held(house) == []
    assert mark(house) == NINE + timedelta(minutes=2, seconds=59)


def test_an_outage_over_the_reminder_holds_what_hurts(house: House) -> None:
    notice(house, moment(MONDAY, 17, 20))
    notice(house, moment(MONDAY, 17, 40), None)
    assert outages(house) == [(moment(MONDAY, 17, 20), moment(MONDAY, 17, 40))]
    assert held(house) == [HoldKind.OUTAGE]
    [row] = house.outbox("hold_opened")
    assert row.person_id == house.li
    words = texts.render(row.event, **row.facts)
    assert "6月15日 17:20至6月15日 17:40" in words
    assert "放行 停机" in words


def test_the_supervisors_are_told_once_for_a_hold(house: House) -> None:
    notice(house, moment(MONDAY, 17, 20))
    notice(house, moment(MONDAY, 17, 40), None)
    notice(house, moment(MONDAY, 17, 50), None)
    assert len(outages(house)) == 2
    assert len(house.outbox("hold_opened")) == 1


@pytest.mark.parametrize(
    ("first", "last", "touches"),
    [
        (moment(MONDAY, 12), moment(MONDAY, 12, 20), False),  # a restart at noon
        (moment(MONDAY, 12), moment(MONDAY, 12, 40), True),
        (moment(MONDAY, 17, 40), moment(MONDAY, 17, 43), True),  # between the daily's reminder and its hour
        (moment(MONDAY, 18, 1), moment(MONDAY, 18, 20), False),
        (moment(MONDAY, 20, 30), moment(TUESDAY, 7, 50), False),  # a night
        (moment(SATURDAY, 9), moment(SATURDAY, 19), False),
        (moment(date(2026, 9, 20), 9), moment(date(2026, 9, 20), 19), True),  # a Sunday moved to work
        (moment(date(2026, 6, 18), 16, 10), moment(date(2026, 6, 18), 16, 15), True),  # the weekly, moved by 端午
        (moment(date(2026, 6, 11), 16, 10), moment(date(2026, 6, 11), 16, 15), False),
        (moment(date(2026, 2, 15), 8), moment(date(2026, 2, 23), 20), False),  # the spring festival
        (moment(date(2026, 12, 31), 21), moment(date(2027, 1, 1), 7), True),  # a year nobody knows
    ],
)
def test_which_outages_touch_reporting(sqlite: Database, first: datetime, last: datetime, touches: bool) -> None:
    assert touches_reporting(House(sqlite).rules, first, last) is touches


def test_away_for_three_days(house: House) -> None:
    """F33."""
    notice(house, moment(date(2026, 6, 11), 16))
    notice(house, moment(date(2026, 6, 14), 16), None)
    assert held(house) == [HoldKind.OUTAGE]
    assert len(outages(house)) == 1


@pytest.mark.parametrize("back", [timedelta(minutes=2, seconds=1), timedelta(hours=3), timedelta(days=1)])
def test_a_clock_set_back_is_not_trusted(house: House, back: timedelta) -> None:
    """F36."""
    notice(house, NINE)
    notice(house, NINE - back, -back - QUARTER_MINUTE)
    assert held(house) == [HoldKind.CLOCK]
    assert mark(house) == NINE


@pytest.mark.parametrize("back", [timedelta(seconds=1), timedelta(minutes=1), timedelta(minutes=2)])
def test_a_small_step_back_is_a_correction(house: House, back: timedelta) -> None:
    notice(house, NINE)
    notice(house, NINE - back, -back)
    assert held(house) == []
    assert mark(house) == NINE


@pytest.mark.parametrize("forward", [timedelta(hours=1, seconds=1), timedelta(days=10)])
def test_a_clock_set_forward_is_not_trusted_and_leaves_no_trace(house: House, forward: timedelta) -> None:
    """F37: set back again, nothing has happened in the future."""
    notice(house, NINE)
    notice(house, NINE + forward, forward)
    notice(house, NINE + forward + QUARTER_MINUTE)
    assert held(house) == [HoldKind.CLOCK]
    assert mark(house) == NINE
    assert outages(house) == []
    notice(house, NINE + QUARTER_MINUTE, -forward)
    release(house, HoldKind.CLOCK, NINE + timedelta(minutes=5))
    notice(house, NINE + timedelta(minutes=5, seconds=15))
    assert held(house) == []
    assert mark(house) == NINE + timedelta(minutes=5, seconds=15)


def test_started_with_a_clock_that_is_behind_the_mark(house: House) -> None:
    notice(house, NINE, None)
    notice(house, NINE - timedelta(hours=1), None)
    assert held(house) == [HoldKind.CLOCK]


@pytest.mark.parametrize(("days", "kinds"), [(40, [HoldKind.OUTAGE]), (41, [HoldKind.CLOCK])])
def test_started_longer_after_the_mark_than_anybody_is_away(house: House, days: int, kinds: list[HoldKind]) -> None:
    """T46: the mark waits for a person; then what may be missing is held by itself."""
    notice(house, NINE, None)
    late = NINE + timedelta(days=days)
    notice(house, late, None)
    assert held(house) == kinds
    if HoldKind.CLOCK in kinds:
        assert mark(house) == NINE and outages(house) == []
        release(house, HoldKind.CLOCK, late)
    assert held(house) == [HoldKind.OUTAGE]
    assert (mark(house), outages(house)) == (late, [(NINE, late)])


def test_a_person_who_vouches_for_the_time_may_set_it_back(house: House) -> None:
    """We ran for a while with a clock ten days ahead."""
    notice(house, NINE + timedelta(days=10), None)
    notice(house, NINE, None)
    release(house, HoldKind.CLOCK, NINE)
    assert mark(house) == NINE
    notice(house, NINE + QUARTER_MINUTE)
    assert held(house) == []


def test_a_year_without_calendar_is_held(database: Database) -> None:
    house = House(database)
    notice(house, moment(date(2027, 1, 1), 0, 1), None)
    assert held(house) == [HoldKind.CALENDAR]
    assert "没有2027年的节假日安排" in texts.render("hold_opened", **house.outbox("hold_opened")[0].facts)
    house.calendar = Calendar({2027: YearDays(frozenset({date(2027, 1, 1)}), frozenset())})
    release(house, HoldKind.CALENDAR, moment(date(2027, 1, 1), 9))
    notice(house, moment(date(2027, 1, 1), 9, 0, 15))
    assert HoldKind.CALENDAR not in held(house)


def test_a_pretend_clock_may_leap(house: House) -> None:
    notice(house, NINE, leaps=True)
    notice(house, NINE + timedelta(days=3), leaps=True)
    assert held(house) == []
    assert outages(house) == []


def test_only_a_supervisor_releases_and_only_what_is_held(house: House) -> None:
    with pytest.raises(NothingPending):
        release(house, HoldKind.OUTAGE, NINE)
    with house.database.write() as session:
        assert holds.put(session, HoldKind.OUTAGE, {"first": NINE.isoformat(), "last": NINE.isoformat()}, NINE)
        assert not holds.put(session, HoldKind.OUTAGE, {"first": NINE.isoformat(), "last": NINE.isoformat()}, NINE)
    with pytest.raises(NotYours):
        release(house, HoldKind.OUTAGE, NINE, who=house.wang)
    late = house.matter(1, date(2026, 6, 1), next_look_on=TUESDAY)
    release(house, HoldKind.OUTAGE, moment(MONDAY, 10))
    with house.database.read() as session:
        hold = session.scalars(select(Hold)).one()
        assert not holds.is_on_hold(session)
        assert session.get_one(Matter, late).next_look_on == MONDAY  # its ladder may go on today
    assert (hold.released_by_id, hold.words) == (house.li, "已核对")
