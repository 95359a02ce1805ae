"""Which come first, and how many: 最慢的三个, 进度前五, 最早到期的, 超期最久的."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.reading.numerals import number
from handlers.reading.result import Order

MOST = 50
_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})"
_PIECES = "[个项件名位条]"
_FIGURE = "(?:进度|进展|推进|完成率|完成度|工作)"

SOONEST = re.compile("最[早先近快](?:要|就)?(?:到期|截止|到时限)")
MOST_URGENT = re.compile("最紧?[急要]|时间最紧")
LATEST = re.compile(r"(?:逾期|超期|拖期|拖)(?:得|天数|时间)?最(?:久|长|多|严重|厉害)")
SLOWEST = re.compile(
    rf"{_FIGURE}?(?:最(?:慢|低|落后|滞后|差|靠后)|垫底|倒数)|{_FIGURE}(?:比较|较|很|太|偏)?(?:缓慢|慢|落后|滞后)(?=的)"
    rf"|{_FIGURE}(?:排名?|位列)?(?:后|倒数|末)(?={_N}(?:{_PIECES}|的|$))"
)
FASTEST = re.compile(
    rf"{_FIGURE}?(?:最(?:快|高|好|领先|靠前)|领先)|{_FIGURE}(?:比较|较|很)?快(?=的)"
    rf"|{_FIGURE}(?:排名?|位列)?前(?={_N}(?:{_PIECES}|的|$))"
)
COUNT = re.compile(rf"\s*的?\s*(?:前|后|末|那|这)?(?P<many>{_N})(?:{_PIECES}|(?=的|$))")
COUNT_BEFORE = re.compile(rf"(?:前|后)?(?P<many>{_N}){_PIECES}\s*$")
ONLY_ONE = re.compile(r"\s*的?(?:一|那|是哪一?)[个项件家]|\s*的?(?:事项|项目|任务)?是(?:谁|哪)")
PATTERNS: tuple[tuple[re.Pattern[str], Order | None], ...] = (
    (SOONEST, Order.SOONEST), (MOST_URGENT, None), (LATEST, None), (SLOWEST, Order.SLOWEST), (FASTEST, Order.FASTEST),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ordered:
    """`order` None: as every answer is ordered, the most urgent first."""

    order: Order | None
    most: int | None
    is_late: bool  # only what is past its day
    start: int
    end: int


def order_of(text: str) -> Ordered | None:
    """Of the words that stand first in PATTERNS; None where no order is asked for."""
    for pattern, order in PATTERNS:
        found = pattern.search(text)
        if found is None:
            continue
        start, end, is_late = found.start(), found.end(), pattern is LATEST
        if ONLY_ONE.match(text, end):
            return Ordered(order, 1, is_late, start, end)
        if counted := COUNT.match(text, end):
            return Ordered(order, _many(counted["many"]), is_late, start, counted.end())
        if counted := COUNT_BEFORE.search(text, 0, start):
            return Ordered(order, _many(counted["many"]), is_late, counted.start(), end)
        return Ordered(order, None, is_late, start, end)
    return None


def without_order(text: str) -> str:
    """The text at the same length, with blanks where the order is said."""
    found = order_of(text)
    return text if found is None else text[: found.start] + " " * (found.end - found.start) + text[found.end :]


def _many(words: str) -> int | None:
    value = number(words)
    return min(int(value), MOST) if value else None
