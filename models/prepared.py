"""Statements that nearly every message runs: their SQL and how their values are stored are worked out once.

SQLAlchemy looks both up anew for each run, and on SQLite that costs several times what the statement itself does. So
there these go straight to the driver, inside the session's own transaction. PostgreSQL gets them like any other.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, cast

from sqlalchemy import Column, Connection, Insert, Select, Update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeEngine

Values = Mapping[str, Any]  # by the names of the statement's bindparams
Row = tuple[Any, ...]

_NOTHING: Values = MappingProxyType({})
_SQLITE = sqlite.dialect()
_DRIVER, _NONE_YET = "driver of a transaction", (None, None)
_Turned = Callable[[Any], Any] | None  # None: a value stays as it is


class Prepared:
    """One Core statement. Whatever it refuses or breaks on is told by SQLAlchemy's own errors, on both databases."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | Insert | Update) -> None:
        self._statement = statement

    def all(self, session: Session, values: Values = _NOTHING) -> list[Row]:
        """The rows it selects or returns."""
        driver = _sqlite_driver(session)
        if driver is None:
            return [tuple(row) for row in session.connection().execute(self._statement, dict(values))]
        return self._on_sqlite.rows(driver, values)

    def first(self, session: Session, values: Values = _NOTHING) -> Row | None:
        """The first of them; None where there is none."""
        rows = self.all(session, values)
        return rows[0] if rows else None

    def new_id(self, session: Session, values: Values) -> int:
        """The id of the row it inserts."""
        driver = _sqlite_driver(session)
        if driver is None:
            made: Any = session.connection().execute(self._statement, dict(values)).inserted_primary_key
            return cast(int, made[0])
        return cast(int, self._on_sqlite.run(driver, values).lastrowid)

    def change(self, session: Session, several: Sequence[Values]) -> int:
        """How many rows were changed by running it with each of these."""
        driver = _sqlite_driver(session)
        if driver is None:
            return session.connection().execute(self._statement, [dict(values) for values in several]).rowcount
        return sum(self._on_sqlite.run(driver, values).rowcount for values in several)

    @cached_property
    def _on_sqlite(self) -> _OnSqlite:
        return _OnSqlite(self._statement)


class _OnSqlite:
    """The SQL for the driver, and what becomes of each value on its way in and out."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | Insert | Update) -> None:
        compiled = statement.compile(dialect=_SQLITE)
        self._sql = str(compiled)
        self._into = [(name, _into(compiled.binds[name].type)) for name in compiled.positiontup or ()]
        self._out = [_out(column.type) for column in statement.exported_columns]
        self._fixed = {name: value for name, value in compiled.params.items() if not compiled.binds[name].required}
        self._fixed |= {column.key: _default(column) for column in compiled.insert_prefetch}

    def rows(self, driver: sqlite3.Connection, values: Values) -> list[Row]:
        return [
            tuple([turned(value) if turned else value for turned, value in zip(self._out, row, strict=True)])
            for row in self.run(driver, values)
        ]

    def run(self, driver: sqlite3.Connection, values: Values) -> sqlite3.Cursor:
        given = {**self._fixed, **values}
        try:
            return driver.execute(
                self._sql, [turned(given[name]) if turned else given[name] for name, turned in self._into]
            )
        except Exception as trouble:
            raise DBAPIError.instance(self._sql, None, trouble, sqlite3.Error, hide_parameters=True) from trouble


def _sqlite_driver(session: Session) -> sqlite3.Connection | None:
    """Asked of the session once a transaction: to ask costs as much as a statement."""
    transaction, driver = session.info.get(_DRIVER, _NONE_YET)
    if transaction is None or transaction is not session.get_transaction():
        driver = _driver_of(session.connection())
        session.info[_DRIVER] = session.get_transaction(), driver
    return cast("sqlite3.Connection | None", driver)


def _driver_of(connection: Connection) -> sqlite3.Connection | None:
    if connection.dialect.name != "sqlite":
        return None
    return cast(sqlite3.Connection, connection.connection.driver_connection)


def _into(kind: TypeEngine[Any]) -> _Turned:
    return kind.dialect_impl(_SQLITE).bind_processor(_SQLITE)


def _out(kind: TypeEngine[Any]) -> _Turned:
    return kind.dialect_impl(_SQLITE).result_processor(_SQLITE, None)


def _default(column: Column[Any]) -> object:
    if isinstance(column.default, ScalarElementColumnDefault):
        return cast(object, column.default.arg)
    raise TypeError(f"{column} has a default that is made anew for each row; name its value in the statement")
