"""改派: another unit leads a matter from today on. What fell due before stays with the one that had it (X11).

Its signed notices and their points are its own; what was not signed is withdrawn, and the ladder begins anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models import DueChange, Matter, Unit
from models.matter import OPEN
from supervision import acts, deadlines, moving, unwinding
from supervision.clock import day_of
from supervision.enrolment import require_supervisor
from supervision.errors import AlreadyEnded, AlreadyTheirs, DateNotPossible, SomethingMissing
from supervision.leads import fell_due_before
from supervision.registry import touch_registry
from supervision.rules import Rules
from supervision.telling import Telling


@dataclass(frozen=True, slots=True)
class Reassigned:
    """`was_late`: working days the unit before was late. `drafts` went with it, `signed` notices stay with it."""

    before: Unit
    was_late: int
    drafts: int
    signed: int


def reassign(
    session: Session, matter: Matter, telling: Telling, unit: Unit, because: str, rules: Rules,
    due_on: date | None = None,
) -> Reassigned:  # fmt: skip
    """A supervisor hands an open matter to another unit; `due_on` sets it a day of its own.

    To the unit that has it already only a day can be given, once the old one is over.
    Raises NotYours, SomethingMissing, AlreadyEnded, AlreadyTheirs, DateNotPossible.
    """
    require_supervisor(session, telling)
    words, today = because.strip(), day_of(telling.now)
    if not words:
        raise SomethingMissing(lacks="reason")
    if matter.status not in OPEN:
        raise AlreadyEnded(number=matter.number, title=matter.title)
    if due_on is not None and due_on < today:
        raise DateNotPossible(day=due_on)
    if unit.id == matter.unit_id and (due_on is None or not fell_due_before(session, matter)):
        raise AlreadyTheirs(number=matter.number, title=matter.title, unit=unit.name)
    moved = moving.move(session, matter, unit, words, rules, telling.now, telling.person_id)
    if due_on is not None:
        _set_due(session, matter, telling, due_on, words)
    session.flush()
    deadlines.look_again(session, matter, rules, today)
    touch_registry(session, [matter.id])
    acts.note(session, "matter_reassigned", telling, matter.id, **moving.facts_of(moved, matter))
    moving.tell(session, matter, moved, words, telling.now)
    late, drafts = moved.change.workdays_late, len(moved.drafts)
    return Reassigned(moved.before, late, drafts, unwinding.signed(session, matter.id))


def _set_due(session: Session, matter: Matter, telling: Telling, due_on: date, words: str) -> None:
    matter.original_due_on = matter.original_due_on or matter.due_on
    matter.due_on, matter.stood_until = due_on, None
    session.add(
        DueChange(matter_id=matter.id, due_on=due_on, since=telling.now, because=words, by_id=telling.person_id)
    )
