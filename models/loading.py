"""Objects of the session, found by a prepared statement: for what nearly every message or every tick looks up.

The session's own select costs several times as much for the same objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict
from sqlalchemy.orm.util import identity_key

from models.base import Base
from models.prepared import Prepared, Values

Kind = TypeVar("Kind", bound=Base)


class Loading(Generic[Kind]):
    """Objects of one class, whose key is called `id`: those of a condition, in an order, at most so many.

    `locks`: their rows are ours until the transaction ends; with `skips` those that are somebody's are left out.
    """

    def __init__(
        self, kind: type[Kind], condition: ColumnElement[bool], *order: ColumnElement[Any] | InstrumentedAttribute[Any],
        most: int | None = None, locks: bool = False, skips: bool = False,
    ) -> None:  # fmt: skip
        columns = kind.__mapper__.columns
        self._kind, self._names = kind, columns.keys()
        rows = select(*columns).where(condition).order_by(*order).limit(most)
        self._rows = Prepared(rows.with_for_update(skip_locked=skips) if locks else rows)

    def first(self, session: Session, values: Values) -> Kind | None:
        """None where there is none. What the session holds already it holds on to, as with its own selects."""
        found = self.all(session, values)
        return found[0] if found else None

    def all(self, session: Session, values: Values) -> Sequence[Kind]:
        session.flush()
        return [self._object(session, row) for row in self._rows.all(session, values)]

    def _object(self, session: Session, row: tuple[Any, ...]) -> Kind:
        told = dict(zip(self._names, row, strict=True))
        held: Kind | None = session.identity_map.get(identity_key(self._kind, told["id"]))
        return held if held is not None else self._put_in(session, told)

    def _put_in(self, session: Session, told: dict[str, object]) -> Kind:
        found = self._kind()
        instance_dict(found).update(told)
        make_transient_to_detached(found)
        session.add(found)
        return found
