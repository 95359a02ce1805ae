"""Each night what people wrote too long ago loses its content; what was done is noted among the acts (T41)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from supervision.acts import note_own
from supervision.clock import day_of
from supervision.retention.erasing import erase, forget_strangers
from supervision.retention.months import kept_since
from supervision.rules import Rules

# Rows of a table; what is left over has its turn in the nights that follow. SQLite has one writer, and a message that
# comes meanwhile waits half a second; a server's database keeps nobody waiting.
MOST_ON_SQLITE, MOST_ON_A_SERVER = 5_000, 100_000


def erase_old(session: Session, rules: Rules, _scheduled_for: datetime, now: datetime) -> dict[str, Any]:
    """Counts by table; nothing when nothing was old enough."""
    before = kept_since(now, rules.raw_text_months)
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    counts = erase(session, before, MOST_ON_SQLITE if is_sqlite else MOST_ON_A_SERVER)
    if strangers := forget_strangers(session, before):
        counts["stranger"] = strangers
    if counts:
        note_own(session, "raw_text_erased", now, before=day_of(before).isoformat(), **counts)
    return counts
