"""Many rows at once: row by row from Python, and as copies of the first ones inside the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, cast

from sqlalchemy import ColumnElement, Insert, Table, insert, select, text
from sqlalchemy.orm import Session

from models.base import Base

BATCH = 20_000  # rows in one statement

Row = dict[str, Any]
Changed = dict[str, ColumnElement[Any]]  # what a copy has instead of the first row's own values


def insert_rows(session: Session, table: type[Base], rows: Iterable[Row]) -> None:
    statement: Insert = insert(table.__table__)  # type: ignore[arg-type]  # the table, not the class: no objects are made
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        session.execute(statement, batch)


@contextmanager
def indexed_afterwards(session: Session, models: Sequence[type[Base]]) -> Iterator[None]:
    """On PostgreSQL rows come three times quicker while no index is kept and no foreign key is asked for."""
    if session.get_bind().dialect.name != "postgresql":
        yield
        return
    indexes = [index for model in models for index in cast(Table, model.__table__).indexes]
    connection = session.connection()
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)
    connection.execute(text("SET LOCAL session_replication_role = DEFAULT"))


def copy_rows(
    session: Session, model: type[Base], there: int, wanted: int, changed: Callable[[int], Changed]
) -> None:  # fmt: skip
    """The first rows again and again, under other ids, until there are enough: a hundred times quicker."""
    columns = model.__table__.c
    while there < wanted:
        other = {"id": columns.id + there, **changed(there)}
        more = select(*(other.get(column.name, column) for column in columns)).where(columns.id <= wanted - there)
        session.execute(insert(model).from_select([column.name for column in columns], more))
        there = min(2 * there, wanted)
