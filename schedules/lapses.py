"""What time itself ends: attempts nobody finished, and intents nobody wants any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Attempt, Outgoing, Send
from models.outbox import OutgoingState
from schedules.outcomes import nobody_knows
from schedules.queue import end, may_have_left, parts_of
from supervision.sending import Outcome


def settle_hanging(session: Session, now: datetime) -> int:
    """Attempts that were begun and never written down: the process died on the wire. Nobody knows, so: unknown."""
    lapsed = session.scalars(
        select(Outgoing)
        .where(Outgoing.state == OutgoingState.CLAIMED, Outgoing.claimed_until <= now, Outgoing.send_id.is_not(None))
        .order_by(Outgoing.id)
        .with_for_update(skip_locked=True)
    ).all()
    letters: dict[int, list[Outgoing]] = {}
    for row in lapsed:
        letters.setdefault(row.send_id or 0, []).append(row)
    return sum(_settle(session, send_id, rows, now) for send_id, rows in letters.items())


def _settle(session: Session, first_send_id: int, rows: Sequence[Outgoing], now: datetime) -> int:
    parts = {part.id: part for part in parts_of(session, session.get_one(Send, first_send_id))}
    attempts = session.scalars(select(Attempt).where(Attempt.send_id.in_(parts), Attempt.ended_at.is_(None))).all()
    for attempt in attempts:
        attempt.ended_at, attempt.outcome, parts[attempt.send_id].outcome = now, Outcome.UNKNOWN, Outcome.UNKNOWN
    if not attempts:
        return 0  # it died between two touches: whoever claims it goes on
    for row in rows:
        row.claim += 1
    nobody_knows(session, rows, parts[attempts[-1].send_id], now)
    return len(attempts)


def expire(session: Session, now: datetime) -> int:
    """Rows whose time is over, blocked or not, end here (O1, O2)."""
    rows = session.scalars(
        select(Outgoing)
        .where(Outgoing.state == OutgoingState.WAITING, Outgoing.expires_at <= now)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        gone = row.send_id is not None and may_have_left(session, row.send_id)
        end(row, OutgoingState.UNKNOWN if gone else OutgoingState.EXPIRED, now, "its time is over")
    return len(rows)
