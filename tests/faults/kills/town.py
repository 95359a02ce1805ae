"""What outlives every death: the file, the platform with its ledger, the people and their receipts, the time of day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bot.app import House
from bot.config import Settings, SpoolSettings
from rehearsal.platform import Delivery, Platform, Retry
from rehearsal.town import City
from supervision.clock import at, day_of, local
from supervision.workdays import Calendar
from tests.faults.checker import Violation
from tests.faults.kills.blows import COUNTING, Blow
from tests.faults.kills.life import Spoil
from tests.faults.kills.looking import COPIES, DATABASE, SPOOL, found_in
from tests.faults.kills.mortal import Died, Mortal
from tests.faults.seams import Point
from tests.faults.ward import populate, settings_of, ward
from tests.stories.office import VirtualClock

FIRST_MONDAY, STARTS = date(2026, 1, 5), 36  # so many Mondays after which there is room within 2026
A_SECOND, BACK_AFTER = timedelta(seconds=1), timedelta(seconds=5)
LEFT_OVER, CLAIM_LAPSES = timedelta(seconds=11), timedelta(minutes=3)
PATIENT, HASTY = 4.0, 0.001  # seconds that a callback waits for its answer
LATE, DUE_WITHIN = 8, 8  # matters that are overdue from the first day on; days over which the others fall due


def unspoilt(house: House) -> House:
    return house


class Town:
    """`deaths` so far, and `violations` by their sentence."""

    def __init__(self, seed: int, folder: Path, spoil: Spoil = unspoilt) -> None:
        self.random, self.folder, self._spoil = Random(seed), folder, spoil
        folder.mkdir(parents=True)
        for name in (SPOOL, COPIES):
            (folder / name).mkdir()
        self.calendar = Calendar()
        self._city = _in_a_hurry(FIRST_MONDAY + timedelta(weeks=self.random.randrange(STARTS)), self.calendar)
        self.clock = VirtualClock(self._city.opened_at)
        self.platform = Platform(self.clock, seed=seed)
        populate(self.platform, self._city, self._post)
        self.life: Mortal | None = None
        self.deaths = 0
        self.violations: dict[str, Violation] = {}

    def begin(self, blow: Blow = COUNTING) -> dict[Point, int]:
        """The office moves in; the blow may fall while the empty file is being furnished."""
        hits: dict[Point, int] = {}
        try:
            self.rise(blow)
            hits = self.hits()
            self.ask("arm", COUNTING)
        except Died:
            self.rise()
        self.ask("found")
        self.live()
        return hits

    def rise(self, blow: Blow = COUNTING, *, patience: float = PATIENT) -> None:
        """A new process on the old file. Raises Died."""
        settings = self._settings(patience)
        self.life = Mortal(self.platform, settings, self._city, self.folder, blow, self._spoil)
        self.ask("open")

    def rest(self) -> None:
        """The process ends in good order."""
        if self.life is not None:
            self.life.end(self.clock.now)
            self.life = None

    def ask(self, what: str, *details: Any) -> Any:  # noqa: ANN401 (each order has its own result)
        """Raises Died."""
        if self.life is None:
            raise Died
        try:
            result = self.life.ask(what, self.clock.now, *details)
        except Died:
            self._fallen()
            raise
        self.violations |= self.life.complaints
        return result

    def says(self, userid: str, words: str) -> Delivery:
        """If nobody answers, the platform brings it again later."""
        self.clock.now += A_SECOND
        return self.platform.app().says(userid, words, retry=Retry.LATER)

    def until(self, moment: datetime) -> None:
        """Nothing that falls due on the way is missed. Raises Died."""
        while (due := self.ask("due")) is not None and due <= moment:
            self.clock.now = max(due, self.clock.now + A_SECOND)
            self.live()
        self.clock.now = max(moment, self.clock.now)
        self.live()

    def live(self) -> None:
        """All that is due at this moment. Raises Died."""
        for what in ("tick", "sweep", "deliver"):
            self.ask(what)

    def until_workday(self, hour: time) -> None:
        """The next moment of a working day at which it is that late. Raises Died."""
        self.until(self.next_at(hour))

    def next_at(self, hour: time) -> datetime:
        day = day_of(self.clock.now)
        while at(day, hour) <= self.clock.now or not self.calendar.is_workday(day):
            day += timedelta(days=1)
        return at(day, hour)

    def is_office_hour(self) -> bool:
        now = local(self.clock.now)
        return self.calendar.is_workday(now.date()) and time(9) <= now.time() < time(16)

    def recover(self) -> None:
        """Up again; the platform brings what it had no answer for; what was begun is ended. Raises Died."""
        if self.life is None:
            self.clock.now += BACK_AFTER
            self.rise()
        self.catch_up()

    def catch_up(self) -> None:
        """Raises Died."""
        self.platform.redeliver()
        self.clock.now += LEFT_OVER
        self.live()
        self.until(self.clock.now + CLAIM_LAPSES)

    def look(self, *, is_calm: bool = False) -> None:
        """The checker reads the file as it lies; each broken promise is named once."""
        found = found_in(self.folder, self.clock.now, self.platform, is_calm=is_calm)
        for one in found:
            self.violations.setdefault(f"{one.invariant} {one.sentence} {one.rows}", one)

    def hits(self) -> dict[Point, int]:
        """Of what was counted since the last arming; none when it died."""
        return dict(self.ask("hits")) if self.life is not None else {}

    def _settings(self, patience: float) -> Settings:
        settings = settings_of(f"sqlite:///{self.folder / DATABASE}", self._city, patience)
        return settings.model_copy(update={"spool": SpoolSettings(folder=str(self.folder / SPOOL))})

    def _post(self, method: str, query: Mapping[str, str], body: bytes, timeout: float) -> tuple[int, bytes]:
        """What the platform reaches; nobody is there while the process is down."""
        if self.life is None:
            raise ConnectionRefusedError
        try:
            answer = self.life.post(self.clock.now, method, query, body)
        except Died as died:
            self._fallen()
            if died.answer is None:
                raise ConnectionResetError from None
            answer = died.answer
        return answer.status, answer.body

    def _fallen(self) -> None:
        self.life = None
        self.deaths += 1


def _in_a_hurry(first: date, calendar: Calendar) -> City:
    """On every working day some matters have just fallen due, so that there is always something to sign."""
    city, begins = ward(first), calendar.on_or_after(first)
    due = {one.number: calendar.add(begins, one.number % DUE_WITHIN) for one in city.matters}
    due |= {one.number: first - timedelta(days=3) for one in city.matters[-LATE:]}
    return replace(city, matters=tuple(replace(one, due_on=due[one.number]) for one in city.matters))
