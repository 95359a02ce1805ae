"""A question in the midst of a session's work, prepared: what the session has not written yet is written first."""

from __future__ import annotations

from typing import Generic, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

from models.prepared import Prepared, Values

Value = TypeVar("Value")
_NOTHING: Values = {}


class Asking(Generic[Value]):
    """One column, asked as the session's own selects would be."""

    def __init__(self, question: Select[Value]) -> None:
        self._rows = Prepared(question)

    def all(self, session: Session, values: Values = _NOTHING) -> list[Value]:
        session.flush()
        return [row[0] for row in self._rows.all(session, values)]

    def first(self, session: Session, values: Values = _NOTHING) -> Value | None:
        """None where there is no row, or nothing in it."""
        found = self.all(session, values)
        return found[0] if found else None

    def finds(self, session: Session, values: Values = _NOTHING) -> bool:
        """Whether there is a row."""
        return bool(self.all(session, values))
