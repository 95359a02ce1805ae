"""Who is speaking. Identity comes from the authenticated sender alone, never from what is written (T9)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from models import Person, Stranger
from models.outbox import MessageClass
from models.person import Role
from models.prepared import Prepared
from supervision import outbox
from supervision.audience import supervisors
from supervision.outbox import Intent, To


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it, as the office knows him at this moment."""

    id: int
    userid: str
    name: str
    unit_id: int
    role: Role
    is_active: bool
    welcomed_at: datetime | None


_PERSON = cast(Table, Person.__table__)
_SPEAKER = Prepared(
    select(*(_PERSON.c[column.name] for column in fields(Speaker))).where(
        _PERSON.c.userid == bindparam("userid"), _PERSON.c.is_active
    )
)


def who_speaks(session: Session, userid: str) -> Speaker | None:
    """The active person behind a userid; None for a stranger or one who left."""
    found = _SPEAKER.first(session, {"userid": userid})
    return Speaker(*found) if found else None


def speaker(person: Person) -> Speaker:
    """A person who told something through somebody else (代录)."""
    return Speaker(*(getattr(person, column.name) for column in fields(Speaker)))


def welcome(session: Session, who: Speaker, now: datetime) -> None:
    """Remember that he was greeted: that is done once."""
    session.execute(update(Person).where(Person.id == who.id).values(welcomed_at=now))


def meet_stranger(session: Session, userid: str, now: datetime) -> None:
    """Remember a userid bound to nobody, and show it to the office once."""
    known = session.get(Stranger, userid)
    if known is not None:
        known.last_seen_at = now
        return
    session.add(Stranger(userid=userid, first_seen_at=now, last_seen_at=now))
    for supervisor in supervisors(session):
        intent = Intent(
            key=f"stranger:{userid}:person:{supervisor.id}",
            event="stranger_seen",
            facts={"userid": userid},
            message_class=MessageClass.REMINDER,
        )
        outbox.post(session, To(person_id=supervisor.id), intent, now)
