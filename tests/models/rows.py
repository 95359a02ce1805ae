"""Rows in plain SQL, past every check that Python would make: only what a test cares about has to be said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Date, DateTime, Enum, Integer, LargeBinary, Table, text
from sqlalchemy.orm import Session
from sqlalchemy.types import Boolean, TypeDecorator, TypeEngine

from models import Base

NOON = datetime(2026, 6, 15, 4, tzinfo=UTC)

_PROPOSED: dict[str, Any] = {
    "state": "waits", "unit_id": 1, "policy_version_id": 1, "inbox_id": 1, "proposed_by_id": 2,
}  # fmt: skip

# What the rows under test point at; in an empty database the first row of a table is 1, the next 2.
_STANDING: list[tuple[str, dict[str, Any]]] = [
    ("unit", {"name": "招商局"}),
    ("unit", {"name": "经信局"}),
    ("person", {"userid": "wang", "unit_id": 1, "role": "unit_head"}),
    ("person", {"userid": "li", "unit_id": 2, "role": "supervisor"}),
    ("matter", {"code": "ZD-2026-001", "unit_id": 1}),
    ("inbox", {"message_key": "m1"}),
    ("inbox", {"message_key": "m2"}),
    ("policy_version", {"name": "办法"}),
    ("chat", {"name": "督办工作群"}),
    ("report", {"inbox_id": 1, "person_id": 1, "unit_id": 1}),
    ("progress", {"report_id": 1, "matter_id": 1}),
    ("climb", {"matter_id": 1, "policy_version_id": 1, "cycle": 100, "cause": "quality"}),
    ("notice", {"climb_id": 1, "matter_id": 1, "unit_id": 1, "cycle": 100, "state": "draft"}),
    ("score_proposal", _PROPOSED | {"about": "freeze:1:2026"}),
    ("score_proposal", _PROPOSED | {"about": "freeze:1:2027"}),
]  # fmt: skip


def stand(session: Session) -> None:
    """招商局 and its head, 经信局, one matter, two messages, one report, one climb with a draft notice."""
    for table, values in _STANDING:
        insert(session, table, **values)


def insert(session: Session, table: str, **values: Any) -> None:  # noqa: ANN401
    """INSERT INTO table; what must not be empty and was not said gets the plainest value of its type."""
    known: Table = Base.metadata.tables[table]
    wanted = [c for c in known.c if not c.nullable and c.server_default is None and c.name != "id"]
    plain = {c.name: _plainest(c) for c in wanted}
    row = {name: _bound(session, value) for name, value in (plain | values).items()}
    columns, places = ", ".join(f'"{name}"' for name in row), ", ".join(f":{name}" for name in row)
    session.execute(text(f'INSERT INTO "{table}" ({columns}) VALUES ({places})'), row)  # noqa: S608 (our own names)


def _plainest(column: Column[Any]) -> Any:  # noqa: ANN401
    kind: TypeEngine[Any] = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(kind, Enum):
        return kind.enums[0]
    for of, value in {
        Boolean: False,
        Integer: 1,
        DateTime: NOON,
        Date: date(2026, 6, 15),
        LargeBinary: b"",
        JSON: "{}",
    }.items():
        if isinstance(kind, of):
            return value
    return "x"


def _bound(session: Session, value: Any) -> Any:  # noqa: ANN401
    """SQLite has neither dates nor zones."""
    if session.get_bind().dialect.name == "sqlite" and isinstance(value, date):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    return value
