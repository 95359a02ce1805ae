"""What a message offers to decide with one press: a heading, and for each button the very words one could type.

A text `<event>_offer` makes an event offer something: its first line is the heading, each further line `button|words`.
A press is bound to the intent it came with: to that request, notice or question, and to whom it was sent (T14).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from models import Outgoing
from supervision import texts
from supervision.still_true import CHECKS

SETTLED = "offer_settled"  # says on the card itself what became of it; nothing hangs on its arriving
PRESSED_WITHIN = timedelta(hours=72)  # so long after a press the platform lets the card be changed
# What is offered may be over while what was said is still true: a paper stays signed when it has been received.
_OPEN_WHILE = {"notice_issued": "notice_not_received"}


@dataclass(frozen=True, slots=True)
class Choice:
    """`says` is what pressing it means, word for word."""

    label: str
    says: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """What replaces the buttons. `code` is the platform's leave to change this card once."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Offer:
    """`ref` comes back with a press and names the intent."""

    heading: str
    choices: tuple[Choice, ...]
    ref: str
    settlement: Settlement | None = None


def has_offer(event: str) -> bool:
    return texts.exists(f"{event}_offer")


def offer_of(row: Outgoing) -> Offer | None:
    """What an intent offers; None for most."""
    if row.event == SETTLED:
        facts = row.facts
        choices = tuple(Choice(label, says) for label, says in facts["choices"])
        return Offer(facts["heading"], choices, facts["ref"], Settlement(facts["code"], facts["label"]))
    if not has_offer(row.event):
        return None
    heading, *lines = texts.render(f"{row.event}_offer", **row.facts).splitlines()
    choices = tuple(Choice(label, says) for label, _, says in (line.rpartition("|") for line in lines))
    return Offer(heading, choices, _ref(row)) if choices else None


def offered_by(session: Session, ref: str) -> Outgoing | None:
    """The intent that a press came from; None where our books know of none, as after an older backup was restored, or
    no longer know what it offered (T41)."""
    number = ref.partition("-")[0]
    row = session.get(Outgoing, int(number)) if number.isdecimal() and len(number) <= 18 else None
    if row is None or row.digest is not None:
        return None
    return row if ref.rpartition("-")[2] == _mark(row) else None


def is_open(session: Session, row: Outgoing) -> bool:
    """What was offered still waits to be decided."""
    check = _OPEN_WHILE.get(row.event, row.still_true)
    return not check or CHECKS[check](session, row)


def settled_facts(offer: Offer, label: str, **words: str) -> dict[str, Any]:
    """The facts of SETTLED but for its code; `words` are by, at and words for its text."""
    choices = [[one.label, one.says] for one in offer.choices]
    return {"heading": offer.heading, "choices": choices, "ref": offer.ref, "label": label, **words}


def _ref(row: Outgoing) -> str:
    """Another for each time it is written, as the platform takes each only once."""
    return f"{row.id}-{row.claim}-{_mark(row)}"


def _mark(row: Outgoing) -> str:
    return hashlib.sha256(f"{row.key} {row.created_at.timestamp():.0f}".encode()).hexdigest()[:16]
