"""Whose fault is it: does the database ail, or did it not like what it was asked?"""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError

_SQLITE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}
_PRIMARY = 0xFF  # SQLite tells the details in the bytes above
# PostgreSQL's classes: connection, read-only, rolled back for another's sake, no room, not available, cannot be read.
_POSTGRESQL = ("08", "25006", "40", "53", "55P03", "57", "58", "XX001", "XX002")


def is_the_machines(error: BaseException) -> bool:
    """Full, read-only, broken, locked, away: it would strike whatever was to be written."""
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & _PRIMARY in _SQLITE
    state = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or (state or "08").startswith(_POSTGRESQL)
