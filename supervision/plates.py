"""红黄绿牌: once a month each matter the policy shows gets the colour of its light on the last day (E09, E10).

A person may change it and says why. Red warns the head of the unit; the year's red ones are a list for people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models import Matter, Person, Plate, Unit
from models.person import Role
from supervision import acts
from supervision.announcing import announce
from supervision.audience import supervisors
from supervision.clock import day_of
from supervision.errors import NothingPending, SomethingMissing
from supervision.lights import Light, has_light
from supervision.rules import Rules
from supervision.signers import speaker
from supervision.telling import Telling
from supervision.visibility import Readers, may_see_whole


@dataclass(frozen=True, slots=True)
class Shown:
    """What hangs on a matter in a month."""

    plate: Plate
    matter: Matter
    unit: str


def hang(session: Session, rules: Rules, month: date, now: datetime) -> dict[str, int]:
    """The plates of a month, by its last day; how many of each colour. May be repeated: a matter gets one."""
    rule = rules.policy.plates
    if rule is None:
        return {}
    known = exists().where(Plate.matter_id == Matter.id, Plate.month == month)
    wanted = select(Matter).where(has_light(), Matter.is_sealed.is_(False), ~known).order_by(Matter.id)
    if rule.covers:
        wanted = wanted.where(Matter.category.in_(rule.covers))
    hung = [
        (_plate(matter, month, now), matter) for matter in session.scalars(wanted) if day_of(matter.opened_at) <= month
    ]
    session.add_all(plate for plate, _ in hung)
    session.flush()
    for plate, matter in hung:
        if plate.colour == Light.RED:
            _warn(session, plate, matter, now)
    counts = {light.value: sum(plate.colour == light for plate, _ in hung) for light in Light}
    if hung:
        _tell_office(session, rule.article, month, counts, now)
    return counts


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
        _warn(session, plate, matter, telling.now)
    return plate


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


def _colour(matter: Matter, on: date) -> Light:
    if matter.red_from is not None and matter.red_from <= on:
        return Light.RED
    return Light.YELLOW if matter.yellow_from is not None and matter.yellow_from <= on else Light.GREEN


def _plate(matter: Matter, month: date, now: datetime) -> Plate:
    colour = _colour(matter, month).value
    return Plate(matter_id=matter.id, unit_id=matter.unit_id, month=month, colour=colour, hung_at=now)


def _warn(session: Session, plate: Plate, matter: Matter, now: datetime) -> None:
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


def _tell_office(session: Session, article: str, month: date, counts: dict[str, Any], now: datetime) -> None:
    facts = {"month": month.isoformat(), "article": article, "counts": counts}
    people: Sequence[Person] = supervisors(session)
    announce(session, people, "plates_hung", f"plates:{month.isoformat()}", facts, now)
