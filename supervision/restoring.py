"""A copy is put back: nothing that may have been said is said again, nothing that hurts goes on (R1)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import ClockMark, Outgoing
from models.outbox import MessageClass, OutgoingState
from models.run import HoldKind
from supervision import acts, holds

_UNENDED = (OutgoingState.WAITING, OutgoingState.CLAIMED)
TROUBLE = "restored"


def put_back(session: Session, now: datetime) -> int:
    """Ends what waited in the outbox of the copy; returns how many.

    Whether it was sent after the copy was made nobody here knows. Formal papers become unknown, which the office is
    asked about; the rest lapses. The office is told, and holds what hurts until a supervisor has looked.
    """
    ended = 0
    for state, is_penal in ((OutgoingState.UNKNOWN, True), (OutgoingState.EXPIRED, False)):
        penal = Outgoing.message_class == MessageClass.PENALTY
        closed = session.execute(
            update(Outgoing)
            .where(Outgoing.state.in_(_UNENDED), penal if is_penal else ~penal)
            .values(state=state, ended_at=now, trouble=TROUBLE, claim=Outgoing.claim + 1, claimed_until=None)
            .returning(Outgoing.id)
        ).all()
        ended += len(closed)
    since = session.scalar(select(ClockMark.seen_at)) or now
    holds.put(session, HoldKind.OUTAGE, {"first": since.isoformat(), "last": now.isoformat()}, now)
    acts.note_own(session, "restored", now, ended=ended, copy_of=since.isoformat())
    return ended
