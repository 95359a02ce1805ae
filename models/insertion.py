"""Insert rows unless their key is there already: the database decides, so two processes never both succeed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.base import Base


def insert_if_absent(session: Session, table: type[Base], values: Mapping[str, Any]) -> int | None:
    """The new row's id; None when a row with one of its unique keys exists. The table's key is called `id`."""
    connection = session.connection()
    statement = _statement(table, connection.dialect.name)
    found: int | None = connection.execute(statement, dict(values)).scalar_one_or_none()
    return found


def insert_those_absent(
    session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]], key: tuple[str, ...]
) -> dict[tuple[Any, ...], int]:
    """Several rows by one statement; the ids of those that were not there, by the columns of their key."""
    connection = session.connection()
    statement = _statement(table, connection.dialect.name, key)
    made = connection.execute(statement, [dict(row) for row in rows])
    return {tuple(found[1:]): found[0] for found in made}


@lru_cache(maxsize=64)
def _statement(table: type[Base], dialect: str, key: tuple[str, ...] = ()) -> Insert:
    """Built once for a table: what is stored most often must not be put together anew each time."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    rows = cast(Table, table.__table__)
    return insert(rows).on_conflict_do_nothing().returning(rows.c.id, *(rows.c[name] for name in key))
