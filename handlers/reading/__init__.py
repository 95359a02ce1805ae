"""Text → data. Pure: no database, no clock, no network; knows nobody else in the house."""

from __future__ import annotations

from datetime import datetime

from handlers.reading.conversation import Conversation, EveryWeekday, Workdays
from handlers.reading.message import Message
from handlers.reading.registry import Registry
from handlers.reading.result import Reading

__all__ = ["Conversation", "Reading", "Registry", "Workdays", "read"]

NOTHING_BEFORE = Conversation()
EVERY_WEEKDAY = EveryWeekday()


def read(
    text: str,
    registry: Registry,
    *,
    sender: str,
    sent_at: datetime,
    conversation: Conversation = NOTHING_BEFORE,
    calendar: Workdays = EVERY_WEEKDAY,
) -> Reading:
    """Reads one message as sent by `sender` (userid) at `sent_at` (aware, in the office's time zone)."""
    return Message(text, registry, sender, sent_at, conversation, calendar).read()
