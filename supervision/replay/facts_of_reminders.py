"""What units were really to be reminded of: each thing once, however many people heard it.

Also what the bounds on what may be said unasked held back: a draft is counted in the same way.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Duty, Outgoing, Person
from models.outbox import OutgoingState
from supervision.clock import day_of
from supervision.replay.history import Reminder

EVENTS = ("warn_due", "warn_milestone", "overdue_told", "remind_missing")
_PERSON = ":person:"


def said(session: Session, first: datetime, last: datetime) -> tuple[Reminder, ...]:
    """Nothing that was no longer true when its turn came; in their order."""
    owing = set(session.scalars(select(Duty.unit_id).distinct()))
    rows = session.execute(
        select(Outgoing.key, Outgoing.event, Outgoing.created_at, Person.unit_id)
        .join(Person, Person.id == Outgoing.person_id)
        .where(Outgoing.event.in_(EVENTS), Outgoing.state != OutgoingState.CANCELLED)
        .where(Outgoing.created_at >= first, Outgoing.created_at <= last)
        .order_by(Outgoing.id)
    )
    found: dict[tuple[int, str], Reminder] = {}
    for key, event, created_at, unit_id in rows:
        about = key.partition(_PERSON)[0]
        if event != "remind_missing" or unit_id in owing:
            found.setdefault((unit_id, about), Reminder(day_of(created_at), unit_id, about))
    return tuple(found.values())
