"""What time itself ends: attempts nobody finished, and intents nobody wants any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from models import Attempt, Outgoing, Send
from models.base import Moment
from models.loading import Loading
from models.outbox import UNSENT, OutgoingState
from schedules.outcomes import nobody_knows
from schedules.queue import end, may_have_left, parts_of
from supervision.sending import Outcome

_NOW = bindparam("now", type_=Moment)
# + 0: else SQLite walks all that was ever sent, instead of the index on what waits.
_HANGING = and_(
    UNSENT,
    Outgoing.state == OutgoingState.CLAIMED,
    Outgoing.claimed_until <= _NOW,
    (Outgoing.send_id + 0).is_not(None),
)
_LAPSED = Loading(Outgoing, _HANGING, Outgoing.id + 0, locks=True, skips=True)
_EXPIRED = and_(UNSENT, Outgoing.state == OutgoingState.WAITING, Outgoing.expires_at <= _NOW)
_OVER = Loading(Outgoing, _EXPIRED, locks=True, skips=True)


def settle_hanging(session: Session, now: datetime) -> int:
    """Attempts that were begun and never written down: the process died on the wire. Nobody knows, so: unknown."""
    letters: dict[int, list[Outgoing]] = {}
    for row in _LAPSED.all(session, {"now": now}):
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
    rows = _OVER.all(session, {"now": now})
    for row in rows:
        gone = row.send_id is not None and may_have_left(session, row.send_id)
        end(row, OutgoingState.UNKNOWN if gone else OutgoingState.EXPIRED, now, "its time is over")
    return len(rows)
