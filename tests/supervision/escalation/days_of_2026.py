"""The State Council's calendar of 2026, listed by hand: it shares no code with the house's own."""

from __future__ import annotations

from datetime import date, timedelta

ONE = timedelta(days=1)
HOLIDAYS = ((1, 1, 3), (2, 15, 23), (4, 4, 6), (5, 1, 5), (6, 19, 21), (9, 25, 27), (10, 1, 7))  # month, first, last
MADE_UP_FOR = {date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20),
               date(2026, 10, 10)}  # fmt: skip
OFF = {date(2026, month, day) for month, first, last in HOLIDAYS for day in range(first, last + 1)}


def works(day: date) -> bool:
    return day in MADE_UP_FOR or (day.weekday() < 5 and day not in OFF)


def next_working_day(day: date) -> date:
    """The day itself, if it is one: a limit on a rest day ends with the next working day (X9)."""
    while not works(day):
        day += ONE
    return day
