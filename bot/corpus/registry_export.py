"""registry.json of an office as it stands: what `read` needs to know the names. Nothing that is sealed goes into it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import Alias, CoUnit, Matter, Milestone, Person, Unit
from models.matter import MatterStatus
from models.person import Role


def exported(session: Session, today: date) -> dict[str, Any]:
    """Plain JSON values in the format of the corpus."""
    units = session.scalars(select(Unit).where(Unit.is_active).order_by(Unit.id)).all()
    names = dict(session.execute(select(Unit.id, Unit.name)).all())
    called = _aliases(session, Alias.unit_id)
    return {
        "as_of": today.isoformat(),
        "units": [{"name": unit.name, "aliases": called[unit.id]} for unit in units],
        "people": [
            {"userid": one.userid, "name": one.name, "unit": names[one.unit_id], "role": one.role.value}
            for one in session.scalars(select(Person).where(Person.is_active).order_by(Person.id))
            if one.role is not Role.ADMINISTRATOR
        ],
        "matters": _matters(session, names),
    }


def _matters(session: Session, names: dict[int, str]) -> list[dict[str, Any]]:
    open_to_all = select(Matter).where(Matter.is_sealed.is_(False), Matter.status != MatterStatus.REVOKED)
    called, helping, nodes = _aliases(session, Alias.matter_id), _helping(session, names), _nodes(session)
    return [
        {
            "code": one.code,
            "title": one.title,
            "aliases": called[one.id],
            "category": one.category,
            "unit": names[one.unit_id],
            "co_units": helping[one.id],
            "start_on": _day(one.start_on),
            "due_on": _day(one.due_on),
            "status": one.status.value,
            "percent": one.percent,
            "milestones": [
                {"name": node.name, "due_on": node.due_on.isoformat(), "done": node.done_on is not None}
                for node in nodes[one.id]
            ],
        }
        for one in session.scalars(open_to_all.order_by(Matter.id))
    ]


def _aliases(session: Session, target: InstrumentedAttribute[int | None]) -> defaultdict[int, list[str]]:
    """The names that everybody uses."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = select(target, Alias.text).where(target.is_not(None), Alias.of_unit_id.is_(None)).order_by(Alias.id)
    for key, text in session.execute(rows):
        if key is not None:
            found[key].append(text)
    return found


def _helping(session: Session, names: dict[int, str]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for row in session.scalars(select(CoUnit).order_by(CoUnit.matter_id, CoUnit.unit_id)):
        found[row.matter_id].append(names[row.unit_id])
    return found


def _nodes(session: Session) -> defaultdict[int, list[Milestone]]:
    found: defaultdict[int, list[Milestone]] = defaultdict(list)
    nodes: Sequence[Milestone] = session.scalars(select(Milestone).order_by(Milestone.due_on, Milestone.id)).all()
    for node in nodes:
        found[node.matter_id].append(node)
    return found


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
