"""Whose words may be about a matter: those of each unit that ever led it, and of who told or did something in it.

People move: who told of it then may sit in another unit by now, or in none that reports.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Act, LeadChange, Matter, Person, Report
from models.person import Role

_OF_UNITS = (Role.UNIT_HEAD, Role.LIAISON)


def its_units(matter: Matter, leads: Sequence[LeadChange]) -> set[int]:
    return {matter.unit_id, *(row.from_unit_id for row in leads), *(row.to_unit_id for row in leads)}


def its_people(
    session: Session, matter: Matter, leads: Sequence[LeadChange], reports: Sequence[Report]
) -> set[int]:  # fmt: skip
    """Not who acted for the office."""
    units = its_units(matter, leads)
    acted = select(Act.by_id).where(Act.matter_id == matter.id, Act.by_id.is_not(None))
    spoke = select(Report.person_id).where(Report.unit_id.in_(units), Report.told_at >= matter.opened_at)
    found = select(Person.id).where(
        or_(
            Person.unit_id.in_(units),
            Person.id.in_(spoke),
            Person.id.in_(acted) & Person.role.in_(_OF_UNITS),
        )
    )
    return {row.person_id for row in reports} | set(session.scalars(found))
