"""Which days a question about due dates means: 本月到期, 年底前要完成的, 十天之内, 第三季度, 超期一周以上."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.reading import vocabulary as words
from handlers.reading.dates import month_end, safe
from handlers.reading.numerals import number
from handlers.reading.result import DueWindow
from handlers.reading.state_words import any_of

OVERDUE = any_of(words.OVERDUE_WORDS)
DUE = any_of(words.DUE_WORDS)
SOON = any_of(words.SOON_WORDS)
NOT_OVERDUE = re.compile("(?<!有)(?:还?没有?|未|不|尚未)(?:逾期|超期|拖期|过期|超时|延误|误期)")
_N = r"(?:\d{1,3}|[一二两三四五六七八九十半]{1,3})"
LATE_BY = re.compile(
    rf"(?:逾期|超期|拖期|过期|超时|延误)(?:了|已|超过|达到?)*(?P<amount>{_N})个?(?P<unit>天|日|周|星期|月)(?:以上|多|了)?"
)
MONTH = re.compile(r"(?:(明|今)年)?(?<!\d)(\d{1,2}|[一二三四五六七八九十]{1,2})月(上旬|中旬|下旬|份|底|内|末)?")
SPAN = re.compile(rf"(?P<amount>{_N})(?:个)?(?P<unit>天|日|周|星期|月)(?:之内|以内|内|里)?")
QUARTER_END = re.compile(r"本季度|这个季度|季度末|本季")
QUARTER = re.compile(r"(?P<year>明年)?第?(?:(?P<nth>[一二三四1-4])|(?P<next>下个?|下一个))季度(?:末|底)?")
HALF_YEAR = re.compile("(?P<year>明年|今年)?(?P<half>[上下])半年")
UNTIL_DAY = re.compile(r"(?:(\d{1,2})月)?(\d{1,2})[日号](?:之前|以前|前)")
FROM_TO = re.compile(
    r"(?:(\d{1,2})月)?(\d{1,2})[日号]?(?:到|至|-|~)(?:(\d{1,2})月)?(\d{1,2})[日号](?:之间|间|期间)?"
    r"|(?P<m1>\d{1,2})月(?:份)?(?:到|至|-|~)(?P<m2>\d{1,2})月(?:份|底)?(?:之间|间)?"
)
ON_DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号](?!之?前|以前)")
NAMED_SPAN = re.compile(r"本周|本月|下周|下月|这周|这个月|下个月|下个?星期|这个?星期")
WITHIN = re.compile(rf"{QUARTER.pattern}|{HALF_YEAR.pattern.replace('year', 'year2')}")
DAYS_LEFT = re.compile(
    r"(?:离(?:到期|截止|时限|期限|完成时限)?)?(?:还有|还剩|还差|剩下?|只剩)(?:下)?(?:几|多少)个?(?:工作)?[天日](?:到期|截止|到时限)?"
    "|剩余(?:天数|时间)|离(?:到期|截止|时限|期限)还有多久|还有多久(?:到期|截止)"
)
ASKS_WHEN = re.compile(
    "(?:期限|时限)[^,。;]{0,4}(?:哪[天日]|几号|几时|何时|什么时候)|到期日|截止日|到期时间|截止时间|"
    "(?:哪[天日]|几号|几时|几月|啥时候?|啥子时候|好久|什么时候|什么时间|何时|哪个月)[^,。;]{0,4}(?:到期|截止|到时限|交账|该完|要完|须完)"
    "|(?:到期|截止)(?:日期?|时间|日子)?(?:是|在)?(?:哪[天日]|几号|几时|几月|啥时候?|什么时候|何时)"
)
WEEK_AHEAD = 7
DAYS_OF = {"天": 1, "日": 1, "周": 7, "星期": 7, "月": 30}
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}


def due_of(text: str, today: date) -> DueWindow | None:
    """逾期, 本周到期, 本月到期, 快到期, 6月底前到期; None where no due date is asked about."""
    if DAYS_LEFT.search(text) or ASKS_WHEN.search(text):
        return None
    if NOT_OVERDUE.search(text):
        return DueWindow(today)
    if by := LATE_BY.search(text):
        days = _days(by["amount"], by["unit"])
        return DueWindow(last=today - timedelta(days=days), overdue=True) if days else DueWindow(overdue=True)
    late = OVERDUE.search(text)
    if late and not (late[0].startswith("到期") and NAMED_SPAN.search(text)):
        return DueWindow(overdue=True)
    if SOON.search(text) and not NAMED_SPAN.search(text):
        return DueWindow(today, today + timedelta(days=WEEK_AHEAD))
    if not DUE.search(text) and not WITHIN.search(text):
        return None
    return _named(text, today) or DueWindow(today, today + timedelta(days=WEEK_AHEAD))


def without_due(text: str) -> str:
    """The text with blanks where days that are asked about are named."""
    for pattern in (NOT_OVERDUE, LATE_BY, OVERDUE, SOON, DUE, FROM_TO, WITHIN, ON_DAY):
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text


def _named(text: str, today: date) -> DueWindow | None:
    monday = today - timedelta(days=today.weekday())
    if re.search("下下周", text):
        return DueWindow(monday + timedelta(days=14), monday + timedelta(days=20))
    if re.search("下周|下个?星期", text):
        return DueWindow(monday + timedelta(days=7), monday + timedelta(days=13))
    if re.search("本周|这周|这个?星期|这一周", text):
        return DueWindow(today, monday + timedelta(days=6))
    if re.search("下个?月", text):
        index = today.year * 12 + today.month
        first = date(index // 12, index % 12 + 1, 1)
        return DueWindow(first, month_end(first.year, first.month))
    for day, ahead in (("今[天日]", 0), ("明[天日]", 1), ("后天", 2)):
        if re.search(day, text):
            return DueWindow(today + timedelta(days=ahead), today + timedelta(days=ahead))
    return _from_to(text, today) or _part_of_year(text, today) or _until(text, today) or _month(text, today)


def _from_to(text: str, today: date) -> DueWindow | None:
    found = FROM_TO.search(text)
    if found is None:
        return None
    if found["m1"]:
        begin, end = int(found["m1"]), int(found["m2"])
        if not (1 <= begin <= 12 and 1 <= end <= 12):
            return None
        year = today.year + (end < today.month)
        return DueWindow(date(year, begin, 1), month_end(year + (end < begin), end))
    begin = int(found[1] or found[3] or today.month)
    end = int(found[3] or begin)
    year = today.year + (end < today.month)
    first, last = safe(year, begin, int(found[2])), safe(year + (end < begin), end, int(found[4]))
    return DueWindow(first, last) if first and last and first <= last else None


def _part_of_year(text: str, today: date) -> DueWindow | None:
    """A quarter or half: of a running one what is still ahead, of a past one what is still open."""
    if half := HALF_YEAR.search(text):
        year = today.year + (half["year"] == "明年")
        first_month, months = (1 if half["half"] == "上" else 7), 6
    elif (quarter := QUARTER.search(text)) and (quarter["nth"] or quarter["next"]):
        here = (today.month - 1) // 3 + 1
        nth = here + 1 if quarter["next"] else QUARTERS.get(quarter["nth"]) or int(quarter["nth"])
        year, first_month, months = today.year + (quarter["year"] is not None), 3 * nth - 2, 3
        if nth > 4:
            year, first_month = year + 1, 1
    else:
        return None
    first, last = date(year, first_month, 1), month_end(year, first_month + months - 1)
    return DueWindow(max(first, today) if last >= today else first, last)


def _until(text: str, today: date) -> DueWindow | None:
    if found := UNTIL_DAY.search(text):
        month, day = int(found[1] or today.month), int(found[2])
        if 1 <= month <= 12 and 1 <= day <= month_end(today.year, month).day:
            until = date(today.year + (month < today.month), month, day)
            return DueWindow(today, until)
    if on := ON_DAY.search(text):
        on_day = safe(today.year + (int(on[1]) < today.month), int(on[1]), int(on[2]))
        return DueWindow(on_day, on_day) if on_day else None
    if QUARTER_END.search(text):
        last = (today.month + 2) // 3 * 3
        return DueWindow(today, month_end(today.year, last))
    if re.search("年内|年底|今年(?!\\d)|年末", text) and not MONTH.search(text):
        return DueWindow(today, date(today.year, 12, 31))
    if (found := SPAN.search(text)) and found[0][-1] in "内里":
        days = _days(found["amount"], found["unit"])
        if days is not None:
            return DueWindow(today, today + timedelta(days=days))
    return None


def _days(amount: str, unit: str) -> int | None:
    value = 0.5 if amount == "半" else number(amount)
    return None if value is None else int(value * DAYS_OF[unit])


def _month(text: str, today: date) -> DueWindow | None:
    if re.search("本月|这个月|当月|(?<![\\d一二三四五六七八九十])月[底内末]", text):
        return DueWindow(today, month_end(today.year, today.month))
    found = MONTH.search(text)
    month = int(number(found[2]) or 0) if found else 0
    if found is None or not 1 <= month <= 12:
        return None
    year = today.year + (found[1] == "明" or (found[1] is None and month < today.month))
    first, last = date(year, month, 1), month_end(year, month)
    if part := {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, last.day)}.get(found[3] or ""):
        return DueWindow(date(year, month, part[0]), date(year, month, part[1]))
    return DueWindow(max(first, today), last)
