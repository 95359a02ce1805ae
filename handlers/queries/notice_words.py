"""「本月签发了几张黄单」: of which colour, and signed when, as far as the question says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from models.report import ReportKind
from supervision.duties import period_of

_COLOUR = re.compile("([白黄红])色?(?:专项)?(?:督办)?单")
_WEEK = re.compile("(本|这|上)个?(?:周|星期)")
_MONTH = re.compile("(本|这|上)个?月|(?<![0-9])(?P<number>1[0-2]|[1-9])月(?!底|[0-9])")
_YEAR = re.compile("今年|本年|全年|年内")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NoticesWanted:
    """`first` and `last` are the days of signature, both included; None: whether signed or not."""

    colours: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None


def notices_wanted(text: str, today: date) -> NoticesWanted:
    """A month that is named is the last one of its name."""
    first, last = _span(text, today)
    return NoticesWanted(tuple(dict.fromkeys(_COLOUR.findall(text))), first, last)


def _span(text: str, today: date) -> tuple[date | None, date | None]:
    if found := _WEEK.search(text):
        week = period_of(ReportKind.WEEKLY, today - 7 * _DAY if found[1] == "上" else today)
        return week.first, week.last
    if found := _MONTH.search(text):
        month = period_of(ReportKind.MONTHLY, _day_of_month(found, today))
        return month.first, month.last
    if _YEAR.search(text):
        return date(today.year, 1, 1), date(today.year, 12, 31)
    return None, None


def _day_of_month(found: re.Match[str], today: date) -> date:
    if found["number"]:
        month = int(found["number"])
        return date(today.year - (month > today.month), month, 1)
    return today.replace(day=1) - _DAY if found[1] == "上" else today
