"""What is going to happen, in the order of time; of two things at the same moment the one noted first."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime
from itertools import count

Deed = Callable[[], object]


class Agenda:
    def __init__(self) -> None:
        self._entries: list[tuple[datetime, int, Deed]] = []
        self._numbers = count()

    def note(self, moment: datetime, deed: Deed) -> None:
        heapq.heappush(self._entries, (moment, next(self._numbers), deed))

    @property
    def first_at(self) -> datetime | None:
        return self._entries[0][0] if self._entries else None

    def take(self) -> Deed:
        return heapq.heappop(self._entries)[2]
