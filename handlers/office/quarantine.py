"""隔离 / 释放: authentic messages with a wrong clock, or that could not be worked. Nothing of them is lost (F37)."""

from __future__ import annotations

import re

from sqlalchemy import select

from handlers.classified import is_classified
from handlers.message import Answer
from handlers.turn import Turn
from models import Inbox
from models.inbox import Disposition
from supervision import acts
from supervision.enrolment import require_supervisor

MOST_SHOWN = 10


def list_quarantine(turn: Turn, _match: re.Match[str]) -> Answer | None:
    """The newest first; unreadable ones are shown, but only a person with the raw bytes can help them."""
    require_supervisor(turn.session, turn.telling)
    rows = turn.session.scalars(
        select(Inbox)
        .where(Inbox.disposition == Disposition.QUARANTINED, Inbox.digest.is_(None))
        .order_by(Inbox.id.desc())
        .limit(MOST_SHOWN)
    ).all()
    items = [
        {
            "id": row.id,
            "sender": row.sender,
            "told_at": row.told_at,
            "why": row.trouble,
            "text": row.text,
            "is_hidden": is_classified(row.text),
        }
        for row in rows
    ]  # fmt: skip
    return Answer("quarantine_list", {"items": items})


def release_message(turn: Turn, match: re.Match[str]) -> Answer | None:
    """Its report counts from its CreateTime; its commands never run by themselves (T2)."""
    require_supervisor(turn.session, turn.telling)
    row = turn.session.get(Inbox, int(match["inbox"]))
    if row is None or not _can_be_worked(row):
        return Answer("nothing_to_release", {"inbox_id": int(match["inbox"])}, Disposition.REFUSED)
    row.disposition, row.is_released, row.tries = Disposition.WAITING, True, 0
    acts.note(turn.session, "message_released", turn.telling, inbox=row.id)
    return Answer("message_released", {"inbox_id": row.id}, Disposition.DONE)


def _can_be_worked(row: Inbox) -> bool:
    """Not one that nobody could read, nor one whose words are gone (T41)."""
    return row.disposition is Disposition.QUARANTINED and row.kind != "unreadable" and row.digest is None
