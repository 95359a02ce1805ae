"""Whose hand: who may act upon a notice, asked inside the transaction that acts (A4)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Notice, Person
from models.person import Role
from supervision.audience import leaders_of, supervisors
from supervision.errors import NoSigner, NotYours, SamePerson
from supervision.policies.hands import Signer
from supervision.policies.ladder import Step
from supervision.telling import Telling


def speaker(session: Session, telling: Telling, *roles: Role) -> Person:
    """The active person who speaks, in one of these roles. Raises NotYours for anybody else."""
    person = session.scalar(
        select(Person)
        .where(Person.id == telling.person_id, Person.is_active, Person.role.in_(roles))
        .with_for_update(read=True)
    )
    if person is None:
        raise NotYours
    return person


def signers_of(session: Session, unit_id: int) -> Sequence[Person]:
    """The leaders in charge of a unit; all leaders where none is."""
    in_charge = leaders_of(session, unit_id)
    if in_charge:
        return in_charge
    return session.scalars(select(Person).where(Person.role == Role.LEADER, Person.is_active).order_by(Person.id)).all()


def signers_for(session: Session, notice: Notice, step: Step) -> Sequence[Person]:
    """Whoever may sign such a notice: the supervisors, or the leaders in charge; where the policy names 职务, theirs.

    Raises NoSigner when nobody active has one of them: then nobody signs rather than anybody.
    """
    is_office = step.signer is Signer.SUPERVISOR
    able = supervisors(session) if is_office else signers_of(session, notice.unit_id)
    named = [person for person in able if person.title in step.signer_titles] if step.signer_titles else able
    if not named:
        raise NoSigner(name=step.name, titles=list(step.signer_titles), role=step.signer.value)
    return named


def require_signer(session: Session, notice: Notice, step: Step, person: Person) -> None:
    """Raises SamePerson for the proposer, NotYours for one whom the policy does not name, NoSigner."""
    if notice.proposed_by_id == person.id:
        raise SamePerson
    if person.role.value != step.signer.value:
        raise NotYours
    if person.id not in {signer.id for signer in signers_for(session, notice, step)}:
        raise NotYours
