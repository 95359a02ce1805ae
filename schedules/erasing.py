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
# Rows of a table; what is left over has its turn in the nights that follow. SQLite has one writer, and a message that
# comes meanwhile waits half a second; a server's database keeps nobody waiting.
MOST_ON_SQLITE, MOST_ON_A_SERVER = 5_000, 100_000


def erase_old(session: Session, rules: Rules, _scheduled_for: datetime, now: datetime) -> dict[str, Any]:
    """Of which day on all is kept, and counts by table; nothing is erased while anything is held."""
    if holds.is_on_hold(session):
        return {"held": True}
    before = kept_since(now, rules.raw_text_months)
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    counts = erase(session, before, MOST_ON_SQLITE if is_sqlite else MOST_ON_A_SERVER)
    if strangers := forget_strangers(session, before):
        counts["stranger"] = strangers
    if counts:
        note_own(session, "raw_text_erased", now, before=day_of(before).isoformat(), **counts)
    return {"before": day_of(before).isoformat(), **counts}


def kept_from(session: Session) -> date | None:
    """The day from which on the last night kept all; None where it erased nothing."""
    last = select(JobRun.found).where(JobRun.job == JOB).order_by(JobRun.scheduled_for.desc()).limit(1)
    before = (session.scalar(last) or {}).get("before")
    return date.fromisoformat(before) if before else None
