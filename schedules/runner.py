"""The alarm clock: APScheduler in memory, and nothing else. It rings; what is due is asked of the tables.

It goes by the wall clock and would sleep a day when that is set back by one, so a thread that goes by the steady clock
winds it up again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import partial

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from supervision.clock import Clock

log = logging.getLogger(__name__)

TICK_EVERY = timedelta(seconds=15)
OVERSLEPT = 3  # intervals without a ring


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is called every so often; never twice at once, and a missed call is made up once."""

    name: str
    every: timedelta
    act: Callable[[], object]


class Runner:
    """Rings the alarms until it is stopped. An act that breaks is logged; the next ring calls it again."""

    def __init__(self, alarms: Sequence[Alarm], clock: Clock) -> None:
        self._alarms = alarms
        self._clock = clock
        self._rang_at: dict[str, float] = {}
        self._stopped = threading.Event()
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(max(1, len(alarms)))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._winder = threading.Thread(target=self._wind, name="winder", daemon=True)

    def start(self) -> None:
        """Each alarm rings at once, then every so often."""
        for alarm in self._alarms:
            self._rang_at[alarm.name] = time.monotonic()
            self._scheduler.add_job(
                partial(self._ring, alarm),
                "interval",
                seconds=alarm.every.total_seconds(),
                id=alarm.name,
                next_run_time=self._clock(),
            )
        self._scheduler.start()
        self._winder.start()

    def wake(self, name: str) -> None:
        """Ring one alarm now; harmless while it rings."""
        self._scheduler.modify_job(name, next_run_time=self._clock())

    def stop(self) -> None:
        """Let what is being done come to its end, then be still."""
        self._stopped.set()
        self._winder.join()
        self._scheduler.shutdown(wait=True)

    def _ring(self, alarm: Alarm) -> None:
        self._rang_at[alarm.name] = time.monotonic()
        try:
            alarm.act()
        except Exception:
            log.exception("%s broke", alarm.name)
        finally:
            self._rang_at[alarm.name] = time.monotonic()

    def _wind(self) -> None:
        shortest = min((alarm.every for alarm in self._alarms), default=TICK_EVERY)
        while not self._stopped.wait(shortest.total_seconds()):
            for alarm in self._alarms:
                if time.monotonic() - self._rang_at[alarm.name] > OVERSLEPT * alarm.every.total_seconds():
                    self.wake(alarm.name)
