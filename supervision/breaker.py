"""The breaker: a run that wants to draft far more notices than usual stops, and a person is asked (T36)."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Hold, Notice
from models.run import HoldKind
from supervision import holds
from supervision.clock import at, day_of
from supervision.rules import Rules

USUAL_DAYS = 30


def breaker(session: Session, wanted: int, rules: Rules, now: datetime) -> bool:
    """Whether a run that wants to draft so many must stop.

    A person who released the hold has said yes to as many as it named, today and on the next working day: besides them
    a run may want as many as ever.
    """
    today = day_of(now)
    usual, already = _drafted(session, today)
    limit = max(rules.policy.breaker_floor, int(rules.policy.breaker_factor * usual))
    released = _released(session, rules.calendar.add(today, -1))
    if wanted == 0 or already + wanted <= limit + released:
        return False
    holds.put(session, HoldKind.BREAKER, {"wanted": already + wanted, "limit": limit}, now)
    return True


def _drafted(session: Session, today: date) -> tuple[int, int]:
    """The greatest number drafted on one of the last days, and the number drafted today."""
    since = at(today - timedelta(days=USUAL_DAYS), time.min)
    days = Counter(
        day_of(moment) for moment in session.scalars(select(Notice.drafted_at).where(Notice.drafted_at >= since))
    )
    already = days.pop(today, 0)
    return max(days.values(), default=0), already


def _released(session: Session, since: date) -> int:
    """As many as a person let pass since that day."""
    rows = session.scalars(
        select(Hold.facts).where(Hold.kind == HoldKind.BREAKER, Hold.released_at >= at(since, time.min))
    )
    return max((int(facts["wanted"]) for facts in rows), default=0)
