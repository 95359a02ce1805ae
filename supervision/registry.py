"""What the office already knows by name, for the reading of messages: plain rows, and when they last changed.

A reader of messages is only told of what the sender may see: a name that is sealed, or another unit's, must not bend
the reading of a sentence any more than one that does not exist (T10).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import Alias, CoUnit, Matter, Milestone, NamedOn, Office, Person, Unit
from models.matter import MatterStatus
from models.person import Role
from supervision.lookups.question import is_spoken
from supervision.visibility import Scope, Viewer, may_see, seen_scope


@dataclass(frozen=True, slots=True)
class UnitName:
    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonName:
    userid: str
    name: str
    unit: str
    role: Role


@dataclass(frozen=True, slots=True)
class MatterName:
    code: str
    title: str
    unit: str
    aliases: tuple[str, ...]
    co_units: tuple[str, ...]
    category: str
    status: MatterStatus
    percent: int | None  # None also where only the outline is seen
    due_on: date | None
    milestones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    units: tuple[UnitName, ...]
    people: tuple[PersonName, ...]
    matters: tuple[MatterName, ...]


Figures = dict[str, tuple[MatterStatus, int | None]]


def registry_version(session: Session) -> int:
    """Grows with every change of names, people and matters; 0 before the office was set up."""
    return session.scalar(select(Office.registry_version).where(Office.id == 1)) or 0


def touch_registry(session: Session) -> None:
    """Say, in the transaction of the change itself, that names, people or matters have changed."""
    session.execute(
        update(Office)
        .where(Office.id == 1)
        .values(registry_version=Office.registry_version + 1)
        .execution_options(synchronize_session=False)
    )


def named_on(session: Session, viewer: Viewer) -> frozenset[int]:
    """The sealed matters that carry this person's name: what tells his registry from his colleagues'."""
    return frozenset(session.scalars(select(NamedOn.matter_id).where(NamedOn.person_id == viewer.person_id)))


def figures(session: Session, viewer: Viewer) -> Figures:
    """State and percent by code of the matters seen and not closed: what reports change without a change of names."""
    rows = session.execute(
        select(Matter.code, Matter.status, Matter.percent, seen_scope(viewer).label("scope")).where(
            may_see(viewer), Matter.status != MatterStatus.CLOSED
        )
    )
    return {row.code: (row.status, row.percent if row.scope == Scope.WHOLE else None) for row in rows}


def known(session: Session, viewer: Viewer) -> Names:
    """All units and active people, and the matters this viewer may see."""
    units = dict(session.execute(select(Unit.id, Unit.name).where(Unit.is_active)).all())
    called = _grouped(session, _aliases(viewer, Alias.unit_id))
    return Names(
        units=tuple(UnitName(name, called.get(unit_id, ())) for unit_id, name in units.items()),
        people=_people(session),
        matters=_matters(session, viewer),
    )


def _people(session: Session) -> tuple[PersonName, ...]:
    rows = session.execute(
        select(Person.userid, Person.name, Unit.name, Person.role)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Person.is_active)
        .order_by(Person.id)
    )
    return tuple(PersonName(*row) for row in rows)


def _matters(session: Session, viewer: Viewer) -> tuple[MatterName, ...]:
    seen = select(Matter.id).where(may_see(viewer))
    called = _grouped(session, _aliases(viewer, Alias.matter_id).where(Alias.matter_id.in_(seen)))
    assisting = _grouped(
        session,
        select(CoUnit.matter_id, Unit.name).join(Unit, Unit.id == CoUnit.unit_id)
        .where(CoUnit.matter_id.in_(seen)).order_by(CoUnit.unit_id),
    )  # fmt: skip
    nodes = _grouped(
        session,
        select(Milestone.matter_id, Milestone.name).where(Milestone.matter_id.in_(seen)).order_by(Milestone.id),
    )
    rows = session.execute(
        select(
            Matter.id, Matter.code, Matter.title, Unit.name, Matter.category, Matter.status, Matter.percent,
            Matter.due_on, seen_scope(viewer).label("scope"),
        ).join(Unit, Unit.id == Matter.unit_id).where(may_see(viewer)).order_by(Matter.id)
    )  # fmt: skip
    return tuple(
        MatterName(
            code=row.code,
            title=row.title,
            unit=row.name,
            aliases=called.get(row.id, ()),
            co_units=assisting.get(row.id, ()),
            category=row.category,
            status=row.status,
            percent=row.percent if row.scope == Scope.WHOLE else None,
            due_on=row.due_on,
            milestones=nodes.get(row.id, ()),
        )
        for row in rows
    )


def _aliases(viewer: Viewer, target: InstrumentedAttribute[int | None]) -> Select[int | None, str]:
    return select(target, Alias.text).where(target.is_not(None), is_spoken(viewer)).order_by(Alias.id)


def _grouped(session: Session, pairs: Select[int, str] | Select[int | None, str]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for key, text in session.execute(pairs):
        if key is not None:
            found[key].append(text)
    return {key: tuple(texts) for key, texts in found.items()}
