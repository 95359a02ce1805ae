"""Each process looks at itself every half minute and keeps its line of the ledger of availability (N5).

A thread of its own: no message waits for it, and it is no part of the clock whose turning it looks at.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Mapping

from sqlalchemy.exc import SQLAlchemyError

from bot.app import TICKS_MISSED, House
from bot.config import Settings
from bot.door_probe import DoorProbe
from bot.wecom.http import Wire
from bot.wecom.token import Standing
from models.availability import Condition, Probe
from models.session import Database
from supervision.availability.recording import EVERY, WELL, Record, Sight
from supervision.gauges import engine_age

log = logging.getLogger(__name__)

FIRST_AFTER = 3.0  # the door is opened meanwhile
YOUNG = 60.0  # while a process is so young, what does not answer yet is no finding
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (where one listens, and where one knocks)


class LookAtOneself:
    """Call it every half minute. `opens`: this process is a door; `sends`: it sends what lies in the outbox."""

    def __init__(
        self,
        house: House,
        *,
        opens: bool = False,
        sends: bool = False,
        wire: Wire | None = None,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._house, self._sends, self._steady = house, sends, steady
        self._knocks = _door_probe(house, wire or _wire(house.settings), opens=opens)
        self._began = steady()
        self._record = Record(f"{socket.gethostname()[:60]}:{os.getpid()}")

    def __call__(self) -> None:
        database = self._house.database
        sights = self._sights()
        self._record.see(self._house.clock(), sights)
        if sights[Probe.DATABASE] != WELL:
            return  # written once it can be
        try:
            with database.write() as session:
                self._record.write(session)
        except SQLAlchemyError as trouble:
            log.warning("the ledger of availability waits: %s", type(trouble).__name__)
            return
        self._record.was_written()

    def _sights(self) -> Mapping[Probe, Sight]:
        sights = {Probe.DATABASE: _database(self._house.database), Probe.SCHEDULER: self._scheduler()}
        sights[Probe.DOOR] = self._knocks() if self._knocks else None
        sights[Probe.TOKEN] = _token(self._house.tokens.standing()) if self._sends else None
        young = self._steady() - self._began < YOUNG
        seen = {probe: sight for probe, sight in sights.items() if sight is not None}
        return {probe: sight for probe, sight in seen.items() if not (young and _may_come_yet(probe, sight))}

    def _scheduler(self) -> Sight | None:
        """None where nobody ever turned the clock, or it cannot be asked."""
        longest = TICKS_MISSED * self._house.settings.schedule.tick_seconds
        try:
            with self._house.database.read() as session:
                age = engine_age(session, self._house.clock())
        except SQLAlchemyError:
            return None
        if age is None:
            return None
        return WELL if age <= longest else Sight(Condition.AILING, "stands")


class AvailabilityKeeper:
    """The thread."""

    def __init__(self, look: Callable[[], object], stopped: threading.Event) -> None:
        self._look, self._stopped = look, stopped

    def start(self) -> None:
        threading.Thread(target=self._run, name="availability", daemon=True).start()

    def _run(self) -> None:
        pause = FIRST_AFTER
        while not self._stopped.wait(pause):
            pause = EVERY.total_seconds()
            try:
                self._look()
            except Exception:
                log.exception("the look at oneself broke")


def _door_probe(house: House, wire: Wire, *, opens: bool) -> DoorProbe | None:
    """At the public address where one is given, by any process; else a door knocks at its own port."""
    address = house.settings.watch.public_url or (_own_address(house.settings) if opens else "")
    return DoorProbe(house.door.codec, address, wire, house.clock) if address else None


def _wire(settings: Settings) -> Wire:
    """Of the same trust as the one to the platform: what answers may be the office's own gateway."""
    return Wire(verify=(settings.wecom and settings.wecom.ca_bundle) or True)


def _own_address(settings: Settings) -> str:
    host = _EVERYWHERE.get(settings.server.host, settings.server.host)
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{settings.server.port}{settings.callback.path}"


def _database(database: Database) -> Sight:
    """Once it refuses, the watch of the database finds out when it takes something in again, and says so."""
    unwritable = Sight(Condition.AILING, "unwritable")
    if database.refuses_writes:
        return unwritable
    try:
        database.try_to_write()
    except SQLAlchemyError:  # of the pool, too: who waits in vain for a connection stores nothing
        return unwritable
    return WELL


def _token(standing: Standing) -> Sight:
    match standing:
        case Standing.GOOD:
            return WELL
        case Standing.NOT_WANTED:
            return Sight(Condition.UNSEEN, standing.value)
        case _:
            return Sight(Condition.AILING, standing.value)


def _may_come_yet(probe: Probe, sight: Sight) -> bool:
    return probe in (Probe.DOOR, Probe.SCHEDULER) and sight.condition is Condition.AILING
