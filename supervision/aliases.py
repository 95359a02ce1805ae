"""别名: names learned from people's answers. One binds the unit that confirmed it, until a supervisor adopts it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from models import Alias, CoUnit, Matter, Person, Unit
from supervision import acts
from supervision.enrolment import require_supervisor
from supervision.errors import AliasMeansAnother, NoSuchAlias
from supervision.lookups.question import is_spoken
from supervision.registry import touch_registry
from supervision.telling import Telling
from supervision.visibility import Viewer, may_see


@dataclass(frozen=True, slots=True)
class Learned:
    id: int
    text: str
    number: int  # of the matter
    title: str
    unit: str
    person: str
    confirmed_at: datetime | None
    is_adopted: bool


def learn(session: Session, telling: Telling, matter: Matter, text: str) -> bool:
    """Keep a name as the teller's unit says it; False where that unit knows it already."""
    known = select(Alias.id).where(
        Alias.text == text,
        or_(Alias.of_unit_id == telling.unit_id, Alias.of_unit_id.is_(None) & (Alias.matter_id == matter.id)),
    )
    if session.scalar(known.limit(1)) is not None:
        return False
    session.add(
        Alias(
            text=text,
            matter_id=matter.id,
            of_unit_id=telling.unit_id,
            confirmed_by_id=telling.person_id,
            confirmed_at=telling.now,
        )
    )
    touch_registry(session, [matter.id])
    acts.note(session, "alias_learned", telling, matter.id, text=text)
    return True


def names_of_unit(session: Session, viewer: Viewer) -> dict[int, list[str]]:
    """All names in the viewer's mouth of the matters his unit leads or assists, by the matter's id."""
    helps = select(CoUnit.matter_id).where(CoUnit.unit_id == viewer.unit_id)
    ours = and_(or_(Matter.unit_id == viewer.unit_id, Matter.id.in_(helps)), may_see(viewer))
    names = {row.id: [row.title] for row in session.execute(select(Matter.id, Matter.title).where(ours))}
    said = select(Matter.id, Alias.text).join(Alias, Alias.matter_id == Matter.id).where(ours, is_spoken(viewer))
    for matter_id, text in session.execute(said):
        names[matter_id].append(text)
    return names


def newest(session: Session, viewer: Viewer, most: int) -> list[Learned]:
    """Those learned last, adopted ones too, of the matters this viewer may see."""
    rows = session.execute(
        select(
            Alias.id, Alias.text, Matter.number, Matter.title, Unit.name, Person.name, Alias.confirmed_at,
            Alias.of_unit_id.is_(None),
        )
        .join(Matter, Matter.id == Alias.matter_id)
        .join(Person, Person.id == Alias.confirmed_by_id)
        .join(Unit, Unit.id == func.coalesce(Alias.of_unit_id, Person.unit_id))
        .where(Alias.confirmed_at.is_not(None), may_see(viewer))
        .order_by(Alias.id.desc())
        .limit(most)
    )  # fmt: skip
    return [Learned(*row) for row in rows]


def adopt(session: Session, telling: Telling, viewer: Viewer, alias_id: int) -> tuple[str, Matter]:
    """Good for everybody from now on; only where it can mean no other matter. Raises AliasMeansAnother."""
    require_supervisor(session, telling)
    alias, matter = _find(session, viewer, alias_id)
    if _means_another(session, viewer, alias):
        raise AliasMeansAnother(name=alias.text)
    if alias.of_unit_id is not None:
        _end(session, _same_for_all(session, alias))
        alias.of_unit_id = None
        touch_registry(session, [matter.id])
        acts.note(session, "alias_adopted", telling, matter.id, text=alias.text)
    return alias.text, matter


def forget(session: Session, telling: Telling, viewer: Viewer, alias_id: int) -> tuple[str, Matter]:
    """The words mean nothing again; what was recorded by them stays."""
    require_supervisor(session, telling)
    alias, matter = _find(session, viewer, alias_id)
    text = alias.text
    _end(session, alias)
    touch_registry(session, [matter.id])
    acts.note(session, "alias_deleted", telling, matter.id, text=text)
    return text, matter


def _find(session: Session, viewer: Viewer, alias_id: int) -> tuple[Alias, Matter]:
    """A learned name; those of the ledger are changed where the ledger is. Raises NoSuchAlias."""
    found = session.execute(
        select(Alias, Matter)
        .join(Matter, Matter.id == Alias.matter_id)
        .where(Alias.id == alias_id, Alias.confirmed_at.is_not(None), may_see(viewer))
    ).one_or_none()
    if found is None:
        raise NoSuchAlias(alias=alias_id)
    return found[0], found[1]


def _means_another(session: Session, viewer: Viewer, alias: Alias) -> bool:
    part_of_a_name = select(Alias.matter_id).where(
        Alias.matter_id.is_not(None), Alias.text.contains(alias.text, autoescape=True)
    )
    called_so = or_(Matter.title.contains(alias.text, autoescape=True), Matter.id.in_(part_of_a_name))
    others = select(Matter.id).where(called_so, Matter.id != alias.matter_id, may_see(viewer))
    return session.scalar(others.limit(1)) is not None


def _same_for_all(session: Session, alias: Alias) -> Alias | None:
    return session.scalar(
        select(Alias).where(
            Alias.text == alias.text, Alias.matter_id == alias.matter_id, Alias.of_unit_id.is_(None),
            Alias.id != alias.id,
        )
    )  # fmt: skip


def _end(session: Session, alias: Alias | None) -> None:
    if alias is not None:
        session.delete(alias)
        session.flush()
