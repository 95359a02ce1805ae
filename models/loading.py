"""An object of the session, found by a prepared statement: for what nearly every message looks up.

The session's own select costs twice as much for the same object.
"""

from __future__ import annotations

from typing import Generic, TypeVar, cast

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict
from sqlalchemy.orm.util import identity_key

from models.base import Base
from models.prepared import Prepared, Values

Kind = TypeVar("Kind", bound=Base)


class Loading(Generic[Kind]):
    """Objects of one class, whose key is called `id` and whose attributes are called as their columns."""

    def __init__(self, kind: type[Kind], condition: ColumnElement[bool]) -> None:
        columns = cast(Table, kind.__table__).c
        self._kind, self._names = kind, columns.keys()
        self._rows = Prepared(select(*columns).where(condition))

    def first(self, session: Session, values: Values) -> Kind | None:
        """None where there is none. What the session holds already it holds on to, as with its own selects."""
        session.flush()
        row = self._rows.first(session, values)
        if row is None:
            return None
        told = dict(zip(self._names, row, strict=True))
        held: Kind | None = session.identity_map.get(identity_key(self._kind, told["id"]))
        return held if held is not None else self._put_in(session, told)

    def _put_in(self, session: Session, told: dict[str, object]) -> Kind:
        found = self._kind()
        instance_dict(found).update(told)
        make_transient_to_detached(found)
        session.add(found)
        return found
