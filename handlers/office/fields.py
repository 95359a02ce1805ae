"""Labelled parts of a command (标准:… 时限:…) and days as people write them."""

from __future__ import annotations

import re
from datetime import date

from supervision.workdays import Calendar

_WIDE = str.maketrans("０１２３４５６７８９：＃　，；", "0123456789:# ,;")
_LABEL = re.compile(
    r"(整改标准|标准|完成时限|时限|期限|认定|理由|原因|依据|事项|标题|责任单位|承办单位|单位|牵头单位|配合单位)\s*:\s*"
)
_SAME = {
    "整改标准": "标准", "完成时限": "时限", "期限": "时限", "理由": "认定", "原因": "认定",
    "标题": "事项", "责任单位": "单位", "承办单位": "单位", "牵头单位": "单位",
}  # fmt: skip
_EDGES = " \n,;。"
_YMD = re.compile(r"(20[0-9]{2})[年./-]([0-9]{1,2})[月./-]([0-9]{1,2})日?")
_MD = re.compile(r"(?<![0-9])([0-9]{1,2})(?:月([0-9]{1,2})[日号]?|[./-]([0-9]{1,2})(?![0-9%]))")
_WORKDAYS = re.compile(r"([0-9]{1,2})个?工作日")


def plain(text: str) -> str:
    """Full-width digits, colons, commas and spaces in their narrow form; every character stays in its place."""
    return text.translate(_WIDE).strip()


def labelled(text: str) -> dict[str, str]:
    """The labelled parts by their label; what stands before the first label is under ""."""
    found = list(_LABEL.finditer(text))
    parts = {"": text[: found[0].start()] if found else text}
    ends = [*(label.start() for label in found[1:]), len(text)]
    for label, end in zip(found, ends, strict=False):
        parts[_SAME.get(label[1], label[1])] = text[label.end() : end]
    return {name: value.strip(_EDGES) for name, value in parts.items()}


def day_in(text: str, today: date, calendar: Calendar) -> tuple[date, str] | None:
    """The first day named, and the words that named it. A day without a year is the next such day."""
    if found := _WORKDAYS.search(text):
        return calendar.add(today, int(found[1])), found[0]
    if found := _YMD.search(text):
        day = _day(int(found[1]), int(found[2]), int(found[3]))
        return (day, found[0]) if day else None
    if found := _MD.search(text):
        month, number = int(found[1]), int(found[2] or found[3])
        day = _day(today.year, month, number)
        if day is not None and day < today:
            day = _day(today.year + 1, month, number)
        return (day, found[0]) if day else None
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
