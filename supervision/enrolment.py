"""登记: bind a userid to a person; move or end his rights."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import FormerUserid, Person, Stranger, Unit
from models.person import Role
from supervision import acts
from supervision.errors import NotYours
from supervision.registry import touch_registry
from supervision.telling import Telling


def bind(
    session: Session, telling: Telling, userid: str, name: str, unit: Unit, role: Role, title: str | None = None
) -> Person:  # fmt: skip
    """Only a supervisor binds; an existing person of that userid is moved (T8). None leaves his 职务 as it is.

    Somebody of another name under the userid of one who left is another person: what that one told stays his.
    """
    require_supervisor(session, telling)
    person = session.scalar(select(Person).where(Person.userid == userid))
    if person is not None and not person.is_active and person.name != name:
        _give_up(session, person, telling.now)
        person = None
    if person is None:
        person = Person(userid=userid, name=name, unit_id=unit.id, role=role)
        session.add(person)
    else:
        person.name, person.unit_id, person.role, person.is_active = name, unit.id, role, True
    person.is_reachable = True
    person.title = person.title if title is None else title
    stranger = session.get(Stranger, userid)
    if stranger is not None:
        session.delete(stranger)
    session.flush()
    touch_registry(session, (), [person.id])
    acts.note(session, "person_bound", telling, userid=userid, person=person.id, unit=unit.id, role=role.value)
    return person


def rename(session: Session, person: Person, userid: str, now: datetime) -> None:
    """The same person under a new userid, which no active person has: rights move, history keeps the old one."""
    former = session.scalar(select(Person).where(Person.userid == userid))
    if former is not None:
        _give_up(session, former, now)
    session.add(FormerUserid(userid=person.userid, person_id=person.id, until=now))
    person.userid = userid
    session.execute(delete(Stranger).where(Stranger.userid == userid))
    touch_registry(session, (), [person.id])
    acts.note_own(session, "person_renamed", now, person=person.id)


def leave(session: Session, person: Person, now: datetime) -> None:
    """Rights end at once; what the person told stays."""
    person.is_active = False
    touch_registry(session, (), [person.id])
    acts.note_own(session, "person_left", now, person=person.id)


def _give_up(session: Session, person: Person, now: datetime) -> None:
    """The platform gave the userid of one who left to somebody else."""
    session.add(FormerUserid(userid=person.userid, person_id=person.id, until=now))
    person.userid = f"~{person.id}"  # no userid of the platform begins so
    session.flush()


def require_supervisor(session: Session, telling: Telling) -> Person:
    """The active supervisor behind a telling, asked inside the executing transaction (T13)."""
    person = session.get_one(Person, telling.person_id)
    if person.role is not Role.SUPERVISOR or not person.is_active:
        raise NotYours
    return person
