"""Out of quarantine: what is no report is not carried out, and whoever sent it is told so (T2, I3)."""

from __future__ import annotations

from handlers.message import Answer, Message
from models.inbox import Disposition


def not_carried_out(message: Message) -> Answer:
    """By the outbox: nobody waits for the answer any more."""
    return Answer("released_not_carried_out", {"words": message.text, "told_at": message.told_at}, Disposition.REFUSED)
