"""What a message is to us, whoever carried it, and what we say back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models.inbox import Disposition

READ_BYTES = 4096  # the first 4 KiB are read, and the answer says so; all of it is kept


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message as it came in at the door, before it is stored."""

    corp: str
    agent: str
    message_key: str
    channel: str
    sender: str  # userid, lower case
    kind: str  # text, image, voice, video, location, link, event:<name>
    told_at: datetime
    received_at: datetime
    envelope: bytes
    plaintext: bytes
    text: str = ""
    detail: str = ""  # media id, event key
    signed: str = ""  # timestamp, nonce and signature as they came
    quarantined_because: str = ""
    answered_by: str = ""  # who has spoken already, when it is brought again from the spool


@dataclass(frozen=True, slots=True)
class Message:
    """A stored message, on its way to a handler."""

    inbox_id: int
    channel: str
    sender: str
    kind: str
    text: str
    detail: str
    told_at: datetime
    key: str
    is_released: bool = False
    is_cut: bool = False  # it was longer than what is read of it
    operator: str = ""  # through the console: the operating system's user

    @property
    def is_text(self) -> bool:
        return self.kind == "text"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said back: an event and the facts its text needs. No event: nothing is said."""

    event: str
    facts: dict[str, Any] = field(default_factory=dict)
    disposition: Disposition = Disposition.ANSWERED
    intent: str = ""  # what the words were read as, where they were read


SILENCE = Answer("", disposition=Disposition.IGNORED)
