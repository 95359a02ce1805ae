"""May this person decide? Asked again inside the transaction that carries the decision out (A4)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Matter, Person
from models.person import Role
from supervision.errors import NotYours
from supervision.telling import Telling


def deciding_supervisor(session: Session, telling: Telling) -> Person:
    """The active supervisor who speaks. Raises NotYours for anybody else."""
    person = session.scalar(
        select(Person)
        .where(Person.id == telling.person_id, Person.is_active, Person.role == Role.SUPERVISOR)
        .with_for_update(read=True)
    )
    if person is None:
        raise NotYours
    return person


def of_leading_unit(telling: Telling, matter: Matter) -> None:
    """Raises NotYours unless the matter is led by the unit that speaks."""
    if telling.unit_id != matter.unit_id:
        raise NotYours
