"""A matter moves to another unit, by 改派 or by a table: what that ends, what is kept of it, and who hears (X11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from models import CoUnit, LeadChange, Matter, Person, Unit
from supervision import deadlines, unwinding
from supervision.announcing import announce
from supervision.audience import people_of
from supervision.clock import day_of
from supervision.errors import CalendarYearMissing
from supervision.rules import Rules


@dataclass(frozen=True, slots=True)
class Moved:
    """`drafts`: the notices nobody signed, which went with it."""

    change: LeadChange
    before: Unit
    unit: Unit
    drafts: Sequence[int]


def move(
    session: Session, matter: Matter, unit: Unit, because: str, rules: Rules, now: datetime, by_id: int | None = None
) -> Moved:  # fmt: skip
    """From today on the unit leads. What nobody signed is withdrawn, as is a request of the unit before."""
    before, late = session.get_one(Unit, matter.unit_id), _workdays_late(matter, day_of(now), rules)
    drafts = unwinding.drop_drafts(session, matter.id, "matter_reassigned", because, now)
    unwinding.drop_extension(session, matter.id, because, now)
    change = LeadChange(
        matter_id=matter.id,
        from_unit_id=before.id,
        to_unit_id=unit.id,
        since=now,
        first_day=day_of(now),
        due_on=matter.due_on,
        workdays_late=late,
        because=because,
        by_id=by_id,
    )
    session.add(change)
    session.execute(delete(CoUnit).where(CoUnit.matter_id == matter.id, CoUnit.unit_id == unit.id))
    matter.unit_id = unit.id
    session.flush()
    return Moved(change, before, unit, drafts)


def facts_of(moved: Moved, matter: Matter) -> dict[str, object]:
    """For the record of acts."""
    return {
        "lead_change": moved.change.id,
        "from": moved.before.id,
        "to": moved.unit.id,
        "because": moved.change.because,
        "workdays_late": moved.change.workdays_late,
        "notices": list(moved.drafts),
        "due_on": _iso(matter.due_on),
    }


def tell(session: Session, matter: Matter, moved: Moved, because: str, now: datetime) -> None:
    """Each of the two once; a sealed matter is pushed to nobody. `because` is empty where a table said so."""
    change, before, unit = moved.change, moved.before, moved.unit
    facts = {
        "number": matter.number,
        "title": matter.title,
        "because": because,
        "before": before.name,
        "unit": unit.name,
        "due_on": _iso(matter.due_on),
        "is_over": matter.due_on is not None and matter.due_on < change.first_day,
    }
    key = f"lead:{change.id}"
    announce(session, people_of(session, unit.id), "matter_taken_over", f"{key}:to", facts, now, matter_id=matter.id)
    gone: list[Person] = [] if matter.is_sealed or before.id == unit.id else list(people_of(session, before.id))
    # It may not see the matter any more, but this it has to hear: so the word is bound to no matter.
    announce(session, gone, "matter_handed_on", f"{key}:from", facts, now)


def _workdays_late(matter: Matter, today: date, rules: Rules) -> int:
    try:
        return deadlines.days_late(matter, today, rules.calendar)
    except CalendarYearMissing:
        return 0


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
