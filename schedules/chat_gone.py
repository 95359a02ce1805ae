"""A group that cannot be spoken to: its robot was removed, its key was replaced or it was dissolved (F30, T28).

Nothing is lost meanwhile: what waits for the group keeps its order, is tried twice an hour and lives longer than usual,
so that a key that leaked before a holiday may be replaced after it. What is of no use after a certain hour ends there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Chat, Outgoing
from models.outbox import OutgoingState
from schedules.alarms import tell_office
from schedules.queue import wait
from supervision.clock import day_of
from supervision.outbox import LIFE

TRIED_AGAIN = timedelta(minutes=30)
LIVES = timedelta(days=4)  # of the hours in which one may speak: the quiet ones are added


def wait_for_the_chat(session: Session, rows: Sequence[Outgoing], code: int | None, now: datetime) -> None:
    """All of these are meant for one chat, and nothing of them has arrived."""
    wait(rows, now + TRIED_AGAIN, f"the chat is gone: {code}", is_tried=True)
    for row in rows:
        row.send_id = None
    session.flush()
    chat = session.get_one(Chat, rows[0].chat_id)
    waiting = select(Outgoing).where(Outgoing.chat_id == chat.id, Outgoing.state == OutgoingState.WAITING)
    for row in session.scalars(waiting.with_for_update()):
        if row.expires_at - row.created_at >= LIFE[row.message_class]:
            row.expires_at = max(row.expires_at, row.created_at + LIVES)
    tell_office(session, "alarm_chat_gone", f"{chat.id}:{day_of(now)}", now, whom=chat.name)
