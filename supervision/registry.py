"""What the office already knows by name, for the reading of messages: plain rows, and when they last changed.

A reader of messages is only told of what the sender may see: a name that is sealed, or another unit's, must not bend
the reading of a sentence any more than one that does not exist (T10).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import ColumnElement, Select, Table, delete, insert, select, true, union, update
from sqlalchemy.orm import Session

from models import Alias, CoUnit, Matter, Milestone, NameChange, NamedOn, Office, Person, Unit
from models.matter import MatterStatus
from models.person import Role
from models.prepared import Prepared
from supervision.lookups.question import is_spoken
from supervision.visibility import Scope, Viewer, may_name, parts, seen_scope

_OFFICE = cast(Table, Office.__table__)
_REGISTRY_VERSION = Prepared(select(_OFFICE.c.registry_version).where(_OFFICE.c.id == 1))
MOST_LISTED = 200  # matters that one change lists
VERSIONS_KEPT = 500
AT_ONCE = 500  # matters in one statement


@dataclass(frozen=True, slots=True)
class UnitName:
    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonName:
    id: int
    userid: str
    name: str
    unit: str
    role: Role


@dataclass(frozen=True, slots=True)
class MatterName:
    id: int
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
class Changes:
    matters: frozenset[int] | None  # None: perhaps all
    people: frozenset[int] = frozenset()
    directory: bool = True


ANYTHING = Changes(None)


def registry_version(session: Session) -> int:
    """Grows with every change of names, people and matters; 0 before the office was set up."""
    found = _REGISTRY_VERSION.first(session)
    return found[0] if found else 0


def touch_registry(
    session: Session, matters: Iterable[int] | None = None, people: Iterable[int] = (), *, directory: bool = False
) -> None:
    """Say, in the transaction of the change itself, whose names, units or seals have changed.

    `matters` and `people` are ids; without any word of matters all may have; `directory` stands for the units, too.
    """
    session.execute(
        update(Office)
        .where(Office.id == 1)
        .values(registry_version=Office.registry_version + 1)
        .execution_options(synchronize_session=False)
    )
    version = registry_version(session)
    rows: list[dict[str, int | None]] = [{"matter_id": one, "person_id": None} for one in sorted(set(matters or ()))]
    rows += [{"matter_id": None, "person_id": one} for one in sorted(set(people))]
    is_anything = matters is None or len(rows) > MOST_LISTED
    if is_anything or not rows:
        rows = [{"matter_id": None, "person_id": None}]
    kind: dict[str, int | None] = {
        "version": version,
        "is_directory": directory or is_anything,
        "is_anything": is_anything,
    }
    session.execute(insert(NameChange), [row | kind for row in rows])
    session.execute(delete(NameChange).where(NameChange.version <= version - VERSIONS_KEPT))


def changes_since(session: Session, version: int, current: int) -> Changes:
    """What the versions after `version` up to `current` have changed; all, where one of them is not on record."""
    rows = session.scalars(select(NameChange).where(NameChange.version > version, NameChange.version <= current)).all()
    if len({row.version for row in rows}) < current - version or any(row.is_anything for row in rows):
        return ANYTHING
    return Changes(
        matters=frozenset(row.matter_id for row in rows if row.matter_id is not None),
        people=frozenset(row.person_id for row in rows if row.person_id is not None),
        directory=any(row.is_directory for row in rows),
    )


def named_on(session: Session, viewer: Viewer) -> frozenset[int]:
    """The sealed matters that carry this person's name: what tells his registry from his colleagues'."""
    return frozenset(session.scalars(select(NamedOn.matter_id).where(NamedOn.person_id == viewer.person_id)))


def units(session: Session) -> tuple[UnitName, ...]:
    """All active units with the names everybody uses for them."""
    called = _grouped(
        session,
        select(Alias.unit_id, Alias.text)
        .where(Alias.unit_id.is_not(None), Alias.of_unit_id.is_(None))
        .order_by(Alias.id),
    )
    rows = session.execute(select(Unit.id, Unit.name).where(Unit.is_active))
    return tuple(UnitName(row.name, called.get(row.id, ())) for row in rows)


def people(session: Session, among: Collection[int] | None = None) -> tuple[PersonName, ...]:
    """All active people; `among` these, where only they are wanted."""
    wanted = (
        select(Person.id, Person.userid, Person.name, Unit.name, Person.role)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Person.is_active)
    )
    if among is not None:
        wanted = wanted.where(Person.id.in_(sorted(among)))
    return tuple(PersonName(*row) for row in session.connection().execute(wanted.order_by(Person.id)))


def categories(session: Session, viewer: Viewer) -> tuple[str, ...]:
    """The kinds of the matters this viewer may see."""
    kinds = [
        select(Matter.category)
        .where(part.condition, *(() if part.is_few else (Matter.order_on >= date.min,)))  # so it reads the index alone
        .distinct()
        for part in parts(viewer)
    ]
    return tuple(session.scalars(union(*kinds)))


def matters(session: Session, viewer: Viewer, among: Collection[int] | None = None) -> tuple[MatterName, ...]:
    """The matters this viewer may see, by all the names in his mouth; `among` these, where only they are wanted."""
    if among is None:
        return _matters(session, viewer, true())
    ids = sorted(among)
    turns = (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))
    return tuple(name for some in turns for name in _matters(session, viewer, Matter.id.in_(some)))


def _matters(session: Session, viewer: Viewer, among: ColumnElement[bool]) -> tuple[MatterName, ...]:
    seen = select(Matter.id).where(among, may_name(viewer))
    called = _grouped(
        session,
        select(Alias.matter_id, Alias.text).where(Alias.matter_id.in_(seen), is_spoken(viewer)).order_by(Alias.id),
    )
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
        ).join(Unit, Unit.id == Matter.unit_id).where(among, may_name(viewer)).order_by(Matter.id)
    )  # fmt: skip
    return tuple(
        MatterName(
            id=row.id,
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


def _grouped(session: Session, pairs: Select[int, str] | Select[int | None, str]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for key, text in session.execute(pairs):
        if key is not None:
            found[key].append(text)
    return {key: tuple(texts) for key, texts in found.items()}
