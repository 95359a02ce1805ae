"""What follows from a matter's rows is written down in the same flush, whoever changes them.

Rows written past the session (by a migration, in bulk) follow by `follow`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, UOWTransaction

from models.light_days import follow_nodes
from models.matter import Matter, Milestone
from models.spelling import respell
from models.unit import Alias

AT_ONCE = 500  # matters in one statement


def follow(session: Session, ids: Sequence[int]) -> None:
    """Milestones, days and names of matters whose rows were written past the session."""
    for some in _in_turn(ids):
        follow_nodes(session, some)
        respell(session, some, {})


@event.listens_for(Session, "after_flush")
def _keep_up(session: Session, _context: UOWTransaction) -> None:
    """Milestones and names belong to a matter that may not be part of this flush."""
    nodes: set[int] = set()
    named: set[int] = set()
    given_up: dict[int, list[str]] = defaultdict(list)
    for one in (*session.new, *session.dirty, *session.deleted):
        if isinstance(one, Milestone):
            nodes.add(one.matter_id)
        elif isinstance(one, Matter) and (was := _was(one, "title")) is not None:
            named.add(one.id)
            given_up[one.id] += was
        elif isinstance(one, Alias) and one.matter_id is not None:
            named.add(one.matter_id)
            given_up[one.matter_id] += [one.text] if one in session.deleted else _was(one, "text") or []
    for some in _in_turn(sorted(nodes)):
        follow_nodes(session, some)
    for some in _in_turn(sorted(named)):
        respell(session, some, given_up)


def _was(row: object, name: str) -> list[str] | None:
    """What a column said before; None when it says the same."""
    history = inspect(row).attrs[name].history
    return list(history.deleted or ()) if history.has_changes() else None


def _in_turn(ids: Iterable[int]) -> Iterator[Sequence[int]]:
    waiting = iter(ids)
    while some := list(islice(waiting, AT_ONCE)):
        yield some
