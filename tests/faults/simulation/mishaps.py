"""What goes wrong in a quarter, put on the agenda: crashes, outages, a wrong clock, trouble of the platform."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from rehearsal.platform import Platform
from supervision.clock import at
from tests.faults.simulation.agenda import Agenda
from tests.faults.simulation.process import Process
from tests.faults.simulation.rates import Rates

CALM = 3  # days at the end without trouble
SENDING = ("message/send", "webhook/send")
MOST_HITS = 60


class Mishaps:
    def __init__(self, agenda: Agenda, process: Process, platform: Platform, rates: Rates, random: Random) -> None:
        self._agenda, self._process, self._platform = agenda, process, platform
        self._rates, self._random = rates, random

    def plan(self, first: date, days: int) -> None:
        stormy = max(days - CALM, 1)
        for path in SENDING:
            for fault, chance in self._rates.troubles:
                self._platform.faults.on(fault, path, chance=chance)
        self._agenda.note(at(first + timedelta(days=stormy), time(0)), self._calm_down)
        for _ in range(round(self._rates.crashes_a_week * stormy / 7)):
            self._agenda.note(self._moment(first, stormy, 7, 19), self._crash_soon)
        for _ in range(self._rates.outages):
            hours = self._random.choice((0.2, 1, 3, 20, 75))
            self._agenda.note(self._moment(first, stormy, 6, 20), partial(self._be_away, hours))
        for _ in range(self._rates.clock_jumps):
            minutes = self._random.choice((-400, -30, -3, 90, 600))
            moment = self._moment(first, stormy, 10, 10) + timedelta(minutes=20)
            self._agenda.note(moment, partial(self._clock_jumps, minutes))

    def _calm_down(self) -> None:
        self._platform.faults.off()
        self._process.spare()
        self._process.slow = 0.0

    def _crash_soon(self) -> None:
        if self._process.is_up and not self._process.offset:
            self._process.kill_at(self._random.randint(1, MOST_HITS))

    def _be_away(self, hours: float) -> None:
        """Switched off, and on again."""
        if self._process.is_up and not self._process.offset:
            self._process.fall(timedelta(hours=hours))

    def _clock_jumps(self, minutes: int) -> None:
        """Somebody sets the machine's clock, and sets it right half an hour later."""
        if not self._process.is_up or self._process.offset:
            return
        self._process.spare()
        self._process.live()
        self._process.offset = timedelta(minutes=minutes)
        self._process.live(leaps=False, drift=self._process.offset)
        self._agenda.note(self._process.true() + timedelta(minutes=30), self._clock_is_right)

    def _clock_is_right(self) -> None:
        back, self._process.offset = -self._process.offset, timedelta()
        self._process.live(leaps=False, drift=back)

    def _moment(self, first: date, days: int, earliest: int, latest: int) -> datetime:
        day = first + timedelta(days=self._random.randrange(days))
        hour = self._random.randint(earliest, latest)
        return at(day, time(hour, self._random.randint(0, 30), self._random.randint(0, 59)))
