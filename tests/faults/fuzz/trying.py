"""Many cases out of a seed, and what was found. Case number i of a run is made of the seed `seed + i` alone."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TypeVar

MOST_ALIKE, MOST_KEPT = 3, 20  # failures; one defect often strikes thousands of times
SHRINKING = 0.5  # seconds of the processor for making a failing case smaller

Case = TypeVar("Case")
Piece = TypeVar("Piece", str, bytes)


@dataclass(frozen=True, slots=True)
class Failure:
    """`run(seed, 1)` strikes it again; `repro` is the smallest text found that does."""

    seed: int
    why: str
    repro: str


@dataclass(slots=True)
class Tried:
    name: str
    tried: int = 0
    failed: int = 0
    failures: list[Failure] = field(default_factory=list)  # the first of them

    def __add__(self, other: Tried) -> Tried:
        kept = [*self.failures, *other.failures][:MOST_KEPT]
        return Tried(self.name, self.tried + other.tried, self.failed + other.failed, kept)


def try_all(
    name: str,
    seed: int,
    count: int,
    make: Callable[[Random], Case],
    trouble: Callable[[Case], str],
    shrink: Callable[[Case, Callable[[Case], bool]], Case],
) -> Tried:
    """`trouble` says what is wrong with the outcome of a case, or ""; an exception of its own is trouble, too."""
    chance, result = Random(), Tried(name, tried=count)
    for number in range(seed, seed + count):
        chance.seed(number)
        case = make(chance)
        if why := _caught(trouble, case):
            result.failed += 1
            alike = sum(_kind(before.why) == _kind(why) for before in result.failures)
            if alike < MOST_ALIKE and len(result.failures) < MOST_KEPT:
                small = shrink(case, partial(_fails_alike, trouble, _kind(why)))
                result.failures.append(Failure(number, _caught(trouble, small) or why, repr(small)))
    return result


def _caught(trouble: Callable[[Case], str], case: Case) -> str:
    try:
        return trouble(case)
    except Exception as broken:  # whatever it is: it should not have been
        place = traceback.extract_tb(broken.__traceback__)[-1]
        return f"{type(broken).__name__} in {place.name}: {str(broken)[:200]}"


def _fails_alike(trouble: Callable[[Case], str], kind: str, case: Case) -> bool:
    return _kind(_caught(trouble, case)) == kind


def _kind(why: str) -> str:
    return why.partition(":")[0]


def smallest(whole: Piece, fails: Callable[[Piece], bool]) -> Piece:
    """The text with every stretch left out that is not needed to fail; halves first, single characters last."""
    until, size = time.thread_time() + SHRINKING, len(whole) // 2
    while size:
        start = 0
        while start < len(whole) and time.thread_time() < until:
            rest = whole[:start] + whole[start + size :]
            if fails(rest):
                whole = rest
            else:
                start += size
        size //= 2
    return whole
