"""The columns of a matter as a table gives them, and the history of its due day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from models import DueChange, Matter
from models.matter import MatterStatus
from supervision.importing.layout import Field, Value, Values

BECAUSE = "imported"

_COLUMNS = {
    Field.CODE: "code",
    Field.NUMBER: "number",
    Field.TITLE: "title",
    Field.CATEGORY: "category",
    Field.BASIS: "basis",
    Field.START_ON: "start_on",
    Field.DUE_ON: "due_on",
    Field.STATUS: "status",
    Field.PERCENT: "percent",
    Field.IS_SEALED: "is_sealed",
}
_EMPTY: Mapping[Field, Any] = {Field.CATEGORY: ""}  # columns that may not be NULL


def open_matter(session: Session, said: Values, unit_id: int, now: datetime) -> Matter:
    """A matter as it stood before anything was told here."""
    matter = Matter(**_columns(said), unit_id=unit_id, opened_at=now)
    matter.original_due_on = matter.due_on
    _stand(matter, now)
    session.add(matter)
    session.flush()
    if matter.due_on is not None:
        _move_due(session, matter, matter.due_on, now)
    return matter


def rewrite_matter(session: Session, matter: Matter, changes: Mapping[Field, Value], now: datetime) -> None:
    """What a table changes of a matter that is known. Its state only while nothing was told of it."""
    was_due = matter.due_on
    if matter.told_at is not None:  # perhaps only since the table was compared
        changes = {what: value for what, value in changes.items() if what not in (Field.STATUS, Field.PERCENT)}
    for column, value in _columns(changes).items():
        setattr(matter, column, value)
    if matter.told_at is None:
        _stand(matter, now)
    if matter.due_on != was_due:
        matter.original_due_on = matter.original_due_on or was_due or matter.due_on
        _move_due(session, matter, matter.due_on, now)


def _columns(said: Mapping[Field, Value]) -> dict[str, Any]:
    return {
        column: _EMPTY.get(what) if said[what] is None else said[what]
        for what, column in _COLUMNS.items()
        if what in said
    }


def _stand(matter: Matter, now: datetime) -> None:
    """The state a withdrawal falls back to (I6)."""
    matter.base_status, matter.base_percent = matter.status, matter.percent
    if matter.status is MatterStatus.CLOSED and matter.closed_at is None:
        matter.closed_at = now


def _move_due(session: Session, matter: Matter, due_on: date | None, now: datetime) -> None:
    session.add(DueChange(matter_id=matter.id, due_on=due_on, since=now, because=BECAUSE))
