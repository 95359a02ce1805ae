"""工作日: weekends, statutory holidays and 调休. A year without data is refused, never guessed (N6)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import chinese_calendar

from supervision.errors import CalendarYearMissing

FIRST_PUBLISHED, LAST_PUBLISHED = 2004, 2026  # the years chinese_calendar carries


@dataclass(frozen=True, slots=True)
class YearDays:
    """One year's notice of the State Council: days off on weekdays, days of work on weekends."""

    off: frozenset[date]
    work: frozenset[date]


class CalendarFileWrong(ValueError):
    """A calendar file cannot be used: which file, which key, what to do."""

    def __init__(self, file: Path, key: str, remedy: str) -> None:
        super().__init__(f"{file}: {key}: {remedy}" if key else f"{file}: {remedy}")
        self.file, self.key, self.remedy = file, key, remedy


@dataclass(frozen=True, slots=True)
class Calendar:
    """The office's own years come first, then the published ones (2004–2026)."""

    years: Mapping[int, YearDays] = field(default_factory=dict)

    def has_year(self, year: int) -> bool:
        return year in self.years or _is_published(year)

    def is_workday(self, day: date) -> bool:
        """Raises CalendarYearMissing for a year nobody has loaded."""
        own = self.years.get(day.year)
        if own is None:
            return _is_published_workday(day)
        return day in own.work or (day.weekday() < 5 and day not in own.off)

    def add(self, day: date, workdays: int) -> date:
        """The day that lies `workdays` working days after (before, if negative) a day. Raises CalendarYearMissing."""
        step = timedelta(days=1 if workdays >= 0 else -1)
        left = abs(workdays)
        while left:
            day += step
            if self.is_workday(day):
                left -= 1
        return day

    def add_if_loaded(self, day: date, workdays: int) -> date | None:
        """The same; None where it would need a year nobody has loaded: 待定."""
        try:
            return self.add(day, workdays)
        except CalendarYearMissing:
            return None

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


def load_years(folder: Path) -> Mapping[int, YearDays]:
    """The office's own years: one TOML file each (2027.toml) with the lists `off` and `work`.

    A folder that does not exist holds no years. Raises CalendarFileWrong.
    """
    return {int(file.stem): _year(file) for file in sorted(folder.glob("*.toml")) if _is_named_by_a_year(file)}


def _year(file: Path) -> YearDays:
    year = int(file.stem)
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as broken:  # no UTF-8, no TOML, or a number of more digits than Python reads
        raise CalendarFileWrong(file, "", f"cannot be read: {broken}; save it as TOML in UTF-8") from broken
    for key in found.keys() - {"off", "work"}:
        raise CalendarFileWrong(file, key, "is not known here; a calendar has the keys off and work")
    off, work = _days(file, year, found, "off"), _days(file, year, found, "work")
    if not off:
        raise CalendarFileWrong(file, "off", "lists no day; copy the days off from the State Council's notice")
    for day in sorted(off & work):
        raise CalendarFileWrong(file, "work", f"{day} is in both lists; take it out of one")
    for day in sorted(work):
        if day.weekday() < 5:
            raise CalendarFileWrong(file, "work", f"{day} is no Saturday or Sunday; list only the days moved (调休)")
    return YearDays(off, work)


def _days(file: Path, year: int, found: Mapping[str, Any], key: str) -> frozenset[date]:
    days = found.get(key, [])
    if not isinstance(days, list):
        raise CalendarFileWrong(file, key, f"must be a list of days, such as [{year}-01-01]")
    for day in days:
        if not isinstance(day, date) or isinstance(day, datetime):
            raise CalendarFileWrong(file, key, f"{day!r} is no day; write {year}-01-01, without quotes or an hour")
        if day.year != year:
            raise CalendarFileWrong(file, key, f"{day} is not in {year}; put it into {day.year}.toml")
    return frozenset(days)


def _is_named_by_a_year(file: Path) -> bool:
    if file.stem.isascii() and file.stem.isdecimal() and len(file.stem) == 4:
        return True
    raise CalendarFileWrong(file, "", "is not named by a year; name it 2027.toml")


def _is_published(year: int) -> bool:
    return FIRST_PUBLISHED <= year <= LAST_PUBLISHED


@lru_cache(maxsize=50_000)
def _is_published_workday(day: date) -> bool:
    if not _is_published(day.year):
        raise CalendarYearMissing(day.year)
    return bool(chinese_calendar.is_workday(day))
