"""Each night the house looks at itself: the record of acts, the numbers of the notices, and what was sent.

What waits too long the watchdog sees within minutes; here is re-derived what must hold whatever happened. Nothing is
repaired: where something does not agree a person is told, and whoever waits outside for a sign of life hears none until
it agrees again (bot.life_sign).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from models import Attempt, JobRun, Notice, NumberSeries, Send
from models.outbox import MessageClass
from schedules.alarms import tell_office
from supervision.audit import verifier
from supervision.audit.sealing import records, seals
from supervision.clock import day_of
from supervision.rules import Rules
from supervision.sending import Outcome

JOB = "audit"
KINDS = {"seals", "numbers", "repeated"}
_MAY_HAVE_ARRIVED = (Outcome.SENT, Outcome.UNKNOWN)


def audit(session: Session, _rules: Rules, _scheduled_for: datetime, now: datetime) -> dict[str, Any]:
    """How much does not agree, by its kind; nothing when all does."""
    counts = dict(_looked_at(session))
    found = {kind: count for kind, count in counts.items() if count}
    if found:
        tell_office(session, "alarm_audit", f"{day_of(now)}", now, **counts)
    return found


def agreed_last(session: Session) -> bool:
    """What the last audit found; True as long as there was none."""
    last = select(JobRun.found).where(JobRun.job == JOB).order_by(JobRun.scheduled_for.desc()).limit(1)
    return not ((session.scalar(last) or {}).keys() & KINDS)


def _looked_at(session: Session) -> Iterator[tuple[str, int]]:
    yield "seals", sum(1 for _ in verifier.faults(records(session, 0), seals(session), {}))
    yield "numbers", _series_with_gaps(session)
    yield "repeated", _repeated_penalties(session)


def _series_with_gaps(session: Session) -> int:
    """文号 are 1 to n, and n is what the series remembers (N8)."""
    given = (
        select(Notice.series, Notice.year, func.count(), func.max(Notice.serial))
        .where(Notice.serial.is_not(None))
        .group_by(Notice.series, Notice.year)
    )
    last = {(one.series, one.year): one.last for one in session.scalars(select(NumberSeries))}
    found = {(series or "", year or 0): (count, most) for series, year, count, most in session.execute(given)}
    return sum(found.get(key, (0, 0)) != (last.get(key, 0),) * 2 for key in last.keys() | found.keys())


def _repeated_penalties(session: Session) -> int:
    """Papers that were on the wire again after they may have arrived (O4)."""
    again = aliased(Attempt)
    twice = (
        select(func.count(again.id.distinct()))
        .join(Attempt, (Attempt.send_id == again.send_id) & (Attempt.id < again.id))
        .join(Send, Send.id == again.send_id)
        .where(Send.message_class == MessageClass.PENALTY, Attempt.outcome.in_(_MAY_HAVE_ARRIVED))
    )
    return session.scalar(twice) or 0
