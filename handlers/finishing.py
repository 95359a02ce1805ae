"""What became of the messages of one transaction: written on their rows, and said by whoever waits, else posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, update
from sqlalchemy.orm import Session

from handlers.hearer import Hearer
from handlers.message import Answer, Message
from handlers.parts import in_parts
from models import Inbox
from models.inbox import Disposition
from models.outbox import MessageClass
from models.prepared import Prepared
from supervision import outbox
from supervision.outbox import Intent, To
from supervision.texts import render

_INBOX = cast(Table, Inbox.__table__)
# Whoever finishes a message first wins; the loser's work is undone (I2).
_DONE = Prepared(
    update(_INBOX)
    .where(_INBOX.c.id == bindparam("row_id"), _INBOX.c.disposition == Disposition.WAITING)
    .values(
        {name: bindparam(name) for name in ("disposition", "answer", "answered_by", "worked_at", "person_id", "intent")}
    )
)


class TakenByAnother(Exception):
    """Another worker finished this message first; its work stands, ours is undone."""


@dataclass(frozen=True, slots=True)
class Worked:
    """A message whose work is done but for its own row. `person_id` is None for a stranger."""

    message: Message
    person_id: int | None
    answer: Answer
    words: str
    hearer: Hearer


@dataclass(frozen=True, slots=True)
class Said:
    """What a hearer is told once all is committed."""

    hearer: Hearer
    words: str

    def aloud(self) -> None:
        self.hearer.hears(self.words)


def in_words(message: Message, answer: Answer) -> str:
    """The whole answer; "" where nothing is said."""
    words = render(answer.event, **answer.facts) if answer.event else ""
    return f"{words}\n{render('only_the_beginning_was_read')}" if words and message.is_cut else words


def finish(session: Session, worked: Sequence[Worked], now: datetime) -> list[Said]:
    """The last step before the commit. Raises TakenByAnother when one of the messages was finished elsewhere."""
    spoken = [one.hearer.takes() for one in worked]
    rows = [_row(one, is_spoken, now) for one, is_spoken in zip(worked, spoken, strict=True)]
    if _DONE.change(session, rows) != len(rows):
        raise TakenByAnother
    said = []
    for one, is_spoken in zip(worked, spoken, strict=True):
        parts = in_parts(one.words) if one.words else []
        if is_spoken:
            said.append(Said(one.hearer, parts[0] if parts else ""))
        _post_the_rest(session, one, parts, len(parts) if one.hearer.knows_all else int(is_spoken), now)
    return said


def post_answer(session: Session, inbox_id: int, person_id: int, number: int, words: str, now: datetime) -> None:
    """One part of an answer goes to the outbox; there it can exist once."""
    intent = Intent(
        key=f"answer:{inbox_id}:{number}",
        event="late_answer",
        facts={"words": words},
        message_class=MessageClass.REPLY,
        is_urgent=True,
    )
    outbox.post(session, To(person_id=person_id), intent, now)


def _row(one: Worked, is_spoken: bool, now: datetime) -> dict[str, object]:
    return {
        "row_id": one.message.inbox_id,
        "disposition": one.answer.disposition,
        "answer": one.words,
        "answered_by": one.hearer.name if is_spoken else "outbox",
        "worked_at": now,
        "person_id": one.person_id,
        "intent": one.answer.intent,
    }


def _post_the_rest(session: Session, one: Worked, parts: Sequence[str], said: int, now: datetime) -> None:
    if one.person_id is None:  # a stranger is answered while he waits, or not at all
        return
    for number, part in enumerate(parts[said:], said + 1):
        post_answer(session, one.message.inbox_id, one.person_id, number, part, now)
