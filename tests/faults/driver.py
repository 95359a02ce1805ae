"""SQLite's driver with seams: struck at whatever changes the file, by whichever way the statement came.

A statement may go around SQLAlchemy's events (`models.prepared`), but none goes around the driver. Unlike what the
driver's trace callback hears, what is raised here reaches whoever ran the statement.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Engine, event

from tests.faults.seams import POINTS, Point, Strike


class StruckCursor(sqlite3.Cursor):
    connection: StruckConnection

    def execute(self, sql: str, parameters: Any = ()) -> StruckCursor:  # noqa: ANN401 (as in the driver)
        return self._struck(sql, lambda: super(StruckCursor, self).execute(sql, parameters))

    def executemany(self, sql: str, several: Iterable[Any]) -> StruckCursor:
        return self._struck(sql, lambda: super(StruckCursor, self).executemany(sql, several))

    def _struck(self, sql: str, run: Callable[[], object]) -> StruckCursor:
        point = POINTS.get(sql.partition(" ")[0])
        if point is not None:
            self.connection.strike(point)
        run()
        if point is Point.INSERT:
            self.connection.strike(Point.INSERTED)
        return self


class StruckConnection(sqlite3.Connection):
    strike: Strike

    def cursor(self, *_factory: Any) -> StruckCursor:  # type: ignore[override]  # noqa: ANN401
        return super().cursor(StruckCursor)

    def execute(self, sql: str, parameters: Any = ()) -> StruckCursor:  # noqa: ANN401
        return self.cursor().execute(sql, parameters)

    def commit(self) -> None:
        self.strike(Point.COMMIT)
        super().commit()
        self.strike(Point.COMMITTED)


def hang(engine: Engine, strike: Strike) -> list[StruckConnection]:
    """On every connection of this engine from now on. All of them are told: with its process an open transaction dies,
    too."""
    made: list[StruckConnection] = []

    def connect(*arguments: Any, **named: Any) -> StruckConnection:  # noqa: ANN401
        connection = StruckConnection(*arguments, **named)
        connection.strike = strike
        made.append(connection)
        return connection

    def connects(_dialect: object, _record: object, _arguments: object, named: dict[str, Any]) -> None:
        named["factory"] = connect

    event.listen(engine, "do_connect", connects)
    engine.dispose()
    return made
