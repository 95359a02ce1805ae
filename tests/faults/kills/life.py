"""One life, inside its own process: the whole product behind a pipe. It hears orders, and asks the platform."""

from __future__ import annotations

import ctypes
import threading
import traceback
from collections.abc import Callable, Mapping
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, cast

from bot.app import House, build
from bot.config import Settings
from bot.keeping.copies import copy, database_file
from rehearsal.platform import Platform, WsgiPost, session
from rehearsal.platform.calls import Answer
from rehearsal.town import City
from tests.faults.kills.blows import Blow, Executioner
from tests.faults.kills.sights import sights
from tests.faults.kills.told import Answered, Asked, Broke, Done, Order
from tests.faults.seams import Point, SeamWire, watch_all, watch_files, watched
from tests.faults.simulation.complaints import listening
from tests.faults.ward import PATH, found

MOST_ROUNDS, LONG = 200, 60.0  # seconds: how busy the machine is, proves nothing
PR_SET_PTRACER, ANYBODY = 0x59616D61, ctypes.c_ulong(-1)  # of <sys/prctl.h>
Spoil = Callable[[House], House]


class FarPlatform:
    """The platform as this process sees it: a question into the pipe, an answer out of it."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def call(self, method: str, path: str, query: Mapping[str, str], **more: Any) -> Answer:  # noqa: ANN401
        headers = dict(more.pop("headers"))
        self._pipe.send(Asked({"method": method, "path": path, "query": query, "headers": headers, **more}))
        return cast(Answer, self._pipe.recv())


class Life:
    def __init__(self, pipe: Connection, settings: Settings, city: City, folder: Path, blow: Blow) -> None:
        self._pipe, self._settings, self._city, self._folder = pipe, settings, city, folder
        self._strike = Executioner(blow)
        self._now: datetime | None = None

    def clock(self) -> datetime:
        assert self._now is not None
        return self._now

    def live(self, spoil: Spoil) -> None:
        """Until the pipe closes, or it is struck."""
        watch_all(self._strike)
        watch_files(self._folder, self._strike)
        with listening() as complaints:
            while (order := self._heard()) is not None:
                self._now = order.now
                if order.what == "open":
                    self._open(spoil)
                    result = None
                else:
                    result = getattr(self, f"_do_{order.what}")(*order.details)
                self._pipe.send(Done(result, dict(complaints.found)))

    def _heard(self) -> Order | None:
        try:
            return cast(Order, self._pipe.recv())
        except EOFError:
            return None

    def _open(self, spoil: Spoil) -> None:
        wire = SeamWire(self._strike, session(cast(Platform, FarPlatform(self._pipe))))
        self._house = spoil(build(self._settings, self.clock, wire))
        self._post = WsgiPost(watched(self._house.web, self._strike), PATH)

    def _do_arm(self, blow: Blow) -> None:
        self._strike.arm(blow)

    def _do_hits(self) -> dict[Point, int]:
        return self._strike.hits()

    def _do_found(self) -> None:
        found(self._house, self._city)

    def _do_post(self, method: str, query: Mapping[str, str], body: bytes) -> None:
        """The platform has its answer before this life goes on, or ends."""
        status, answer = self._post(method, query, body, LONG)
        if self._post.crashes:
            raise self._post.crashes[0]
        self._pipe.send(Answered(status, answer))
        self._strike(Point.ANSWERED)

    def _do_settle(self) -> None:
        """What works in the background comes to its end."""
        self._house.door.worktable.workers.submit(lambda: None).result()

    def _do_threads(self) -> tuple[int, int]:
        """The one at the door and the one at the desk, which may be watched even by who is not root."""
        ctypes.CDLL(None).prctl(PR_SET_PTRACER, ANYBODY)
        desk = self._house.door.worktable.workers.submit(threading.get_native_id)
        return threading.get_native_id(), desk.result()

    def _do_tick(self) -> None:
        self._house.tick(leaps=True)

    def _do_sweep(self) -> None:
        self._house.sweep()

    def _do_deliver(self) -> None:
        for _ in range(MOST_ROUNDS):
            if self._house.deliver().is_idle:
                return
        raise AssertionError("the delivery never comes to rest")

    def _do_due(self) -> datetime | None:
        return self._house.next_due()

    def _do_copy(self, name: str) -> None:
        copy(database_file(self._settings.database.url), self._folder / name)

    def _do_see(self, what: str) -> Any:  # noqa: ANN401 (each sight has its own type)
        with self._house.database.read() as reading:
            return sights[what](reading)

    def _do_close(self) -> None:
        self._house.close()


def born(pipe: Connection, life: Life, spoil: Spoil) -> int:
    """The whole life; the exit code of its process."""
    try:
        life.live(spoil)
    except BaseException:  # whatever it is, whoever is outside has to hear of it
        pipe.send(Broke(traceback.format_exc()))
        return 1
    return 0
