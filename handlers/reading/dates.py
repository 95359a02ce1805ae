"""Days and spans of days named in a text: 6月20日, 月底, 下周三, 9月中旬, 国庆前, 年内."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.reading.conversation import Workdays
from handlers.reading.day_words import DAY, OF_A_DAY
from handlers.reading.numerals import number
from handlers.reading.vocabulary import FIXED_FEASTS, MOVING_FEASTS

WEEKDAYS = {
    "一": 0,
    "二": 1,
    "三": 2,
    "四": 3,
    "五": 4,
    "六": 5,
    "日": 6,
    "天": 6,
    "末": 6,
    "内": 6,
    "1": 0,
    "2": 1,
    "3": 2,
    "4": 3,
    "5": 4,
}
THIRDS = {
    "上旬": 10,
    "中旬": 20,
    "下旬": 31,
    "底": 31,
    "末": 31,
    "内": 31,
    "份": 31,
    "中": 15,
    "初": 10,
    "前": 0,
    "": 31,
}
HALF_YEAR = 6  # months
JUST_GONE = timedelta(days=20)  # 国庆前 said in the days after the feast is what went by


@dataclass(frozen=True, slots=True)
class Day:
    """A day or span named at text[start:end]."""

    first: date
    last: date
    start: int
    end: int
    is_exact: bool  # one day, not a span


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def safe(year: int, month: int, day: int) -> date | None:
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Days:
    """Reads days as seen from `today`. A month without a year is the next to come, unless it just went by."""

    today: date
    workdays: Workdays
    anchor: date | None = None  # the day from which 下周, 下月 count, where it isn't today

    def find(self, text: str, start: int, end: int) -> Iterator[Day]:
        """The days named in text[start:end]."""
        if OF_A_DAY.isdisjoint(text[start:end]):
            return
        for found in DAY.finditer(text, start, end):
            if spans := self._read(found):
                yield Day(spans[0], spans[1], found.start(), found.end(), spans[0] == spans[1])

    def _read(self, found: re.Match[str]) -> tuple[date, date] | None:
        readers: dict[str, Callable[[re.Match[str]], tuple[date, date] | None]] = {
            "iso": self._iso,
            "month": self._month,
            "rel_month": self._relative_month,
            "bare_third": self._bare_third,
            "rel_month2": self._relative_month,
            "weekday": self._weekday,
            "bare_week": self._bare_week,
            "near": self._near,
            "year_end": self._year_end,
            "next_year_end": self._next_year_end,
            "quarter": self._quarter,
            "half": self._half,
            "feast": self._feast,
            "within": self._within,
            "lone": self._lone,
            "intended": self._lone,
            "slash_m": self._slash,
        }
        return next((read(found) for name, read in readers.items() if found[name]), None)

    def _base(self) -> date:
        return self.anchor or self.today

    def _iso(self, found: re.Match[str]) -> tuple[date, date] | None:
        day = safe(int(found["iso"]), int(found["iso_m"]), int(found["iso_d"]))
        return (day, day) if day else None

    def _year_of(self, month: int, found: re.Match[str]) -> int:
        if found["year"]:
            return int(found["year"])
        if found["rel_year"] == "明年":
            return self.today.year + 1
        if found["rel_year"]:
            return self.today.year
        return self.nearest_year(month)

    def nearest_year(self, month: int) -> int:
        """This year, but for months so long gone that the next ones of that name must be meant."""
        if month >= self.today.month:
            return self.today.year
        return self.today.year + ((month - self.today.month) % 12 <= HALF_YEAR)

    def _month(self, found: re.Match[str]) -> tuple[date, date] | None:
        month = int(number(found["month"]) or 0)
        if not 1 <= month <= 12:
            return None
        year = self._year_of(month, found)
        if found["day"]:
            day = safe(year, month, int(number(found["day"]) or 0))
            return (day, day) if day else None
        third = (found["third"] or "").replace("份", "")
        return self._third(year, month, third)

    def _third(self, year: int, month: int, third: str) -> tuple[date, date] | None:
        last = safe(year, month, THIRDS.get(third, 31) or 31)
        first = {"中旬": 11, "下旬": 21, "底": 25, "末": 25}.get(third, 1)
        return (date(year, month, first), last) if last else None

    def _relative_month(self, found: re.Match[str]) -> tuple[date, date] | None:
        word = found["rel_month"] or found["rel_month2"]
        base = self._base()
        step = 1 if word.startswith("下") else -1 if word.startswith("上") else 0
        index = base.year * 12 + base.month - 1 + step
        year, month = divmod(index, 12)
        if found["rel_day"]:
            day = safe(year, month + 1, int(number(found["rel_day"]) or 0))
            return (day, day) if day else None
        return self._third(year, month + 1, found["rel_third"] or "")

    def _bare_third(self, found: re.Match[str]) -> tuple[date, date] | None:
        base = self._base()
        return self._third(base.year, base.month, found["bare_third"])

    def _week(self, word: str) -> date:
        """Monday of the week meant."""
        steps = {"下下周": 14, "下周": 7, "下个星期": 7, "下星期": 7, "上周": -7}
        base = self._base() if word.startswith("下") else self.today
        return base - timedelta(days=base.weekday()) + timedelta(days=steps.get(word, 0))

    def _weekday(self, found: re.Match[str]) -> tuple[date, date] | None:
        monday = self._week(found["week"])
        day = monday + timedelta(days=WEEKDAYS[found["weekday"]])
        if found["week"] in ("周", "星期") and day < self.today:
            day += timedelta(days=7) if found["weekday"] not in "末内" else timedelta()
        return day, day

    def _bare_week(self, found: re.Match[str]) -> tuple[date, date] | None:
        monday = self._week(found["bare_week"])
        return monday, monday + timedelta(days=6)

    def _near(self, found: re.Match[str]) -> tuple[date, date] | None:
        steps = {"明天": 1, "明日": 1, "明早": 1, "后天": 2, "大后天": 3, "昨天": -1, "昨日": -1, "前天": -2}
        day = self.today + timedelta(days=steps.get(found["near"], 0))
        return day, day

    def _year_end(self, found: re.Match[str]) -> tuple[date, date] | None:
        year = self.today.year + (found["which"] == "明")
        return date(year, 1, 1), date(year, 12, 31)

    def _next_year_end(self, _: re.Match[str]) -> tuple[date, date] | None:
        return date(self.today.year + 1, 1, 1), date(self.today.year + 1, 12, 31)

    def _quarter(self, found: re.Match[str]) -> tuple[date, date] | None:
        quarter = int(number(found["quarter"]) or 1)
        year = self.today.year + bool(found["quarter_year"])
        return date(year, quarter * 3 - 2, 1), month_end(year, quarter * 3)

    def _half(self, _: re.Match[str]) -> tuple[date, date] | None:
        return date(self.today.year, 1, 1), date(self.today.year, 6, 30)

    def _feast(self, found: re.Match[str]) -> tuple[date, date] | None:
        name = found["feast"]
        for year in (self.today.year, self.today.year + 1):
            month, day = FIXED_FEASTS[name] if name in FIXED_FEASTS else MOVING_FEASTS[name].get(year, (0, 0))
            feast = safe(year, month, day) if month else None
            if feast and feast > self.today - JUST_GONE:
                eve = feast - timedelta(days=1)
                return eve, eve
        return None

    def _within(self, found: re.Match[str]) -> tuple[date, date] | None:
        amount, unit = number(found["within"]) if found["within"] != "半" else 0.5, found["unit"]
        if amount is None:
            return None
        if unit == "个工作日":
            day = self._after_workdays(int(amount))
        else:
            day = self.today + timedelta(
                days=int(amount * {"天": 1, "日": 1, "周": 7}.get(unit, 7 if "星期" in unit else 30))
            )
        return day, day

    def _after_workdays(self, amount: int) -> date:
        day = self.today
        while amount > 0:
            day += timedelta(days=1)
            amount -= self.workdays.is_workday(day)
        return day

    def _lone(self, found: re.Match[str]) -> tuple[date, date] | None:
        base, named = self._base(), int(number(found["lone"] or found["intended"]) or 0)
        day = safe(base.year, base.month, named)
        if day is not None and day < self.today and self.anchor is None and (self.today - day).days > 15:
            index = base.year * 12 + base.month
            day = safe(index // 12, index % 12 + 1, named)
        return (day, day) if day else None

    def _slash(self, found: re.Match[str]) -> tuple[date, date] | None:
        month = int(found["slash_m"])
        day = safe(self.nearest_year(month), month, int(found["slash_d"]))
        return (day, day) if day else None
