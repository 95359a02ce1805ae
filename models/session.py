"""One database, two ways in: `read()` and `write()`, each a session in one transaction.

SQLite is opened so that it behaves like a server: WAL, FULL (an acknowledged report survives a power cut),
foreign keys, and BEGIN IMMEDIATE for every unit that writes, so that a lock is taken at once or waited for,
never discovered half way. What is deleted or written over is made zeros in the file, too: what people wrote goes when
its time is over, and a row that was moved leaves no copy behind (T41). Some builds of SQLite do that unasked, not all.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from models.machine_trouble import is_the_machines

BUSY_TIMEOUT_MS = 5_000
CONNECT_TIMEOUT_S = 5
# A server that is read-only would still hand out a transaction's number. Who holds the row writes: no need to wait.
CHANGES_NOTHING = "UPDATE office SET id = id WHERE id IN (SELECT id FROM office FOR UPDATE SKIP LOCKED)"
STATEMENTS = 1_000  # that SQLite need not read anew; the driver's usual 128 are fewer than we have
STANDS_STILL_S = 10  # between two statements of one transaction; ours are milliseconds apart


class Database:
    """An engine with its two doors."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = engine.execution_options(writes=True)
        # In one process SQLite's writers take turns here: waiting on a lock is fair, SQLite's own busy polling is not.
        self._turn: AbstractContextManager[Any] = threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()
        self.refuses_writes = False  # it did the last time somebody wrote: full, read-only, locked, away

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose work is committed at the end, or undone if anything breaks."""
        try:
            with self._turn, Session(self._writer, expire_on_commit=False) as session, session.begin():
                yield session
        except DBAPIError as error:
            self.refuses_writes = is_the_machines(error)
            raise
        self.refuses_writes = False

    def try_to_write(self) -> None:
        """Something that changes nothing, and yet has to reach the disk. Raises DBAPIError."""
        with self.write() as session:
            session.execute(text("PRAGMA user_version = 0" if self.is_sqlite else CHANGES_NOTHING))

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one consistent state and changes nothing."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def dispose(self) -> None:
        self.engine.dispose()


def connect(url: str) -> Database:
    """Open the database at a SQLAlchemy URL: `sqlite:///var/duban.db`, `postgresql+psycopg://…`."""
    if make_url(url).get_backend_name() == "sqlite":
        return Database(_sqlite(url))
    return Database(_postgresql(url))


def _postgresql(url: str) -> Engine:
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=10,
        hide_parameters=True,  # what people wrote has no business in an exception's text (T26)
        connect_args={"connect_timeout": CONNECT_TIMEOUT_S},
    )
    event.listen(engine, "connect", _let_go_of_who_stands_still)
    return engine


def _let_go_of_who_stands_still(connection: Any, _entry: ConnectionPoolEntry) -> None:  # noqa: ANN401 (the driver's own type)
    """A process that is paused in the middle of a transaction keeps its locks; for ten seconds, then the server ends it
    and the others go on (F35). The process finds its work undone when it wakes."""
    connection.execute(f"SET idle_in_transaction_session_timeout = '{STANDS_STILL_S}s'")
    connection.commit()


def _sqlite(url: str) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={
            "timeout": BUSY_TIMEOUT_MS / 1000,
            "check_same_thread": False,
            "cached_statements": STATEMENTS,
        },
    )
    event.listen(engine, "connect", _behave_like_a_server)
    event.listen(engine, "begin", _begin)
    return engine


def _behave_like_a_server(connection: Any, _entry: ConnectionPoolEntry) -> None:  # noqa: ANN401 (the driver's own type)
    connection.isolation_level = None  # we say BEGIN ourselves: the driver's habit loses concurrent updates
    cursor = connection.cursor()
    wanted = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
    for pragma in (*wanted, f"busy_timeout={BUSY_TIMEOUT_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
