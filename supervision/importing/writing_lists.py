"""Names and memberships that belong to one unit, person, matter or group: exactly what the table lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import Alias
from models.base import Base


def call(session: Session, names: Iterable[str], is_new: bool, **target: int) -> None:
    """The names good for everybody; what one unit confirmed for itself stays its own, what was adopted stays."""
    wanted = set(names)
    present = [] if is_new else session.scalars(select(Alias).filter_by(**target, of_unit_id=None)).all()
    for alias in present:
        if alias.text in wanted:
            alias.confirmed_by_id = alias.confirmed_at = None  # from now on the table's own
        elif alias.confirmed_at is None:
            session.delete(alias)
    session.add_all(Alias(text=text, **target) for text in sorted(wanted - {one.text for one in present}))


def replace(
    session: Session, table: type[Base], key: Mapping[str, int], column: str, wanted: Iterable[int], is_new: bool
) -> None:
    """Exactly these rows under a key."""
    if not is_new:
        session.execute(delete(table).filter_by(**key))
    session.add_all(table(**key, **{column: value}) for value in wanted)
