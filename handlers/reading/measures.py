"""Figures with a unit, as told: 完成投资1.2亿元, 铺设管道96公里."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from handlers.reading.pieces import Piece
from handlers.reading.result import Measure

MEASURE = re.compile(
    r"(?P<name>[一-鿿]{2,8})(?P<amount>\d{1,9}(?:\.\d{1,4})?)"
    r"(?P<unit>亿元|万元|亿|万|公里|千米|KM|米|立方米|万方|方|平方米|亩|吨|户|人|项|个|件|处|座|家|台|套)"
)
LEADING = re.compile(r"^(?:已|共|累计|今日|本周|本月|目前|现在|约|又)+")


def measures_of(text: str, pieces: Sequence[Piece]) -> tuple[Measure, ...]:
    """All measured figures of a matter, in the order of the text."""
    return tuple(
        Measure(LEADING.sub("", found["name"]), Decimal(found["amount"]), found["unit"])
        for piece in pieces
        for found in MEASURE.finditer(text, piece.start, piece.end)
    )
