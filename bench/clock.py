"""The town's time: it begins on a Monday morning in June and goes as fast as ours."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from supervision.clock import SHANGHAI

MORNING = datetime(2026, 6, 15, 9, 0, tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class TownClock:
    """Processes that were told the same `began` (epoch seconds) agree on the time."""

    began: float

    def __call__(self) -> datetime:
        return MORNING + timedelta(seconds=time.time() - self.began)


class StandingClock:
    """Stands still until somebody moves it."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now
