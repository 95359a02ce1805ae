"""无进展, 进展缓慢: the straight line, and the periods that count."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from supervision.clock import SHANGHAI
from supervision.duties import Period
from supervision.slow import Away, Line, behind_on, counted, month_after, planned, points_behind

START, DUE = date(2026, 4, 1), date(2026, 7, 10)  # a hundred days
WEEKS = [Period(first, first + timedelta(days=6)) for first in (date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 15))]


def noon(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=SHANGHAI)


def test_the_line_rises_by_a_point_a_day_in_a_hundred_days() -> None:
    line = Line(START, DUE, percent=20)
    assert [planned(line, START), planned(line, date(2026, 4, 2)), planned(line, DUE)] == [0, 1, 100]
    assert points_behind(line, date(2026, 5, 21)) == 30
    assert behind_on(line, points=30) == date(2026, 5, 21)


def test_what_could_fall_behind_only_after_its_due_day_never_does() -> None:
    assert behind_on(Line(START, DUE, percent=75), points=30) is None
    assert behind_on(Line(DUE, DUE, percent=0), points=30) is None


@given(st.integers(1, 500), st.integers(0, 100), st.integers(1, 100), st.integers(0, 499))
def test_the_day_foretold_is_the_first_that_shows_it(length: int, percent: int, points: int, passed: int) -> None:
    assume(passed < length)
    line, day = Line(START, START + timedelta(days=length), percent), START + timedelta(days=passed)
    foretold = behind_on(line, points)
    assert (points_behind(line, day) >= points) == (foretold is not None and foretold <= day)


def test_only_periods_that_are_over_count() -> None:
    assert counted(WEEKS, [], date(2026, 6, 21)) == [WEEKS[1], WEEKS[0]]
    assert counted(WEEKS, [], date(2026, 6, 22)) == [WEEKS[2], WEEKS[1], WEEKS[0]]


def test_a_period_in_which_we_were_away_does_not_count() -> None:
    assert counted(WEEKS, [Away(noon(6, 7), noon(6, 8))], date(2026, 6, 22)) == [WEEKS[2]]
    assert counted(WEEKS, [Away(noon(6, 16), None)], date(2026, 6, 22)) == [WEEKS[1], WEEKS[0]]


def test_the_month_after() -> None:
    assert [month_after(day) for day in (date(2026, 1, 31), date(2026, 12, 1))] == [
        date(2026, 2, 1), date(2027, 1, 1)
    ]  # fmt: skip
