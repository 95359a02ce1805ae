"""Each night what people wrote too long ago loses its content; what was done is noted among the acts (T41).

What is gone nobody brings back: while anything is held, the clock or how long we were away may be in question (T46).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import JobRun
from supervision import holds
from supervision.acts import note_own
from supervision.clock import day_of
from supervision.retention.erasing import erase, forget_strangers
from supervision.retention.months import kept_since
from supervision.rules import Rules

JOB = "erase_old"


def erase_some(
    session: Session, rules: Rules, _scheduled_for: datetime, now: datetime, after: int, most: int
) -> int | None:
    """At most so many rows of each table; how many it were so far, or None when none is left, or anything is held."""
    if holds.is_on_hold(session):
        return None
    before = kept_since(now, rules.raw_text_months)
    counts = erase(session, before, most)
    if strangers := forget_strangers(session, before):
        counts["stranger"] = strangers
    if not counts:
        return None
    note_own(session, "raw_text_erased", now, before=day_of(before).isoformat(), **counts)
    return after + sum(counts.values())


def tell_of_it(session: Session, rules: Rules, _scheduled_for: datetime, now: datetime) -> dict[str, Any]:
    """Once all is gone: of which day on all is kept; or that something is held."""
    if holds.is_on_hold(session):
        return {"held": True}
    return {"before": day_of(kept_since(now, rules.raw_text_months)).isoformat()}


def kept_from(session: Session) -> date | None:
    """The day from which on the last night kept all; None where it erased nothing."""
    last = select(JobRun.found).where(JobRun.job == JOB).order_by(JobRun.scheduled_for.desc()).limit(1)
    before = (session.scalar(last) or {}).get("before")
    return date.fromisoformat(before) if before else None
