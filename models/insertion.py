"""Insert a row unless its key is there already: the database decides, so two processes never both succeed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.base import Base


def insert_if_absent(session: Session, table: type[Base], values: Mapping[str, Any]) -> int | None:
    """The new row's id; None when a row with one of its unique keys exists. The table's key is called `id`."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(table).values(**values).on_conflict_do_nothing().returning(table.__table__.c.id)
    found: int | None = session.execute(statement).scalar_one_or_none()
    return found
