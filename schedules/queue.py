"""A row leaves the queue, or goes back into it; and what was frozen for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Attempt, Outgoing, Send
from models.outbox import OutgoingState
from supervision.sending import Outcome


def end(row: Outgoing, state: OutgoingState, now: datetime, trouble: str = "") -> None:
    row.state, row.ended_at, row.claimed_until = state, now, None
    row.trouble = trouble


def wait(rows: Sequence[Outgoing], until: datetime, trouble: str = "", is_tried: bool = False) -> None:
    """Back into the queue; what was tried keeps its place and lets nobody of its audience pass."""
    for row in rows:
        row.state, row.not_before, row.claimed_until = OutgoingState.WAITING, until, None
        row.trouble = trouble
        row.tries += is_tried


def release(rows: Sequence[Outgoing]) -> None:
    """Gives back what was claimed and not begun."""
    for row in rows:
        row.state, row.claimed_until = OutgoingState.WAITING, None


def parts_of(session: Session, first: Send) -> Sequence[Send]:
    """The frozen messages of one letter, in their order. They were written in one go for one target."""
    if first.parts == 1:
        return [first]
    found: dict[int, Send] = {}
    for send in session.scalars(
        select(Send)
        .where(Send.target == first.target, Send.channel == first.channel, Send.created_at == first.created_at)
        .where(Send.id >= first.id, Send.parts == first.parts)
        .order_by(Send.id)
    ):
        found.setdefault(send.part, send)
    return [found[part] for part in sorted(found)]


def unknowns(session: Session, send: Send) -> int:
    session.flush()
    counted = select(func.count()).where(Attempt.send_id == send.id, Attempt.outcome == Outcome.UNKNOWN)
    return session.scalar(counted) or 0


def may_have_left(session: Session, first_send_id: int) -> bool:
    parts = parts_of(session, session.get_one(Send, first_send_id))
    return any(part.outcome in (Outcome.SENT, Outcome.PARTIAL) or unknowns(session, part) for part in parts)
