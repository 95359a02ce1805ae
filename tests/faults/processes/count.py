"""What a mishap is judged by: how many things were tried, how many were lost, how many happened twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    tried: int = 0
    lost: int = 0
    twice: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.tried + other.tried, self.lost + other.lost, self.twice + other.twice)

    @property
    def is_clean(self) -> bool:
        """Nothing tried proves nothing."""
        return self.tried > 0 and self.lost == self.twice == 0


def counted(wanted: Iterable[Hashable], happened: Iterable[Hashable]) -> Count:
    """Each of those wanted shall have happened once."""
    times = Counter(happened)
    of_each = [times[one] for one in wanted]
    return Count(len(of_each), of_each.count(0), sum(each > 1 for each in of_each))
