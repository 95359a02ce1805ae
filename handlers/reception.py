"""The message is stored alone, first. Only then is anything else done with it (I1, I2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.message import READ_BYTES, Arrival, Message
from models import Inbox
from models.inbox import Disposition
from models.insertion import insert_if_absent
from models.session import Database
from supervision.texts.quoting import visible


@dataclass(frozen=True, slots=True)
class Stored:
    """`is_new` is false for a retry; then `answer` is what was answered the first time, if it was."""

    inbox_id: int
    is_new: bool
    answer: str | None = None


def store(database: Database, arrival: Arrival) -> Stored:
    """One insert under the message's unique key, committed at once."""
    return store_together(database, [arrival])[0]


def store_together(database: Database, arrivals: Sequence[Arrival]) -> list[Stored]:
    """The same for several messages: all are stored, or none; of one that comes twice, the first is new."""
    with database.write() as session:
        return [_stored(session, arrival) for arrival in arrivals]


def _stored(session: Session, arrival: Arrival) -> Stored:
    inbox_id = insert_if_absent(session, Inbox, _row(arrival))
    return Stored(inbox_id, is_new=True) if inbox_id is not None else _seen_before(session, arrival)


def message_of(row: Inbox, operator: str = "") -> Message:
    """A stored message, for whoever works it."""
    return Message(
        inbox_id=row.id,
        channel=row.channel,
        sender=row.sender,
        kind=row.kind,
        text=_beginning(row.text),
        detail=row.detail,
        told_at=row.told_at,
        key=row.message_key,
        is_released=row.is_released,
        is_cut=_is_long(row.text),
        operator=operator,
    )


def just_stored(arrival: Arrival, inbox_id: int) -> Message:
    """The same for the one who stored it this moment: what is in his hands need not be read again."""
    text = visible(arrival.text)
    return Message(
        inbox_id=inbox_id,
        channel=arrival.channel,
        sender=arrival.sender,
        kind=arrival.kind,
        text=_beginning(text),
        detail=visible(arrival.detail),
        told_at=arrival.told_at,
        key=arrival.message_key,
        is_cut=_is_long(text),
    )


def _beginning(text: str) -> str:
    return text.encode()[:READ_BYTES].decode(errors="ignore")


def _is_long(text: str) -> bool:
    return len(text.encode()) > READ_BYTES


def _row(arrival: Arrival) -> dict[str, Any]:
    return {
        "corp": arrival.corp,
        "agent": arrival.agent,
        "message_key": arrival.message_key,
        "channel": arrival.channel,
        "sender": arrival.sender,
        "kind": arrival.kind,
        "told_at": arrival.told_at,
        "received_at": arrival.received_at,
        "envelope": arrival.envelope,
        "signed": arrival.signed,
        "plaintext": arrival.plaintext,
        "text": visible(arrival.text),
        "detail": visible(arrival.detail),
        "disposition": Disposition.QUARANTINED if arrival.quarantined_because else Disposition.WAITING,
        "trouble": arrival.quarantined_because,
        "answered_by": arrival.answered_by or None,
        "worked_at": arrival.received_at if arrival.quarantined_because else None,  # the alarm counts from here
    }


def _seen_before(session: Session, arrival: Arrival) -> Stored:
    row = session.execute(
        select(Inbox.id, Inbox.answer, Inbox.answered_by).where(
            Inbox.corp == arrival.corp, Inbox.agent == arrival.agent, Inbox.message_key == arrival.message_key
        )
    ).one()
    return Stored(row.id, is_new=False, answer=row.answer if row.answered_by == "callback" else None)
