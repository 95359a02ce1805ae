"""What the bot means to say. An intent becomes words only when its turn comes, and can exist only once.

An official notice may arrive twice but never not at all; a late reply expires; an unknown outcome of a penalty is
shown to a person rather than guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models import Outgoing
from models.insertion import insert_if_absent
from models.outbox import MessageClass

POSTED = "posted"  # in a session's info: something waits to be said once it is committed

LIFE = {
    MessageClass.PENALTY: timedelta(days=30),
    MessageClass.REMINDER: timedelta(hours=24),
    MessageClass.REPLY: timedelta(hours=24),
    MessageClass.BULLETIN: timedelta(days=3),
}


@dataclass(frozen=True, slots=True)
class To:
    """One person or one chat."""

    person_id: int | None = None
    chat_id: int | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """What to say. `key` says in words why it can exist only once; facts are plain JSON values (dates as ISO text)."""

    key: str
    event: str
    facts: dict[str, Any]
    message_class: MessageClass
    matter_id: int | None = None
    still_true: str = ""  # the name of a check in schedules/delivery that must hold when its turn comes
    is_urgent: bool = False  # quiet hours do not hold it
    not_before: datetime | None = None
    expires_at: datetime | None = None


def post(session: Session, to: To, intent: Intent, now: datetime) -> bool:
    """Put an intent into the outbox; False when its key is there already."""
    not_before = intent.not_before or now
    values = {
        "key": intent.key,
        "event": intent.event,
        "facts": intent.facts,
        "person_id": to.person_id,
        "chat_id": to.chat_id,
        "message_class": intent.message_class,
        "is_urgent": intent.is_urgent,
        "matter_id": intent.matter_id,
        "still_true": intent.still_true,
        "created_at": now,
        "not_before": not_before,
        "expires_at": intent.expires_at or not_before + LIFE[intent.message_class],
    }
    if insert_if_absent(session, Outgoing, values) is None:
        return False
    session.info[POSTED] = True
    return True
