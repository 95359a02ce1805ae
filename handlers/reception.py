"""The message is stored alone, first. Only then is anything else done with it (I1, I2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.message import Arrival
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
    with database.write() as session:
        inbox_id = insert_if_absent(session, Inbox, _row(arrival))
        if inbox_id is not None:
            return Stored(inbox_id, is_new=True)
        return _seen_before(session, arrival)


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
        "worked_at": arrival.received_at if arrival.quarantined_because else None,  # the alarm counts from here
    }


def _seen_before(session: Session, arrival: Arrival) -> Stored:
    row = session.execute(
        select(Inbox.id, Inbox.answer, Inbox.answered_by).where(
            Inbox.corp == arrival.corp, Inbox.agent == arrival.agent, Inbox.message_key == arrival.message_key
        )
    ).one()
    return Stored(row.id, is_new=False, answer=row.answer if row.answered_by == "callback" else None)
