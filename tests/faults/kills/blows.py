"""Where a life is to end: at the n-th time that it comes to a point while a certain kind of thing is under way."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass

from tests.faults.seams import Point

A_MOMENT = 0.001  # seconds
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
        self._turn = threading.Lock()
        self.arm(blow)

    def arm(self, blow: Blow) -> None:
        with self._turn:
            self._blow, self._hits, self._armed_at = blow, Counter[Point](), time.monotonic()
        if blow.point is Point.MOMENT and blow.nth:
            timer = threading.Timer(blow.nth * A_MOMENT, self._fall, [blow])
            timer.daemon = True
            timer.start()

    def hits(self) -> dict[Point, int]:
        """Since it was armed."""
        return {**self._hits, Point.MOMENT: int((time.monotonic() - self._armed_at) / A_MOMENT)}

    def __call__(self, point: Point) -> None:
        if self._blow.spares_callers and not threading.current_thread().name.startswith(WORKERS):
            return
        self._hits[point] += 1
        if point is self._blow.point and self._hits[point] == self._blow.nth:
            kill()

    def _fall(self, blow: Blow) -> None:
        with self._turn:
            if self._blow is blow:
                kill()


def kill() -> None:
    """This process, at once."""
    os.kill(os.getpid(), signal.SIGKILL)
