"""Figures that are pairs, 最少 and 最多, and their sums and differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

Amount = TypeVar("Amount", int, Decimal)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Pair(Generic[Amount]):
    """最少 and 最多."""

    fewest: Amount
    most: Amount

    @property
    def is_one(self) -> bool:
        return self.fewest == self.most


@dataclass(frozen=True, slots=True)
class Figures:
    reminded: Pair[int]
    proposed: Pair[int]
    signed: Pair[int]
    lost: Pair[Decimal]


def pair(one: Amount, other: Amount) -> Pair[Amount]:
    return Pair(min(one, other), max(one, other))


def add(pairs: Sequence[Pair[Amount]], nothing: Amount) -> Pair[Amount]:
    return Pair(sum((one.fewest for one in pairs), nothing), sum((one.most for one in pairs), nothing))


def sum_of(all_of: Sequence[Figures]) -> Figures:
    return Figures(
        add([one.reminded for one in all_of], 0),
        add([one.proposed for one in all_of], 0),
        add([one.signed for one in all_of], 0),
        add([one.lost for one in all_of], ZERO),
    )


def less(one: Figures, other: Figures) -> Figures:
    return Figures(
        _minus(one.reminded, other.reminded),
        _minus(one.proposed, other.proposed),
        _minus(one.signed, other.signed),
        _minus(one.lost, other.lost),
    )


def _minus(one: Pair[Amount], other: Pair[Amount]) -> Pair[Amount]:
    return pair(one.fewest - other.fewest, one.most - other.most)


NOTHING = Figures(Pair(0, 0), Pair(0, 0), Pair(0, 0), Pair(ZERO, ZERO))
