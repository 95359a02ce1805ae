"""Which report a message is, and for which days: 日报, 上周周报, 6月月报, 补报周五."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from handlers.reading.dates import Days, month_end, safe
from handlers.reading.numerals import number
from handlers.reading.result import Kind, Period

# 本周报消防验收: what is handed in this week is no 周报
_NO_REPORT = "[一-鿿]{0,4}(?:验收|审批|备案|批文|手续|用地|立项|环评|施工图)|[了送给请]"
KINDS = (
    (Kind.DAILY, re.compile(r"日报(?!社|道|告)|日汇报|每日一报")),
    (Kind.WEEKLY, re.compile(r"(?<!(?<!一)下)周报(?!道|告|" + _NO_REPORT + ")|周小结|周汇报")),
    (Kind.MONTHLY, re.compile(r"月报(?!道|告)|月度报告|月小结")),
)


def _heading(spans: str) -> re.Pattern[str]:
    """今日工作:, 【本周进展】, 本月 alone on a line."""
    return re.compile(
        rf"(?:^|[\n【(:\[])[ \t]*(?:[\d年月日号./\-]{{3,11}} *)?(?:\(?(?:周|星期)[一二三四五六日天]\)? *)?"
        rf"(?:[一-鿿]{{2,8}} ?(?={spans}))?(?:{spans})(?:的?工作|进展|主要"
        rf"|重点|完成|情况){{0,3}}(?:汇报|小结)?(?:[ \t]*(?:[】)(:\n\]]|$)|(?<=[作展]) (?=[一-鿿\d]))"
    )


HEADINGS = (
    (Kind.DAILY, _heading("今日|今天|当日")),
    (Kind.WEEKLY, _heading("本周|这周|上周")),
    (Kind.MONTHLY, _heading("本月|这个月|上月")),
)
THIS_WEEK = re.compile(r"[\s:,。】)]*(?:本周|这周|这一周)")  # 周报 本周完成投资…
HEADS = re.compile("[,，。;；\\n]\\s*$")
TELLS = re.compile("[^,，。;；\\n]{0,30}[\\d%成]")
REACH = 30  # characters around the word that may hold its date
MORNING = 12
EARLY = 9
WEEKDAY = re.compile(r"(上|本|这)?个?(?:周|星期)([一二三四五六日天])")
NEAR = re.compile(r"昨[天日]|前天|今[天日]")
MONTH = re.compile(r"(?:(20\d\d)年)?(\d{1,2}|[一二三四五六七八九十]{1,2})月份?")
NTH_WEEK = re.compile(r"(?<!\d)(1[0-2]|[1-9])月(?:份)?第([一二三四五1-5])周")
SPAN_DAY = re.compile(
    r"(?:(20\d\d)[年.\-/])?(?:(\d{1,2})[月.\-/](\d{1,2})[日号]?|(?<!\d)(\d{1,2})(?:日|号(?![线楼桥炉池机门厂库标段路井泵站台院])))"
)


def kind_of(text: str) -> tuple[Kind, int, int] | None:
    """The kind that the message names, and where."""
    found = [(match.start(), match.end(), kind) for kind, words in KINDS if (match := words.search(text))]
    if found:
        start, end, kind = min(found)
        return kind, start, end
    found = [(match.start(), match.end(), kind) for kind, words in HEADINGS if (match := words.search(text))]
    if found:
        start, end, kind = min(found)
        return kind, start, end
    return None


def kinds_headed(text: str) -> tuple[Kind, ...]:
    """Every kind that heads a clause of its own, in their order: 「日报 河长制90%;周报 水库62%」 are two reports."""
    found = [(match, kind) for kind, words in KINDS for match in words.finditer(text)]
    heads = [
        (match.start(), kind)
        for match, kind in found
        if (not text[: match.start()].strip() or HEADS.search(text, 0, match.start()))
        and TELLS.match(text, match.end())
    ]
    return tuple(dict.fromkeys(kind for _, kind in sorted(heads)))


def period_of(text: str, kind: Kind, start: int, end: int, sent_at: datetime, days: Days) -> Period:
    """The first and last day reported on; words win over the time of sending."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    around = text[max(line_start, start - REACH) : min(line_end if line_end >= 0 else len(text), end + REACH)]
    before = text[max(line_start, start - REACH) : end]
    if kind is Kind.DAILY:
        return _daily(before, around[len(before) :], sent_at, days)
    if kind is Kind.WEEKLY:
        return _weekly(before, around[len(before) :], sent_at, days)
    return _monthly(before, sent_at, days)


def _named_day(text: str, sent_at: datetime, days: Days) -> date | None:
    today = sent_at.date()
    if found := WEEKDAY.search(text):
        monday = today - timedelta(days=today.weekday()) - timedelta(days=7 * (found[1] == "上"))
        weekday = monday + timedelta(days="一二三四五六日".index(found[2].replace("天", "日")))
        return weekday - timedelta(days=7) if weekday > today and not found[1] else weekday
    if found := NEAR.search(text):
        return today - timedelta(days={"昨": 1, "前": 2}.get(found[0][0], 0))
    return next((day for found in SPAN_DAY.finditer(text) if (day := _written_day(found, today))), None)


def _written_day(found: re.Match[str], today: date) -> date | None:
    """4月10日, 5.12, 14日: the last such day that is not far ahead."""
    if found[4]:
        day = safe(today.year, today.month, int(found[4]))
        if day is None or day <= today:
            return day
        previous = today.replace(day=1) - timedelta(days=1)
        return safe(previous.year, previous.month, int(found[4]))
    day = safe(int(found[1] or today.year), int(found[2]), int(found[3]))
    if day is None or found[1] or day <= today + timedelta(days=31):
        return day
    return safe(day.year - 1, day.month, day.day)


def _daily(before: str, after: str, sent_at: datetime, days: Days) -> Period:
    day = _named_day(before, sent_at, days)
    head = re.match(
        r"[\s:(【】)]*补?报?((?:20\d\d[年.])?\d{1,2}[月.]\d{1,2}[日号]?|\d{1,2}[日号](?=的|补|\))|(?:上|本)?周[一二三四五六日]|昨[天日](?=[的,。:)】]))(?![\d%])",
        after,
    )
    if day is None and head:
        day = _named_day(head[1], sent_at, days)
    if day is not None:
        return Period(day, day)
    is_early = sent_at.hour < EARLY
    day = sent_at.date() - timedelta(days=is_early)
    return Period(day, day, is_by_hour=is_early)


def _weekly(before: str, after: str, sent_at: datetime, days: Days) -> Period:
    today = sent_at.date()
    monday = today - timedelta(days=today.weekday())
    if "上周" in before:
        monday -= timedelta(days=7)
    elif nth := NTH_WEEK.search(before):
        inside = safe(today.year, int(nth[1]), 7 * int(number(nth[2]) or 1) - 3) or today
        monday = inside - timedelta(days=inside.weekday())
    elif not re.search(r"本周|这周|这一周", before) and not THIS_WEEK.match(after):
        span = re.match(r"[\s:】)]*(?:[一-鿿]{0,12})?[\s:]*[(（]?(\d{1,2}[月.]\d{1,2}日?)\s*[-~至到]", after)
        named = span or re.search(r"(\d{1,2}[月.]\d{1,2}日?)\s*(?:[-~至到]|的?周)", before)
        day = _named_day(named[1], sent_at, days) if named else None
        if day is not None:
            monday = day - timedelta(days=day.weekday())
        elif today.weekday() < 2 and sent_at.hour < MORNING:
            monday -= timedelta(days=7)
            return Period(monday, monday + timedelta(days=6), is_by_hour=True)
    return Period(monday, monday + timedelta(days=6))


def _monthly(before: str, sent_at: datetime, days: Days) -> Period:
    today = sent_at.date()
    year, month = today.year, today.month
    named, is_by_hour = None, False
    for found in MONTH.finditer(before):
        named = found
    if named and 1 <= int(number(named[2]) or 0) <= 12:
        month = int(number(named[2]) or 0)
        year = int(named[1]) if named[1] else year - (month > today.month)
    elif "上月" in before or "上个月" in before or (today.day <= 3 and not re.search(r"本月|这个月", before)):
        last = today.replace(day=1) - timedelta(days=1)
        year, month = last.year, last.month
        is_by_hour = "上月" not in before and "上个月" not in before
    return Period(date(year, month, 1), month_end(year, month), is_by_hour)
