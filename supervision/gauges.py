"""How the house stands in figures, for a machine that watches it: counts and ages, no content, no names (T45)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Attempt, ClockMark, Hold, Inbox, Notice, Outgoing
from models.inbox import Disposition
from models.outbox import MessageClass, OutgoingState

MINUTE = timedelta(minutes=1)
A_DAY = timedelta(days=1)
_UNENDED = (OutgoingState.WAITING, OutgoingState.CLAIMED)


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure. `name` without the product's prefix; ages are in seconds and 0 where nothing waits."""

    name: str
    value: float
    labels: dict[str, str] = field(default_factory=dict)


def measure(session: Session, now: datetime) -> Iterator[Gauge]:
    """What waits, how long, what went wrong in the last day; changes nothing."""
    yield from _inbox(session, now)
    yield from _outbox(session, now)
    yield from _attempts(session, now)
    yield from _notices(session, now)
    held = select(Hold.kind, func.count()).where(Hold.released_at.is_(None)).group_by(Hold.kind)
    for kind, count in session.execute(held):
        yield Gauge("holds_open", count, {"kind": kind.value})
    if (age := engine_age(session, now)) is not None:
        yield Gauge("tick_age_seconds", age)


def engine_age(session: Session, now: datetime) -> float | None:
    """Seconds since a tick last came to its end, by any process; None where none ever did."""
    seen = session.scalar(select(ClockMark.seen_at))
    return None if seen is None else max(0.0, (now - seen).total_seconds())


def _inbox(session: Session, now: datetime) -> Iterator[Gauge]:
    waiting = select(func.count(), func.min(Inbox.received_at)).where(Inbox.disposition == Disposition.WAITING)
    count, oldest = session.execute(waiting).one()
    yield Gauge("inbox_waiting", count)
    yield Gauge("inbox_oldest_seconds", _age(oldest, now))
    kept = select(func.count()).where(
        Inbox.disposition == Disposition.QUARANTINED, Inbox.received_at > now - A_DAY, ~Inbox.is_released
    )
    yield Gauge("inbox_quarantined_last_day", session.scalar(kept) or 0)


def _outbox(session: Session, now: datetime) -> Iterator[Gauge]:
    waiting = (
        select(Outgoing.message_class, func.count(), func.min(Outgoing.not_before))
        .where(Outgoing.state.in_(_UNENDED), Outgoing.not_before <= now)
        .group_by(Outgoing.message_class)
    )
    found = {row[0]: (row[1], row[2]) for row in session.execute(waiting)}
    for each in MessageClass:
        count, oldest = found.get(each, (0, None))
        yield Gauge("outbox_waiting", count, {"class": each.value})
        yield Gauge("outbox_oldest_seconds", _age(oldest, now), {"class": each.value})
    unknown = select(func.count()).where(
        Outgoing.state == OutgoingState.UNKNOWN,
        Outgoing.message_class == MessageClass.PENALTY,
        Outgoing.ended_at > now - A_DAY,
    )
    yield Gauge("penalties_unknown_last_day", session.scalar(unknown) or 0)


def _attempts(session: Session, now: datetime) -> Iterator[Gauge]:
    fastest = (
        select(func.count().label("many"))
        .where(Attempt.started_at > now - MINUTE)
        .group_by(Attempt.limit_key)
        .order_by(func.count().desc())
        .limit(1)
    )
    yield Gauge("attempts_last_minute_busiest_key", session.scalar(fastest) or 0)
    outcomes = select(Attempt.outcome, func.count()).where(Attempt.started_at > now - A_DAY).group_by(Attempt.outcome)
    for outcome, count in session.execute(outcomes):
        yield Gauge("attempts_last_day", count, {"outcome": outcome or "open"})


def _notices(session: Session, now: datetime) -> Iterator[Gauge]:
    states = select(Notice.state, func.count()).group_by(Notice.state)
    for state, count in session.execute(states):
        yield Gauge("notices", count, {"state": state.value})


def _age(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())
