"""Which figures a question means: 进度低于50%的, 80%以上, 三成到六成之间, 过半的, 零进度."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from handlers.reading.numerals import number
from handlers.reading.result import PercentRange

ALL = 100
HALF = 50
NEARLY = 80  # 快完成的
_CN = "零一二两三四五六七八九十"
_VALUE = (
    rf"\d{{1,3}}(?:\.\d{{1,2}})?%|百分之(?:\d{{1,3}}|[{_CN}百]{{1,4}})|[{_CN}]成半?"
    r"|[\d一二三四五]分之[一二三四]|一半|半数"
)
_SUBJECT = r"(?:(?:总体|整体|完成)?(?:进度|完成率|完成|比例|百分比)(?:为|在|是|还)?)?"
_BELOW = "低于|小于|少于|不到|不足|未到|没到|没有到|未达到?|没达到?|没有达到|没过|未过|不过"
_NOT_ABOVE = "不超过|没超过|未超过|不高于|不大于"
_ABOVE = "高于|大于|多于|超过|突破|过"
_NOT_BELOW = "不低于|不少于|不小于|达到|至少"
BETWEEN = re.compile(rf"{_SUBJECT}(?:在|介于)?({_VALUE})(?:到|至|-|~)({_VALUE})(?:之间|间)?")
COMPARED = re.compile(rf"{_SUBJECT}({_NOT_ABOVE}|{_NOT_BELOW}|{_BELOW}|{_ABOVE})了?({_VALUE})(?!以[上下内])")
BOUNDED = re.compile(rf"{_SUBJECT}({_VALUE})(以上|之上|以下|以内|之下)")
OVER_HALF = re.compile(rf"{_SUBJECT}(没有?|未|不|还没)?(?:过半数?|超半)")
NEARLY_DONE = re.compile("(?:快要?|接近|即将|马上|就要)(?:完成|完工|办结|做完|干完|收尾|完)(?=了?的)")
NOTHING = re.compile(rf"{_SUBJECT}(?:零进度|0进度|进度为?(?:零|0)(?![\d.%])|(?<![\d.])0%)")
EXACT = re.compile(rf"(?:进度|完成率)(?:为|在|是|等于|刚好)?({_VALUE})(?=的|$)")


def percent_of(text: str) -> tuple[PercentRange, int, int] | None:
    """The range and where it is said; a figure in percent, a tenth or a half."""
    for pattern, range_of in _READERS:
        found = pattern.search(text)
        if found and (wanted := range_of(found)) is not None:
            return wanted, found.start(), found.end()
    return None


def without_percent(text: str) -> str:
    """The text at the same length, with blanks where the range is said."""
    found = percent_of(text)
    return text if found is None else text[: found[1]] + " " * (found[2] - found[1]) + text[found[2] :]


def _between(found: re.Match[str]) -> PercentRange | None:
    first, last = _value(found[1]), _value(found[2])
    return None if first is None or last is None else _range(math.ceil(first), math.floor(last))


def _compared(found: re.Match[str]) -> PercentRange | None:
    value = _value(found[2])
    if value is None:
        return None
    word = found[1]
    if re.fullmatch(_NOT_ABOVE, word):
        return _range(0, math.floor(value))
    if re.fullmatch(_NOT_BELOW, word):
        return _range(math.ceil(value), ALL)
    if re.fullmatch(_BELOW, word):
        return _range(0, math.ceil(value) - 1)
    return _range(math.floor(value) + 1, ALL)


def _bounded(found: re.Match[str]) -> PercentRange | None:
    """以上 and 以下 include the figure itself, as they do in statutes."""
    value = _value(found[1])
    if value is None:
        return None
    return _range(math.ceil(value), ALL) if found[2][-1] == "上" else _range(0, math.floor(value))


def _over_half(found: re.Match[str]) -> PercentRange:
    return PercentRange(0, HALF) if found[1] else PercentRange(HALF + 1, ALL)


def _exact(found: re.Match[str]) -> PercentRange | None:
    value = _value(found[1])
    return None if value is None else _range(math.floor(value), math.ceil(value))


def _range(least: int, most: int) -> PercentRange | None:
    return PercentRange(least, most) if 0 <= least <= most <= ALL else None


def _value(words: str) -> float | None:
    if words in ("一半", "半数"):
        return HALF
    if words.endswith("%"):
        return float(words[:-1])
    if words.startswith("百分之"):
        return number(words.removeprefix("百分之"))
    if "分之" in words:
        whole, _, part = words.partition("分之")
        whole_value, part_value = number(whole), number(part)
        return ALL * part_value / whole_value if whole_value and part_value else None
    tenths = number(words.rstrip("半").removesuffix("成"))
    return None if tenths is None else tenths * 10 + 5 * words.endswith("半")


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], PercentRange | None]], ...] = (
    (BETWEEN, _between),
    (COMPARED, _compared),
    (BOUNDED, _bounded),
    (OVER_HALF, _over_half),
    (NEARLY_DONE, lambda _: PercentRange(NEARLY, ALL - 1)),
    (NOTHING, lambda _: PercentRange(0, 0)),
    (EXACT, _exact),
)
