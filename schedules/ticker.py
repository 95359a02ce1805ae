"""The tick as a thing that can be rung: it knows how the two clocks went since it last looked."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from models.session import Database
from schedules.tick import Done, RulesSource, tick
from supervision.clock import Clock

log = logging.getLogger(__name__)


class Ticker:
    """Call it; it tells what was done. `steady` goes on whatever is done to the wall clock."""

    def __init__(
        self, database: Database, rules_source: RulesSource, clock: Clock, steady: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._rules_source = rules_source
        self._clock = clock
        self._steady = steady
        self._last: tuple[datetime, float] | None = None

    def __call__(self) -> list[Done]:
        now, steady = self._clock(), self._steady()
        done = tick(self._database, self._rules_source, now, self._drift(now, steady))
        self._last = now, steady  # not when the tick broke: what the clock did meanwhile is judged by the next
        for each in done:
            log.info("%s", each)
        return done

    def _drift(self, now: datetime, steady: float) -> timedelta | None:
        """How much further the wall clock went than the steady one; None at the first call."""
        if self._last is None:
            return None
        before, steady_before = self._last
        return (now - before) - timedelta(seconds=steady - steady_before)
