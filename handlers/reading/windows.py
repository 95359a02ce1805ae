"""Which days a question about due dates means: 本月到期, 年底前要完成的, 十天之内, 12月到期."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.reading import vocabulary as words
from handlers.reading.dates import month_end
from handlers.reading.numerals import number
from handlers.reading.result import DueWindow
from handlers.reading.state_words import any_of

OVERDUE = any_of(words.OVERDUE_WORDS)
DUE = any_of(words.DUE_WORDS)
SOON = any_of(words.SOON_WORDS)
MONTH = re.compile(r"(?<!\d)(\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|底|内|末)?")
SPAN = re.compile(
    r"(?P<amount>\d{1,3}|[一二两三四五六七八九十半]{1,3})(?:个)?(?P<unit>天|日|周|星期|月)(?:之内|以内|内|里)?"
)
QUARTER = re.compile(r"本季度|这个季度|季度末|本季")
UNTIL_DAY = re.compile(r"(?:(\d{1,2})月)?(\d{1,2})[日号](?:之前|以前|前)")
NAMED_SPAN = re.compile(r"本周|本月|下周|下月|这周|这个月|下个月|下个?星期|这个?星期")
WEEK_AHEAD = 7
DAYS_OF = {"天": 1, "日": 1, "周": 7, "星期": 7, "月": 30}


def due_of(text: str, today: date) -> DueWindow | None:
    """逾期, 本周到期, 本月到期, 快到期, 6月底前到期; None where no due date is asked about."""
    if OVERDUE.search(text):
        return DueWindow(overdue=True)
    if SOON.search(text) and not NAMED_SPAN.search(text):
        return DueWindow(today, today + timedelta(days=WEEK_AHEAD))
    if not DUE.search(text):
        return None
    return _named(text, today) or DueWindow(today, today + timedelta(days=WEEK_AHEAD))


def _named(text: str, today: date) -> DueWindow | None:
    monday = today - timedelta(days=today.weekday())
    if re.search("下周|下个?星期", text):
        return DueWindow(monday + timedelta(days=7), monday + timedelta(days=13))
    if re.search("本周|这周|这个?星期|这一周", text):
        return DueWindow(today, monday + timedelta(days=6))
    if re.search("下个?月", text):
        index = today.year * 12 + today.month
        first = date(index // 12, index % 12 + 1, 1)
        return DueWindow(first, month_end(first.year, first.month))
    if "今天" in text or "今日" in text:
        return DueWindow(today, today)
    if "明天" in text:
        return DueWindow(today + timedelta(days=1), today + timedelta(days=1))
    return _until(text, today) or _month(text, today)


def _until(text: str, today: date) -> DueWindow | None:
    if found := UNTIL_DAY.search(text):
        month, day = int(found[1] or today.month), int(found[2])
        if 1 <= month <= 12 and 1 <= day <= month_end(today.year, month).day:
            until = date(today.year + (month < today.month), month, day)
            return DueWindow(today, until)
    if QUARTER.search(text):
        last = (today.month + 2) // 3 * 3
        return DueWindow(today, month_end(today.year, last))
    if re.search("年内|年底|今年|年末", text):
        return DueWindow(today, date(today.year, 12, 31))
    if (found := SPAN.search(text)) and found[0][-1] in "内里":
        amount = 0.5 if found["amount"] == "半" else number(found["amount"])
        if amount is not None:
            return DueWindow(today, today + timedelta(days=int(amount * DAYS_OF[found["unit"]])))
    return None


def _month(text: str, today: date) -> DueWindow | None:
    if re.search("本月|这个月|当月|(?<![\\d一二三四五六七八九十])月[底内末]", text):
        return DueWindow(today, month_end(today.year, today.month))
    found = MONTH.search(text)
    month = int(number(found[1]) or 0) if found else 0
    if not 1 <= month <= 12:
        return None
    first = date(today.year + (month < today.month), month, 1)
    return DueWindow(max(first, today), month_end(first.year, month))
