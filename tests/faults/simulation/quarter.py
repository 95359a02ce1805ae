"""One quarter of one ward by one seed: people talk, things go wrong, and the checker looks every week."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy import text

from rehearsal.platform import Delivery, Platform, Retry, State
from supervision.clock import at, day_of
from tests.faults.checker import Facts, Violation, check, operations_of
from tests.faults.simulation.agenda import Agenda
from tests.faults.simulation.complaints import listening
from tests.faults.simulation.ending import DUPLICATE, Ending, log_hash, sometimes
from tests.faults.simulation.mishaps import Mishaps
from tests.faults.simulation.people import People, Speech
from tests.faults.simulation.process import Process, Spoil
from tests.faults.simulation.rates import Rates, draw
from tests.faults.ward import OPENS, found, populate, settings_of, ward
from tests.stories.office import VirtualClock

FIRST_MONDAY, STARTS = date(2026, 1, 5), 38  # so many Mondays on which a quarter ends within 2026
A_SECOND, PAUSE = timedelta(seconds=1), timedelta(seconds=7)
TO_SWEEP = 12  # seconds
RELEASE = "放行"
WEEK, NOON = 7, time(12)
AT_ONCE = 0.001  # seconds that a callback waits for work that nobody does meanwhile


@dataclass
class Quarter:
    rates: Rates
    clock: VirtualClock
    platform: Platform
    process: Process
    people: People
    random: Random
    agenda: Agenda = field(default_factory=Agenda)
    log: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    violations: dict[str, Violation] = field(default_factory=dict)

    def until(self, moment: datetime) -> None:
        """Nothing that is noted, and nothing that falls due by itself, is missed on the way."""
        while True:
            planned, due = self.agenda.first_at, self.process.next_due()
            if due <= moment and (planned is None or due < planned):
                self.clock.now = max(due, self.clock.now + A_SECOND)
            elif planned is not None and planned <= moment:
                self.clock.now = max(planned, self.clock.now)
                self.agenda.take()()
            else:
                break
            self.process.live()
        self.clock.now = max(moment, self.clock.now)
        self.process.live()

    def speak(self, speech: Speech) -> None:
        """Who decides looks first at what waits, and there is nothing to see while the bot is away."""
        if not self.process.is_up:
            self.agenda.note(self.clock.now + timedelta(minutes=20), partial(self.speak, speech))
            return
        with self.process.house.database.read() as session:
            words = speech.words(session, self.clock.now)
        for number, one in enumerate(words[1:], 1):
            self.agenda.note(self.clock.now + number * PAUSE, partial(self.say, speech.userid, one))
        for one in words[:1]:
            self.say(speech.userid, one)

    def say(self, userid: str, words: str, tries: int = 3) -> None:
        """Without an answer for a while people say it again."""
        chance = self.random.random
        self.process.refuses = chance() < self.rates.late
        self.process.loses_answer = chance() < self.rates.lost_answer
        delivery = self.platform.app().says(userid, words, retry=Retry.LATER)
        wait = self.random.randint(5, 60) if self.process.refuses else self.random.randint(1, 5)
        self.process.refuses = self.process.loses_answer = False
        if words.startswith(RELEASE):
            self.process.look_soon()
        self.log.append(f"{self.clock.now} {userid}: {words} → {delivery.state} {delivery.reply_text}")
        if delivery.state is not State.ACCEPTED:
            self.agenda.note(
                self.clock.now + timedelta(seconds=wait), lambda: self._try_again(delivery, userid, words, tries)
            )
        if chance() < self.rates.duplicate:
            pause = timedelta(seconds=self.random.choice((1, 4, 30, 7200)))
            self.agenda.note(self.clock.now + pause, lambda: self._repeat(delivery))
        if not self.process.is_up or self.process.hands.have_left:
            for seconds in (self.random.randint(1, 8), TO_SWEEP):
                self.agenda.note(self.clock.now + timedelta(seconds=seconds), self.process.work_what_waits)

    def _try_again(self, delivery: Delivery, userid: str, words: str, tries: int) -> None:
        if delivery.state is State.WAITING:
            self._look_at_duplicate(delivery)
            self.platform.app().redeliver()
            if words.startswith(RELEASE):
                self.process.look_soon()
            again = self.clock.now + timedelta(seconds=self.random.randint(2, 6))
            self.agenda.note(again, lambda: self._try_again(delivery, userid, words, tries))
        elif delivery.state is State.LOST and tries:
            self.agenda.note(self.clock.now + timedelta(hours=1), lambda: self.say(userid, words, tries - 1))

    def _repeat(self, delivery: Delivery) -> None:
        if delivery.state is State.ACCEPTED:
            self._look_at_duplicate(delivery)
            self.platform.app().repeats(delivery)

    def _look_at_duplicate(self, delivery: Delivery) -> None:
        self.seen[DUPLICATE] += self.process.has_open(delivery.message_id)

    def ending(self, seed: int) -> Ending:
        with self.process.house.database.engine.connect() as connection:
            sends = connection.scalar(text("SELECT count(*) FROM attempt")) or 0
            return Ending(
                seed,
                len(self.platform.deliveries),
                sends,
                len(self.process.crashes),
                tuple(self.violations.values()),
                sometimes(connection, self.seen[DUPLICATE]),
                log_hash(connection, self.platform, self.log),
            )

    def look(self, *, is_calm: bool = False) -> None:
        """The checker reads the file as it lies; each broken promise is named once."""
        ledger = self.platform.ledger
        history = operations_of(self.platform.deliveries)
        with self.process.house.database.engine.connect() as connection:
            facts = Facts(connection, self.clock.now, history, ledger.entries, ledger.dropped, is_calm=is_calm)
            for one in check(facts):
                self.violations.setdefault(f"{one.invariant} {one.sentence} {one.rows}", one)


def live(seed: int, days: int, folder: Path, spoil: Spoil = lambda house: house) -> Ending:
    """A quarter, or any other number of days. The file stays in the folder."""
    with listening() as complaints:
        quarter = _begin(seed, folder / f"{seed}.db", spoil)
        _live(quarter, day_of(quarter.clock.now), days)
        quarter.look(is_calm=True)
        quarter.violations |= complaints.found
        ending = quarter.ending(seed)
        quarter.process.fall()
    return ending


def _live(quarter: Quarter, first: date, days: int) -> None:
    Mishaps(quarter.agenda, quarter.process, quarter.platform, quarter.rates, quarter.random).plan(first, days)
    for number in range(days):
        day = first + timedelta(days=number)
        for speech in quarter.people.day(day):
            quarter.agenda.note(speech.at, partial(quarter.speak, speech))
        quarter.until(at(day + timedelta(days=1), OPENS))
        if number % WEEK == WEEK - 1 and quarter.process.is_up:
            quarter.look()
    quarter.until(at(first + timedelta(days=days), NOON))


def _begin(seed: int, path: Path, spoil: Spoil) -> Quarter:
    random = Random(seed)
    rates = draw(random)
    city = ward(FIRST_MONDAY + timedelta(weeks=random.randrange(STARTS)))
    if rates.one_due_day:
        due_on = day_of(city.opened_at) + timedelta(days=random.randint(5, 40))
        matters = (replace(one, due_on=due_on) if one.number % 2 else one for one in city.matters)
        city = replace(city, matters=tuple(matters))
    clock = VirtualClock(city.opened_at)
    platform = Platform(clock, seed=seed)
    process = Process(settings_of(f"sqlite:///{path}", city, AT_ONCE), clock, random, spoil)
    process.platform = platform
    populate(platform, city, process.post)
    process.rise()
    found(process.house, city)
    process.slow = rates.slow
    return Quarter(rates, clock, platform, process, People(city, rates, random), random)
