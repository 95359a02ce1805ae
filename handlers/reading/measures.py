"""Figures with a unit, as told: 完成投资1.2亿元, 铺设管道96公里. What is only planned, or lacking, is no figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from handlers.reading.clauses import Role
from handlers.reading.pieces import Piece
from handlers.reading.result import Measure

MEASURE = re.compile(
    r"(?P<name>[一-鿿]{2,12})(?P<amount>\d{1,9}(?:\.\d{1,4})?)"
    r"(?P<unit>亿元|万元|万?(?:平方米|立方米|公里|千米|KM|米|方|亩|公顷|吨|户|人次|人)|亿|万|元|项|个(?!百分点)|件|处|座|家|台|套)"
)
LEADING = re.compile(r"^(?:已经?|共计?|累计|今[日天年]|本[周月年]|目前|现在?|截至|约|又|并|其中)+")
TRAILING = re.compile(r"(?:已经?|共计?|累计|完成|约|近|达到?|至|为|了|有)+$")
NOT_DONE = re.compile(
    r"预计|计划|拟|将|力争|争取|确保|目标|任务|需|尚|还|剩|缺|未|总投资|概算|估算|合同|每[天日人户]|前"
)
SHORTEST_NAME = 2  # characters: 完成3个 says nothing without what was done


def measures_of(text: str, pieces: Sequence[Piece]) -> tuple[Measure, ...]:
    """All measured figures of a matter, in the order of the text."""
    return tuple(measure for piece in pieces if piece.role is Role.BODY for measure in _measured(piece.said(text)))


def _measured(said: str) -> Iterator[Measure]:
    last = 0
    for found in MEASURE.finditer(said):
        before, last = said[last : found.start("amount")], found.end()
        name = TRAILING.sub("", LEADING.sub("", found["name"]))
        if len(name) >= SHORTEST_NAME and not NOT_DONE.search(before):
            yield Measure(name, Decimal(found["amount"]), found["unit"])
