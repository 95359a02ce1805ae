"""Who is told: the people of a unit, the office, the leaders in charge."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from models import Charge, Chat, ChatMember, Person
from models.asking import Asking
from models.loading import Loading
from models.person import Role

SPEAKERS = (Role.UNIT_HEAD, Role.LIAISON)


def _active(*conditions: ColumnElement[bool]) -> Loading[Person]:
    return Loading(Person, and_(Person.is_active, *conditions), Person.id)


_SPEAKERS = _active(Person.unit_id == bindparam("unit"), or_(*(Person.role == role for role in SPEAKERS)))
_OF_ROLE = _active(Person.role == bindparam("role"))
_SEATED = select(ChatMember.chat_id).join(Person, Person.id == ChatMember.person_id)
_GROUPS = Asking(
    select(Chat.id)
    .where(Chat.is_active, Chat.id.in_(_SEATED.where(Person.unit_id == bindparam("unit"), Person.is_active)))
    .order_by(Chat.id)
)


def people_of(session: Session, unit_id: int) -> Sequence[Person]:
    """Head and liaison of a unit: formal papers go to both."""
    return _SPEAKERS.all(session, {"unit": unit_id})


def speakers_of(session: Session, unit_id: int) -> Sequence[Person]:
    """Whom to trouble with everyday things: the liaisons, or the head where there is none."""
    people = people_of(session, unit_id)
    return [person for person in people if person.role is Role.LIAISON] or people


def supervisors(session: Session) -> Sequence[Person]:
    return _OF_ROLE.all(session, {"role": Role.SUPERVISOR})


def administrators(session: Session) -> Sequence[Person]:
    return _OF_ROLE.all(session, {"role": Role.ADMINISTRATOR})


def leaders_of(session: Session, unit_id: int) -> Sequence[Person]:
    """The leaders who have the unit in their charge; those without any charge are in charge of all."""
    charged = select(Charge.person_id)
    return session.scalars(
        select(Person)
        .where(
            Person.role == Role.LEADER,
            Person.is_active,
            Person.id.in_(charged.where(Charge.unit_id == unit_id)) | Person.id.not_in(charged),
        )
        .order_by(Person.id)
    ).all()


def groups_of(session: Session, unit_id: int) -> Sequence[int]:
    """The ids of the work groups in which somebody of the unit sits."""
    return _GROUPS.all(session, {"unit": unit_id})
