"""Places at which a process can be struck down. All of them exist anyway: the product knows nothing of it.

Around an INSERT and a commit (SQLAlchemy's events), around the wire (handed in), around a callback (WSGI).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import requests
from sqlalchemy import event
from sqlalchemy.orm import Session

from bot.wecom.answers import Answer, Attachment
from bot.wecom.http import Wire
from models.session import Database

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


Strike = Callable[[Point], None]  # told at each seam; it need not come back


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


def watch(database: Database, strike: Strike) -> Callable[[], None]:
    """Hang it on what is written; what comes back takes it off again."""
    engine = database.engine

    def before(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:  # noqa: ANN401
        if statement.startswith("INSERT"):
            strike(Point.INSERT)

    def after(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:  # noqa: ANN401
        if statement.startswith("INSERT"):
            strike(Point.INSERTED)

    def commit(_connection: Any) -> None:  # noqa: ANN401
        strike(Point.COMMIT)

    def committed(session: Session) -> None:
        if session.get_bind().engine.url is engine.url:
            strike(Point.COMMITTED)

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    event.listen(engine, "commit", commit)
    event.listen(Session, "after_commit", committed)
    return lambda: event.remove(Session, "after_commit", committed)


def connections_of(database: Database) -> list[Any]:
    """Every one that is taken from now on: with its process an open transaction dies, too."""
    taken: list[Any] = []

    def checked_out(connection: Any, *_rest: Any) -> None:  # noqa: ANN401 (the driver's own type)
        if not any(connection is one for one in taken):
            taken.append(connection)

    event.listen(database.engine, "checkout", checked_out)
    return taken


def watched(web: WSGIApplication, strike: Strike) -> WSGIApplication:
    """Struck before a callback is read and before its answer leaves."""

    def called(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        strike(Point.READING)
        answer = web(environ, start)
        strike(Point.ANSWER)
        return answer

    return called
