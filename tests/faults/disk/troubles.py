"""What is wrong with the disk, for anybody's rights: the system's own limit on a file, and two of SQLite's own."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from models.session import Database
from tests.faults.disk.connections import on_each
from tests.faults.disk.server_troubles import full_at_commit, server_read_only, volume_broken, volume_full
from tests.faults.full_disk import no_file_beyond

PAGE = 4096
_HEAD, _FRAME = 32, PAGE + 24  # bytes of the write-ahead log
_NO_LIMIT = 2**32 - 2  # PRAGMA max_page_count


def disk_full(database: Database, room: int) -> Iterator[None]:
    """The log grows by so many pages, and by half of the next."""
    with database.read() as session:
        session.connection().exec_driver_sql("COMMIT")
        session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        session.connection().exec_driver_sql("BEGIN")
    with no_file_beyond(_HEAD + room * _FRAME + _FRAME // 2):
        yield


def file_full(database: Database, room: int) -> Iterator[None]:
    """SQLite finds no page for what is new, though it may change what is there. No page has room left in it."""
    file = database.engine.url.database
    assert file is not None
    with closing(sqlite3.connect(file)) as own:
        own.execute("VACUUM")
        pages = own.execute("PRAGMA page_count").fetchone()[0]
    yield from _under(database, f"max_page_count = {pages + room}", f"max_page_count = {_NO_LIMIT}")


def read_only(database: Database, _room: int) -> Iterator[None]:
    yield from _under(database, "query_only = ON", "query_only = OFF")


def _under(database: Database, pragma: str, without: str) -> Iterator[None]:
    """On every connection that is taken; each is given back as it was."""

    def set_to(words: str) -> Callable[..., None]:
        def on(connection: Any, *_: Any) -> None:  # noqa: ANN401 (the driver's own type)
            connection.execute(f"PRAGMA {words}")

        return on

    taken, returned = set_to(pragma), set_to(without)
    yield from on_each(database, taken, returned)


DISK_FULL, FILE_FULL, READ_ONLY = "disk full", "file full", "read-only"
VOLUME_FULL, AT_COMMIT, BROKEN, SERVER_READ_ONLY = "volume full", "full at commit", "I/O error", "server read-only"
TROUBLES = {
    DISK_FULL: contextmanager(disk_full),
    FILE_FULL: contextmanager(file_full),
    READ_ONLY: contextmanager(read_only),
}
OF_THE_SERVER = {
    VOLUME_FULL: contextmanager(volume_full),
    AT_COMMIT: contextmanager(full_at_commit),
    BROKEN: contextmanager(volume_broken),
    SERVER_READ_ONLY: contextmanager(server_read_only),
}
BIT_BY_BIT = {DISK_FULL, VOLUME_FULL, AT_COMMIT}  # worth a try with a little more room each time
