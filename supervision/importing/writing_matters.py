"""The columns of a matter as a table gives them, and the history of its due day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
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


def open_matter(said: Values, unit_id: int, now: datetime) -> Matter:
    """A matter as it stood before anything was told here."""
    matter = Matter(**_columns(said), unit_id=unit_id, opened_at=now)
    matter.original_due_on = matter.due_on
    _stand(matter, now)
    return matter


def rewrite_matter(matter: Matter, changes: Mapping[Field, Value], unit_id: int, now: datetime) -> None:
    """What a table changes of a matter that is known. Its state only while nothing was told of it."""
    was_due = matter.due_on
    if matter.told_at is not None:  # perhaps only since the table was compared
        changes = {what: value for what, value in changes.items() if what not in (Field.STATUS, Field.PERCENT)}
    matter.unit_id = unit_id
    for column, value in _columns(changes).items():
        setattr(matter, column, value)
    if matter.told_at is None:
        _stand(matter, now)
    if matter.due_on != was_due:
        matter.original_due_on = matter.original_due_on or was_due or matter.due_on
        matter.stood_until = None


def record_due(session: Session, matter: Matter, now: datetime) -> None:
    """The due day it has now, as a line of its history."""
    session.add(DueChange(matter_id=matter.id, due_on=matter.due_on, since=now, because=BECAUSE))


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
