"""Insert rows unless their key is there already: the database decides, so two processes never both succeed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import BindParameter, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.base import Base
from models.prepared import Prepared


def insert_if_absent(session: Session, table: type[Base], values: Mapping[str, Any]) -> int | None:
    """The new row's id; None when a row with one of its unique keys exists. The table's key is called `id`."""
    statement = _statement(table, session.connection().dialect.name, tuple(values))
    made = statement.first(session, values)
    return None if made is None else cast(int, made[0])


@lru_cache(maxsize=64)
def _statement(table: type[Base], dialect: str, names: tuple[str, ...]) -> Prepared:
    """Built once for a table: what is stored most often must not be put together anew each time."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    rows = cast(Table, table.__table__)
    row: dict[str, BindParameter[Any]] = {name: bindparam(name) for name in names}
    return Prepared(insert(rows).values(row).on_conflict_do_nothing().returning(rows.c.id))
