"""Figures that two counts beside them prove: 一共三百一十二户看完了两百六十户差不多百分之八十三."""

from __future__ import annotations

import re
from itertools import combinations

from handlers.reading.numerals import number

COUNT = re.compile(
    r"(?P<many>\d{1,7}(?:\.\d{1,3})?|[零一二两三四五六七八九十百千万]{1,9}(?:点[零一二三四五六七八九]{1,3})?)[多余来]?"
    "个?(?P<of>万?[吨亩]|万?元|亿|[项件处个户家条起座所名人台套批口栋村宗笔份辆])"
)
HALF = 0.5  # a share is told rounded
TENTH = 1.0  # 九成 is told by tenths, and cut rather than rounded


def is_share_of_counts(told: str, value: float) -> bool:
    """True if one count told before the figure is that share of another of the same measure."""
    counts = [(number(found["many"]), found["of"]) for found in COUNT.finditer(told)]
    return any(
        first
        and second
        and measure == other
        and abs(100 * min(first, second) / max(first, second) - value) <= _slack(value)
        for (first, measure), (second, other) in combinations(counts[-4:], 2)
        if first != second
    )


def _slack(value: float) -> float:
    return TENTH if value % 10 == 0 else HALF
