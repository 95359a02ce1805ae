"""The bot's one process: it works on a clock of its own, can be struck down at any seam, and comes up from its file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Engine, select, update

from bot.app import House, build
from bot.config import Settings
from models import ClockMark, Inbox
from models.inbox import Disposition
from models.run import HoldKind
from models.session import Database
from rehearsal.platform import Platform, WsgiPost, session
from schedules.claims import next_delivery_at
from supervision import holds
from tests.faults.driver import StruckConnection, hang
from tests.faults.seams import Point, SeamWire, watched
from tests.faults.simulation.hands import Hands
from tests.faults.ward import PATH

MOST_ROUNDS = 200
A_SECOND, LOOKS_AGAIN = timedelta(seconds=1), timedelta(hours=4)  # a real one ticks more often, and finds nothing
SHORT = timedelta(seconds=100)  # away for longer is an outage
DOWN_FOR = (3, 8, 8, 15, 40, 300, 2500)  # seconds
Spoil = Callable[[House], House]


class Crashed(BaseException):
    """The process is gone; nobody may catch it but the one who starts it again."""


class Process:
    """`true` tells what the time really is, `offset` how far the machine's own clock is from that."""

    def __init__(self, settings: Settings, true: Callable[[], datetime], random: Random, spoil: Spoil) -> None:
        self.true, self.offset = true, timedelta()
        self.is_up, self.back_at, self._fell_at = False, true(), true()
        self.refuses = self.loses_answer = False  # the way to us is broken; the way back is
        self.slow = 0.0  # how often a callback is not worked at once
        self.crashes: list[Point] = []
        self.platform: Platform | None = None
        self._looked_at = self._looks_at = self.true()
        self._says_at: datetime | None = None
        self._settings, self._random, self._spoil = settings, random, spoil
        self._hits_left: int | None = None
        self._engine: Engine | None = None
        self._connections: list[StruckConnection] = []

    def clock(self) -> datetime:
        return self.true() + self.offset

    def rise(self) -> None:
        """With all its memory new."""
        assert self.platform is not None
        self.hands = Hands(lambda: self._random.random() < self.slow)
        wire = SeamWire(self._strike, session(self.platform))
        self.house = self._spoil(build(self._settings, self.clock, wire, self.hands))
        self._post = WsgiPost(watched(self.house.web, self._strike), PATH, self.true)
        self._hang_on(self.house.database)
        self.is_up = True
        self._looks_at, self._says_at = self.true(), None
        if self.true() - self._fell_at > SHORT:
            self._seen_last(self._fell_at)
            self.live(leaps=False)

    def fall(self, down_for: timedelta | None = None) -> None:
        self.spare()
        for connection in self._connections:
            connection.close()
        self._connections.clear()
        self.house.database.dispose()
        self.is_up, self._fell_at = False, self.true()
        self.back_at = self.true() + (down_for or timedelta(seconds=self._random.choice(DOWN_FOR)))

    def kill_at(self, hits: int) -> None:
        """At the seam that is hit so many times from now on."""
        self._hits_left = hits

    def spare(self) -> None:
        self._hits_left = None

    def post(self, method: str, query: Mapping[str, str], body: bytes, timeout: float) -> tuple[int, bytes]:
        """What the platform reaches; nobody is there while the process is down."""
        if not self.is_up or self.refuses:
            raise ConnectionRefusedError
        try:
            answer = self._post(method, query, body, timeout)
        except Crashed:
            self.fall()
            raise ConnectionResetError from None
        if self._post.crashes:
            raise AssertionError("the web application raised") from self._post.crashes[0]
        with self._mortal():
            self._strike(Point.ANSWERED)
        if self.loses_answer:
            raise TimeoutError
        return answer

    def live(self, *, leaps: bool = True, drift: timedelta | None = None) -> None:
        """All that is due at this moment."""
        if not self.is_up and self.true() >= self.back_at:
            self.rise()
        if not self.is_up:
            return
        with self._mortal():
            if not leaps or self.true() >= min(self._looks_at, self._looked_at + LOOKS_AGAIN):
                self.house.tick(drift, leaps=leaps)
                self._looked_at, self._looks_at = self.true(), (self.house.next_due() or self.clock()) - self.offset
            if self.house.sweep():
                self.look_soon()
            self._say_all()

    def work_what_waits(self) -> None:
        """The hands that were busy are free again."""
        if self.is_up:
            with self._mortal():
                self.hands.catch_up()
                self.look_soon()

    def _say_all(self) -> None:
        for _ in range(MOST_ROUNDS):
            if self.house.deliver().is_idle:
                break
        else:
            raise AssertionError("the delivery never comes to rest")
        with self.house.database.read() as reading:
            says_at = next_delivery_at(reading)
        self._says_at = max(says_at - self.offset, self.true() + A_SECOND) if says_at else None

    def next_due(self) -> datetime:
        if not self.is_up:
            return self.back_at
        return min(self._looks_at, self._says_at or self._looks_at)

    def look_soon(self) -> None:
        """Somebody may have let go what was held: a real one sees it within ten seconds."""
        self._looks_at = self.true() + A_SECOND

    def has_open(self, message_id: str) -> bool:
        """Whether that message is kept and not yet worked."""
        if not self.is_up:
            return False
        kept = select(Inbox.id).where(Inbox.message_key == f"msg-{message_id}")
        with self.house.database.read() as reading:
            return reading.scalar(kept.where(Inbox.disposition == Disposition.WAITING)) is not None

    def _seen_last(self, moment: datetime) -> None:
        """A real one had looked at the clock until it fell; this one leaps."""
        with self.house.database.write() as writing:
            if not holds.is_on_hold(writing, HoldKind.CLOCK):
                writing.execute(update(ClockMark).where(ClockMark.seen_at < moment).values(seen_at=moment))

    @contextmanager
    def _mortal(self) -> Iterator[None]:
        try:
            yield
        except Crashed:
            self.fall()

    def _strike(self, point: Point) -> None:
        if self._hits_left is None:
            return
        self._hits_left -= 1
        if self._hits_left <= 0:
            self.crashes.append(point)
            self._hits_left = None
            for connection in self._connections:  # as the file's locks go with a process
                connection.rollback()
            raise Crashed(point)

    def _hang_on(self, database: Database) -> None:
        """Every life has the same engine: how a statement reads in SQL is nothing that could be remembered wrongly, and
        to work it all out anew takes longer than many a life."""
        if self._engine is None:
            self._engine = database.engine
            self._connections = hang(self._engine, self._strike)
            return
        database.dispose()
        Database.__init__(database, self._engine)
