"""改派: another unit leads a matter from today on. What fell due before stays with the one that had it (X11).

Its signed notices and their points are its own; what was not signed is withdrawn, and the ladder begins anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from models import CoUnit, DueChange, LeadChange, Matter, Person, Unit
from models.matter import OPEN
from supervision import acts, deadlines, unwinding
from supervision.announcing import announce
from supervision.audience import people_of
from supervision.clock import day_of
from supervision.enrolment import require_supervisor
from supervision.errors import AlreadyEnded, AlreadyTheirs, CalendarYearMissing, DateNotPossible, SomethingMissing
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
    before, late = session.get_one(Unit, matter.unit_id), _workdays_late(matter, today, rules)
    drafts = unwinding.drop_drafts(session, matter.id, "matter_reassigned", words, telling.now)
    unwinding.drop_extension(session, matter.id, words, telling.now)
    change = _hand_over(session, matter, telling, unit, words, late)
    if due_on is not None:
        _set_due(session, matter, telling, due_on, words)
    session.flush()
    deadlines.look_again(session, matter, rules, today)
    touch_registry(session, [matter.id])
    acts.note(
        session, "matter_reassigned", telling, matter.id, lead_change=change.id, **{"from": before.id, "to": unit.id},
        because=words, workdays_late=late, notices=drafts, due_on=matter.due_on.isoformat() if matter.due_on else None,
    )  # fmt: skip
    _tell(session, matter, telling, change, before, unit)
    return Reassigned(before, late, len(drafts), unwinding.signed(session, matter.id))


def _workdays_late(matter: Matter, today: date, rules: Rules) -> int:
    try:
        return deadlines.days_late(matter, today, rules.calendar)
    except CalendarYearMissing:
        return 0


def _hand_over(
    session: Session, matter: Matter, telling: Telling, unit: Unit, words: str, late: int
) -> LeadChange:  # fmt: skip
    change = LeadChange(
        matter_id=matter.id,
        from_unit_id=matter.unit_id,
        to_unit_id=unit.id,
        since=telling.now,
        first_day=day_of(telling.now),
        due_on=matter.due_on,
        workdays_late=late,
        because=words,
        by_id=telling.person_id,
    )
    session.add(change)
    session.execute(delete(CoUnit).where(CoUnit.matter_id == matter.id, CoUnit.unit_id == unit.id))
    matter.unit_id = unit.id
    session.flush()
    return change


def _set_due(session: Session, matter: Matter, telling: Telling, due_on: date, words: str) -> None:
    matter.original_due_on = matter.original_due_on or matter.due_on
    matter.due_on = due_on
    session.add(
        DueChange(matter_id=matter.id, due_on=due_on, since=telling.now, because=words, by_id=telling.person_id)
    )


def _tell(
    session: Session, matter: Matter, telling: Telling, change: LeadChange, before: Unit, unit: Unit
) -> None:  # fmt: skip
    """Each of the two once; a sealed matter is pushed to nobody."""
    facts = {
        "number": matter.number,
        "title": matter.title,
        "because": change.because,
        "before": before.name,
        "unit": unit.name,
        "due_on": matter.due_on.isoformat() if matter.due_on else None,
        "is_over": matter.due_on is not None and matter.due_on < change.first_day,
    }
    key = f"lead:{change.id}"
    announce(
        session, people_of(session, unit.id), "matter_taken_over", f"{key}:to", facts, telling.now, matter_id=matter.id
    )
    gone: list[Person] = [] if matter.is_sealed or before.id == unit.id else list(people_of(session, before.id))
    # It may not see the matter any more, but this it has to hear: so the word is bound to no matter.
    announce(session, gone, "matter_handed_on", f"{key}:from", facts, telling.now)
