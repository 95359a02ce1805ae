"""What was said unasked already, counted from the sends in the database: over all processes and restarts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import Outgoing, Send
from models.outbox import MessageClass
from models.prepared import Prepared
from schedules.judging import Ears
from supervision.clock import at, day_of
from supervision.lightness import Kind, counts, kind_of
from supervision.sending import Address, Outcome

NOON = time(12, 0)  # the office's own news is said once in each half of the day
_SAID = Prepared(
    select(Send.id, Send.created_at, Send.parts, Outgoing.event, Outgoing.message_class, Outgoing.is_urgent)
    .join(Outgoing, Outgoing.send_id == Send.id)
    .where(
        Send.target == bindparam("target"),
        Send.channel == bindparam("channel"),
        Send.created_at >= bindparam("since"),
        Send.outcome != Outcome.NOT_SENT,
        Send.outcome != Outcome.FAILED,
    )
)


@dataclass(frozen=True, slots=True)
class Spent:
    """Messages on the wire: counted ones of this day and calendar week, the office's own of this half day; and those of
    this day in which it was asked for decisions.
    """

    day: int = 0
    week: int = 0
    half_day: int = 0
    decisions: int = 0


def spent(session: Session, ears: Ears, address: Address, now: datetime) -> Spent:
    today = day_of(now)
    monday = at(today - timedelta(days=today.weekday()), time())
    half = at(today, time() if now < at(today, NOON) else NOON)
    role = ears.person.role if ears.person else None
    letters: dict[int, tuple[datetime, int, set[Kind]]] = {}
    for send_id, said_at, parts, event, kind, is_urgent in _said(session, address, monday):
        letters.setdefault(send_id, (said_at, parts, set()))[2].add(kind_of(event, kind, role, is_urgent=is_urgent))
    unasked = [
        (said_at, parts)
        for said_at, parts, kinds in letters.values()
        if any(counts(kind, is_group=role is None) for kind in kinds)
    ]
    asked = [said_at for said_at, _, kinds in letters.values() if Kind.DECISION in kinds]
    office = [said_at for said_at, _, kinds in letters.values() if Kind.OFFICE in kinds]
    return Spent(
        day=sum(parts for said_at, parts in unasked if said_at >= at(today, time())),
        week=sum(parts for _, parts in unasked),
        half_day=sum(said_at >= half for said_at in office),
        decisions=sum(said_at >= at(today, time()) for said_at in asked),
    )


def _said(
    session: Session, address: Address, since: datetime
) -> Iterable[tuple[int, datetime, int, str, MessageClass, bool]]:
    session.flush()
    found = _SAID.all(session, {"target": address.target, "channel": address.channel, "since": since})
    return [(row[0], row[1], row[2], row[3], row[4], row[5]) for row in found]
