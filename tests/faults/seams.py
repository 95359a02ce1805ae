"""Places at which a process can be struck down. All of them exist anyway: the product knows nothing of it.

Around an INSERT and a commit (SQLite's driver), around the wire (handed in), around a callback (WSGI), before a file
is opened or renamed (Python's audit events).
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import requests
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from bot.wecom.answers import Answer, Attachment
from bot.wecom.http import Wire

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Point(StrEnum):
    READING = "before reading"
    INSERT = "before insert"
    INSERTED = "after insert"
    COMMIT = "before commit"
    COMMITTED = "after commit"
    WIRE = "before the wire"
    WIRED = "after the wire"
    ANSWER = "before the answer"
    ANSWERED = "after the answer"
    OPEN = "before open"
    RENAME = "before rename"
    CHANGE = "before a change"
    MOMENT = "at a moment"  # by the clock, wherever the process is then


Strike = Callable[[Point], None]  # told at each seam; it need not come back

POINTS = {"INSERT": Point.INSERT, "COMMIT": Point.COMMIT} | dict.fromkeys(
    ("UPDATE", "DELETE", "CREATE", "ALTER", "DROP"), Point.CHANGE
)


class SeamWire(Wire):
    """The real wire, struck before a request leaves and after its answer came."""

    def __init__(self, strike: Strike, session: requests.Session) -> None:
        super().__init__(session=session)
        self._strike = strike

    def call(
        self,
        method: str,
        url: str,
        params: Mapping[str, str],
        body: bytes | None = None,
        attachment: Attachment | None = None,
    ) -> Answer:
        self._strike(Point.WIRE)
        answer = super().call(method, url, params, body, attachment)
        self._strike(Point.WIRED)
        return answer


def watch_all(strike: Strike) -> None:
    """Hang it on whatever SQLite file this process opens from now on, for as long as it lives; nothing may be raised.

    The driver tells of each statement just before it runs, of those, too, that go around SQLAlchemy's events.
    """

    def connected(connection: sqlite3.Connection, _entry: Any) -> None:  # noqa: ANN401
        before = ""

        def runs(statement: str) -> None:
            nonlocal before
            before, last = statement.partition(" ")[0], before
            if last == "INSERT":
                strike(Point.INSERTED)
            if before in POINTS:
                strike(POINTS[before])

        connection.set_trace_callback(runs)

    event.listen(Engine, "connect", connected)
    event.listen(Session, "after_commit", lambda _session: strike(Point.COMMITTED))


def watch_files(folder: Path, strike: Strike) -> None:
    """Files of this folder, opened or renamed by this process, for as long as it lives."""
    points = {"open": Point.OPEN, "sqlite3.connect": Point.OPEN, "os.rename": Point.RENAME}

    def heard(name: str, arguments: tuple[Any, ...]) -> None:
        point = points.get(name)
        if point is not None and str(folder) in str(arguments[0]):
            strike(point)

    sys.addaudithook(heard)


def watched(web: WSGIApplication, strike: Strike) -> WSGIApplication:
    """Struck before a callback is read and before its answer leaves."""

    def called(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        strike(Point.READING)
        answer = web(environ, start)
        strike(Point.ANSWER)
        return answer

    return called
