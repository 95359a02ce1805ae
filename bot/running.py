"""The house at work: the web server, the alarm clock and the delivery, each stopped in good order."""

from __future__ import annotations

import gc
import logging
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import FrameType

from sqlalchemy.exc import SQLAlchemyError

from bot.app import TICKS_MISSED, House
from bot.availability import AvailabilityKeeper, LookAtOneself
from bot.config import ScheduleSettings, ServerSettings
from bot.keeping.copies import copy_if_due, database_file
from bot.life_sign import LifeSign
from bot.stopping import COME_BACK, Stopping
from bot.web_server import WebServer
from bot.wecom.http import Wire
from models.migrating import newest_revision, revision_of
from models.session import Database
from schedules.runner import Alarm, Runner
from schedules.ticker import Ticker

SWEEP_EVERY = timedelta(seconds=5)
WATCH_EVERY = timedelta(minutes=5)
LIFE_SIGN_EVERY = timedelta(minutes=1)
BACKUP_LOOKED_AT_EVERY = timedelta(minutes=10)
DATABASE_EVERY = 5.0  # seconds
SPOOL_EVERY = 3600.0
EAR = 1.0  # seconds that a delivery waits for the bell at a time, so that it hears when it shall stop

log = logging.getLogger(__name__)


class Stop:
    """SIGTERM and Ctrl-C leave the block that is running; for a server with nothing in hand that could be lost."""

    def __init__(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._leave)

    def _leave(self, _number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)


class Deliverer:
    """A thread that says what lies in the outbox, woken by the bell or by the passing of time, until asked to stop."""

    def __init__(self, house: House, stop: Stopping) -> None:
        self._house = house
        self._stopped = stop.wanted
        self._thread = threading.Thread(target=self._run, name="deliverer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        """The message that is on the wire comes to its end."""
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                while not self._stopped.is_set() and not self._house.deliver(self._stopped.is_set).is_idle:
                    pass
            except Exception:
                log.exception("delivery broke; it goes on with the next round")
            self._rest()

    def _rest(self) -> None:
        left = self._house.settings.schedule.deliver_seconds
        while left > 0 and not self._stopped.is_set():
            if self._house.bell.wait(min(left, EAR)):
                return
            left -= EAR


@contextmanager
def at_work(house: House, *, opens: bool = False, sends: bool = False) -> Iterator[Stopping]:
    """From here on the process stops when it is asked to; what was begun inside the block is ended there, too.

    `opens`: it is a door; `sends`: it sends what lies in the outbox.
    """
    stop = Stopping()
    DatabaseWatch(house.database, stop).start()
    if opens:
        threading.Thread(target=_keep_spool, args=(house, stop), name="spool", daemon=True).start()
    AvailabilityKeeper(LookAtOneself(house, opens=opens, sends=sends), stop.wanted).start()
    log.info("open")
    try:
        yield stop
    finally:
        stop.ask()
        house.close()
        log.info("closed")


def _keep_spool(house: House, stop: Stopping) -> None:
    """Each door does it for itself: its spool may lie on another machine than the alarm clock."""
    while not stop.wanted.is_set():
        try:
            house.forget_spool()
        except Exception:
            log.exception("the spool could not be looked at")
        stop.wanted.wait(SPOOL_EVERY)


class DatabaseWatch:
    """A process whose schema is no longer the database's stops: another version has taken over (F57).

    While the database refuses to be written it is tried again, for who is not ready may be sent no message (F17).
    """

    def __init__(self, database: Database, stop: Stopping, every: float = DATABASE_EVERY) -> None:
        self._database, self._stop, self._every = database, stop, every
        self._wanted = newest_revision()

    def start(self) -> None:
        threading.Thread(target=self._run, name="database", daemon=True).start()

    def _run(self) -> None:
        while not self._stop.wanted.wait(self._every):
            if self._differs():
                log.error("the database has another schema than this version; this process stops")
                self._stop.ask(COME_BACK)
                return
            if self._database.refuses_writes:
                self._try_to_write()

    def _differs(self) -> bool:
        try:
            return revision_of(self._database) != self._wanted
        except Exception as trouble:  # an unreachable database is everybody's trouble; it says nothing of the schema
            log.warning("the schema cannot be looked at: %s", type(trouble).__name__)
            return False

    def _try_to_write(self) -> None:
        try:
            self._database.try_to_write()
        except SQLAlchemyError as trouble:  # of the pool, too: the watch goes on
            log.error("the database cannot be written: %s", getattr(trouble, "orig", trouble))
            return
        log.info("the database can be written again")


def alarm_clock(house: House, settings: ScheduleSettings) -> Runner:
    """Ticks, sweeps what was left over, and watches whether anything is stuck."""
    ticker = Ticker(house.database, house.rules_source, house.clock)

    def tick() -> None:
        if ticker():
            house.bell.ring()

    alarms = [
        Alarm("tick", timedelta(seconds=settings.tick_seconds), tick),
        Alarm("sweep", SWEEP_EVERY, house.sweep),
        Alarm("watch", WATCH_EVERY, house.watch),
    ]
    if (keeping := house.settings.backup).folder and house.database.is_sqlite:
        alarms.append(Alarm("backup", BACKUP_LOOKED_AT_EVERY, partial(_back_up, house, Path(keeping.folder))))
    if address := house.settings.watch.ping_url.get_secret_value():
        alarms.append(Alarm("life sign", LIFE_SIGN_EVERY, life_sign(house, address)))
    return Runner(alarms, house.clock)


def life_sign(house: House, address: str) -> LifeSign:
    """To the address of [watch]."""
    return LifeSign(house.database, house.clock, Wire(), address, TICKS_MISSED * house.settings.schedule.tick_seconds)


def _back_up(house: House, folder: Path) -> None:
    keeping = house.settings.backup
    source = database_file(house.settings.database.url)
    if made := copy_if_due(source, folder, keeping.every_hours, keeping.keep, house.clock()):
        log.info("backed up to %s", made.name)


def bind(settings: ServerSettings) -> socket.socket:
    """The server's socket, listening. Raises OSError: the port is taken, the host is not ours."""
    family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
    return socket.create_server((settings.host, settings.port), family=family, backlog=1024)


def serve_web(house: House, stop: Stopping | None = None, bound: socket.socket | None = None) -> None:
    """Answer requests until asked to stop; requests in hand are answered first. Raises OSError, as `bind` does."""
    server = house.settings.server
    door = bound or bind(server)
    stop = stop or Stopping()
    _spare_the_collector()
    WebServer(house.web, door, server.threads, house.settings.callback.body_limit).run(stop.wanted)


def _spare_the_collector() -> None:
    """What was loaded at the start stays for good, and what a request makes goes by itself: seldom look for litter.

    Else a tenth of each callback is spent on looking through names and texts that nobody throws away.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
