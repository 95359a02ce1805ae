"""红黄绿牌: once a month each matter the policy shows gets the colour of its light on the last day (E09, E10).

A person may change it and says why. Red warns the head of the unit; the year's red ones are a list for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Matter, Person, Plate, Unit
from models.person import Role
from supervision import acts
from supervision.announcing import announce
from supervision.errors import NothingPending, SomethingMissing
from supervision.lights import Light
from supervision.signers import speaker
from supervision.telling import Telling
from supervision.visibility import Readers, may_see_whole


@dataclass(frozen=True, slots=True)
class Shown:
    """What hangs on a matter in a month."""

    plate: Plate
    matter: Matter
    unit: str


def change(session: Session, matter: Matter, colour: Light, words: str, telling: Telling) -> Plate:
    """改牌: another colour for the newest month, with the reason. Raises NotYours, NothingPending, SomethingMissing."""
    person = speaker(session, telling, Role.SUPERVISOR)
    hangs = session.scalar(
        select(Plate).where(Plate.matter_id == matter.id).order_by(Plate.month.desc(), Plate.id.desc()).limit(1)
    )
    if hangs is None or hangs.colour == colour:
        raise NothingPending(number=matter.number, title=matter.title)
    if not words.strip():
        raise SomethingMissing(lacks="reason")
    plate = Plate(
        matter_id=matter.id, unit_id=hangs.unit_id, month=hangs.month, colour=colour.value, words=words.strip(),
        by_id=person.id, hung_at=telling.told_at,
    )  # fmt: skip
    session.add(plate)
    session.flush()
    facts = {"plate": plate.id, "was": hangs.colour, "colour": plate.colour, "words": plate.words}
    acts.note(session, "plate_changed", telling, matter.id, **facts)
    if colour is Light.RED:
        warn(session, plate, matter, telling.now)
    return plate


def warn(session: Session, plate: Plate, matter: Matter, now: datetime) -> None:
    """警示 falls to a person: the head of the unit."""
    heads = session.scalars(
        select(Person).where(Person.unit_id == plate.unit_id, Person.role == Role.UNIT_HEAD, Person.is_active)
    ).all()
    facts = {
        "number": matter.number,
        "title": matter.title,
        "month": plate.month.isoformat(),
        "words": plate.words,
        "due_on": matter.due_on.isoformat() if matter.due_on else None,
    }
    announce(
        session, heads, "plate_warned", f"plate:{plate.id}", facts, now, matter_id=matter.id, still_true="matter_open"
    )


def shown(session: Session, readers: Readers, first: date, last: date, colour: Light | None = None) -> list[Shown]:
    """What hangs, or hung, in months that end in these days; the worst first."""
    rows = session.execute(
        select(Plate, Matter, Unit.name)
        .join(Matter, Matter.id == Plate.matter_id)
        .join(Unit, Unit.id == Plate.unit_id)
        .where(Plate.month >= first, Plate.month <= last, may_see_whole(readers))
        .order_by(Plate.id)
    ).all()
    newest = {(plate.matter_id, plate.month): Shown(plate, matter, unit) for plate, matter, unit in rows}
    found = [one for one in newest.values() if colour in (None, one.plate.colour)]
    worst = list(reversed(Light))
    return sorted(found, key=lambda one: (worst.index(Light(one.plate.colour)), one.plate.month, one.matter.number))


def last_month(session: Session) -> date | None:
    """The newest for which plates hang."""
    return session.scalar(select(Plate.month).order_by(Plate.month.desc()).limit(1))
