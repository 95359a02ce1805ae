"""Which blow falls on which deed: every point that a deed comes to, its occurrences one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from random import Random

from tests.faults.kills.blows import Blow
from tests.faults.kills.deeds import FOUNDING
from tests.faults.seams import Point

A_RUN = 14  # kills in the life of one town

Counted = Mapping[str, Mapping[Point, int]]  # by kind of deed: how often it comes to each point


@dataclass(frozen=True, slots=True)
class Planned:
    kind: str
    blow: Blow

    def __str__(self) -> str:
        return f"{self.kind}, {self.blow.point} no. {self.blow.nth}"


def plans(counted: Counted, kills: int, seed: int) -> list[Planned]:
    """Each round strikes at every pair of kind and point once; with each round another of its occurrences."""
    turns = {
        (kind, point): Random(f"{seed} {kind} {point}").sample(range(1, times + 1), times)
        for kind, points in counted.items()
        for point, times in points.items()
        if times
    }
    return [one for one, _ in zip(_rounds(turns), range(kills), strict=False)]


def runs(planned: list[Planned], seed: int) -> list[list[Planned]]:
    """Shared out by chance; a town is founded once, so that comes first and once in each."""
    founding = [one for one in planned if one.kind == FOUNDING]
    others = [one for one in planned if one.kind != FOUNDING]
    Random(seed).shuffle(others)
    number = max(-(-len(planned) // A_RUN), len(founding))
    return [[*founding[n : n + 1], *others[n::number]] for n in range(number)]


def _rounds(turns: Mapping[tuple[str, Point], list[int]]) -> Iterator[Planned]:
    for number in count():
        for (kind, point), occurrences in turns.items():
            yield Planned(kind, Blow(point, occurrences[number % len(occurrences)]))
