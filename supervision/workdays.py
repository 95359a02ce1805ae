"""工作日: weekends, statutory holidays and 调休. A year without data is refused, never guessed (N6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import chinese_calendar

from supervision.errors import CalendarYearMissing


@dataclass(frozen=True, slots=True)
class YearDays:
    """One year's notice of the State Council: days off on weekdays, days of work on weekends."""

    off: frozenset[date]
    work: frozenset[date]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The office's own years come first, then the published ones (2004–2026)."""

    years: Mapping[int, YearDays] = field(default_factory=dict)

    def has_year(self, year: int) -> bool:
        return year in self.years or _is_published(year)

    def is_workday(self, day: date) -> bool:
        """Raises CalendarYearMissing for a year nobody has loaded."""
        own = self.years.get(day.year)
        if own is not None:
            return day in own.work or (day.weekday() < 5 and day not in own.off)
        if not _is_published(day.year):
            raise CalendarYearMissing(day.year)
        return bool(chinese_calendar.is_workday(day))

    def add(self, day: date, workdays: int) -> date:
        """The day that lies `workdays` working days after (before, if negative) a day."""
        step = timedelta(days=1 if workdays >= 0 else -1)
        left = abs(workdays)
        while left:
            day += step
            if self.is_workday(day):
                left -= 1
        return day

    def between(self, first: date, last: date) -> int:
        """Working days after `first` up to and including `last`; 0 when last is not later."""
        count = 0
        while first < last:
            first += timedelta(days=1)
            count += self.is_workday(first)
        return count

    def on_or_after(self, day: date) -> date:
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def on_or_before(self, day: date) -> date:
        while not self.is_workday(day):
            day -= timedelta(days=1)
        return day


def _is_published(year: int) -> bool:
    return 2004 <= year <= 2026
