"""Who is speaking. Identity comes from the authenticated sender alone, never from what is written (T9)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Person, Stranger
from models.outbox import MessageClass
from supervision import outbox
from supervision.audience import supervisors
from supervision.outbox import Intent, To


def who_speaks(session: Session, userid: str) -> Person | None:
    """The active person behind a userid; None for a stranger or one who left."""
    return session.scalar(select(Person).where(Person.userid == userid, Person.is_active))


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
