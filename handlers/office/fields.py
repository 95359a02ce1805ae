"""Labelled parts of a command (标准:… 时限:…) and days as people write them."""

from __future__ import annotations

import re
from datetime import date

from handlers.reading.dates import Days
from supervision.workdays import Calendar

_WIDE = str.maketrans("０１２３４５６７８９：＃　，；", "0123456789:# ,;")
_LABEL = re.compile(
    r"(整改标准|标准|完成时限|时限|期限|认定|理由|原因|依据|事项|标题|责任单位|承办单位|单位|牵头单位|配合单位|职务|扣分|条款|措施|人员)\s*:\s*"
)
_BARE_BASIS = re.compile(rf"{_LABEL.pattern}|(?<=[\s,;。])(依据)")
_SAME = {
    "整改标准": "标准", "完成时限": "时限", "期限": "时限",
    "标题": "事项", "责任单位": "单位", "承办单位": "单位", "牵头单位": "单位",
}  # fmt: skip
_EDGES = " \n,;。"
_YMD = re.compile(r"(20[0-9]{2})[年./-]([0-9]{1,2})[月./-]([0-9]{1,2})日?")
_MD = re.compile(r"(?<![0-9])([0-9]{1,2})(?:月([0-9]{1,2})[日号]?|[./-]([0-9]{1,2})(?![0-9%]))")
_REASON = re.compile(r"^(?:(?:原因|理由)(?:是|:|为)?|因为|由于|因)\s*")
HALF_YEAR = 6  # months
_STARTS = re.compile(r"(?:^|[\s,;。:]|[于在到至])$")
_ENDS = re.compile(r"$|[\s,;。]|之?前|以前|以?内|完成|办结")
_WORKDAYS = re.compile(r"([0-9]{1,2})个?工作日")


def plain(text: str) -> str:
    """Full-width digits, colons, commas and spaces in their narrow form; every character stays in its place."""
    return text.translate(_WIDE).strip()


def reason_in(words: str) -> str:
    """The reason without the word that begins it: 因…, 因为…, 原因:…"""
    return _REASON.sub("", words.strip(_EDGES)).strip(_EDGES)


def labelled(text: str, *, bare_basis: bool = False) -> dict[str, str]:
    """The labelled parts by their label; what stands before the first label is under "".

    With `bare_basis` 「依据」 needs no colon, as people write it when they assign a matter.
    """
    found = list((_BARE_BASIS if bare_basis else _LABEL).finditer(text))
    parts = {"": text[: found[0].start()] if found else text}
    ends = [*(label.start() for label in found[1:]), len(text)]
    for label, end in zip(found, ends, strict=False):
        name = label[1] or label[2]
        parts[_SAME.get(name, name)] = text[label.end() : end]
    return {name: value.strip(_EDGES) for name, value in parts.items()}


def day_in(text: str, today: date, calendar: Calendar) -> tuple[date, str] | None:
    """The first day named, and the words that named it: figures first, else 月底, 下周五 as words of their own."""
    if found := _WORKDAYS.search(text):
        return calendar.add(today, int(found[1])), found[0]
    if found := _YMD.search(text):
        day = _day(int(found[1]), int(found[2]), int(found[3]))
        return (day, found[0]) if day else None
    if found := _MD.search(text):
        day = _next(today, int(found[1]), int(found[2] or found[3]))
        return (day, found[0]) if day else None
    return _spoken(text, today, calendar)


def _next(today: date, month: int, number: int) -> date | None:
    """A day without a year is the next such day; one of the last months is that very day, for somebody to doubt."""
    day = _day(today.year, month, number)
    if day is not None and today.month - day.month >= HALF_YEAR:
        return _day(today.year + 1, month, number)
    return day


def _spoken(text: str, today: date, calendar: Calendar) -> tuple[date, str] | None:
    """The last day of the span that was said; 「三季度经济运行分析」 is a title."""
    for day in Days(today, calendar).find(text, 0, len(text)):
        if _STARTS.search(text[: day.start]) and _ENDS.match(text[day.end :]):
            return day.last, text[day.start : day.end]
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
