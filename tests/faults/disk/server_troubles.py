"""What is wrong with a PostgreSQL server's disk, for anybody's rights: the server itself says so, in its own words.

A volume cannot be filled without being root, so triggers say what the server would say then: in the middle of a
transaction, or when it is to be committed. Each table has one, and they count together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import text

from models.base import Base
from models.session import Database
from tests.faults.disk.connections import on_each

_COUNT = "CREATE SEQUENCE struck"  # what was undone stays counted
_STRIKE = """
CREATE FUNCTION strike() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('struck') > {room} THEN RAISE EXCEPTION '{words}' USING ERRCODE = '{code}'; END IF;
    RETURN NULL;
END $$
"""
_STATEMENT = """
CREATE TRIGGER strike BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION strike()
"""
_COMMIT = """
CREATE CONSTRAINT TRIGGER strike AFTER INSERT OR UPDATE OR DELETE ON {table} DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION strike()
"""
_OVER = "DROP FUNCTION strike() CASCADE", "DROP SEQUENCE struck"
_FULL = "could not extend file: No space left on device"
_BROKEN = "could not write to file: Input/output error"


def volume_full(database: Database, room: int) -> Iterator[None]:
    """So many statements still find room."""
    yield from _striking(database, _STATEMENT, _STRIKE.format(room=room, words=_FULL, code="53100"))


def full_at_commit(database: Database, room: int) -> Iterator[None]:
    """All goes well until it is to be kept; for so many rows it is."""
    yield from _striking(database, _COMMIT, _STRIKE.format(room=room, words=_FULL, code="53100"))


def volume_broken(database: Database, _room: int) -> Iterator[None]:
    yield from _striking(database, _STATEMENT, _STRIKE.format(room=0, words=_BROKEN, code="58030"))


def server_read_only(database: Database, _room: int) -> Iterator[None]:
    """As whoever runs the server makes it when its disk is nearly full."""

    def taken(connection: Any, *_: Any) -> None:  # noqa: ANN401 (the driver's own type)
        connection.read_only = True

    def returned(connection: Any, *_: Any) -> None:  # noqa: ANN401
        connection.read_only = None

    yield from on_each(database, taken, returned)


def _striking(database: Database, trigger: str, strike: str) -> Iterator[None]:
    tables = [table.name for table in Base.metadata.sorted_tables]
    _say(database, _COUNT, strike, *(trigger.format(table=table) for table in tables))
    try:
        yield
    finally:
        _say(database, *_OVER)


def _say(database: Database, *statements: str) -> None:
    with database.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
