"""What the office needs of the wire, and nothing more. bot/ fulfils it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from supervision.offers import Offer


class Outcome(StrEnum):
    """What is known after a touch of the wire."""

    SENT = "sent"
    PARTIAL = "partial"  # some recipients were refused
    NOT_SENT = "not_sent"  # surely nothing arrived: may be tried again
    FAILED = "failed"  # will never arrive this way
    UNKNOWN = "unknown"  # the wire broke after the body was written


@dataclass(frozen=True, slots=True)
class Address:
    """`channel` is app (target: userid), robot (its name in config), appchat (its chat id) or card (a card that the
    userid has pressed and that shall say what became of it)."""

    channel: str
    target: str


@dataclass(frozen=True, slots=True)
class Part:
    """One message, composed: what a reader sees, and the exact bytes that will leave."""

    words: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Delivered:
    outcome: Outcome
    platform_code: int | None = None
    platform_message: str = ""  # the platform's id of the message, where it gives one
    unreached: tuple[str, ...] = ()  # userids the platform refused
    retry_after: float | None = None  # seconds during which nothing may be tried on this target
    freezes_all: bool = False  # the trouble is not this target's: IP, permission, app switched off
    alarm: str = ""  # one line for the administrator, free of secrets
    is_target_gone: bool = field(default=False)


class Sender(Protocol):
    """Composes without touching the wire; sends exactly the bytes it composed."""

    def compose(
        self, address: Address, words: str, mentions: tuple[str, ...] = (), offer: Offer | None = None
    ) -> list[Part]:
        """Cut into numbered parts within the channel's byte limit (O6). Where the channel has buttons, the offer is
        made with them; the words say the same to whoever types."""
        ...

    def send(self, address: Address, body: bytes) -> Delivered:
        """One touch of the wire. Never raises for what the wire does."""
        ...
