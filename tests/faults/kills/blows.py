"""Where a life is to end: at the n-th time that it comes to a point while a certain kind of thing is under way."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from dataclasses import dataclass

from tests.faults.seams import Point

WORKERS = "desk"  # how the threads are called that work messages behind a callback


@dataclass(frozen=True, slots=True)
class Blow:
    """`nth` 0 never falls: it only counts. `spares_callers`: nothing counts but what the background does."""

    point: Point
    nth: int
    spares_callers: bool = False


COUNTING = Blow(Point.READING, 0)


class Executioner:
    """Told of each seam; no `finally` runs once it has struck, and nothing is flushed."""

    def __init__(self, blow: Blow) -> None:
        self.arm(blow)

    def arm(self, blow: Blow) -> None:
        self._blow, self.hits = blow, Counter[Point]()

    def __call__(self, point: Point) -> None:
        if self._blow.spares_callers and not threading.current_thread().name.startswith(WORKERS):
            return
        self.hits[point] += 1
        if point is self._blow.point and self.hits[point] == self._blow.nth:
            os.kill(os.getpid(), signal.SIGKILL)
