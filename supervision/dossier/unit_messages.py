"""Every message of the unit's people in that time: whether somebody wrote at all, and what became of it.

What is about other matters is told without its words; its hash says which message it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import FormerUserid, Inbox, Person
from supervision.dossier.gathering import Dossier
from supervision.dossier.plain import sha256_of
from supervision.dossier.whose import its_people

AT_ONCE = 100


def unit_messages(session: Session, dossier: Dossier) -> Iterator[dict[str, Any]]:
    people = its_people(session, dossier.matter, dossier.rows("leads"), dossier.rows("reports"))
    ids = select(Person.userid).where(Person.id.in_(people))
    former = select(FormerUserid.userid).where(FormerUserid.person_id.in_(people))
    told = (
        select(Inbox.id, Inbox.sender, Inbox.channel, Inbox.told_at, Inbox.received_at, Inbox.disposition,
               Inbox.is_released, Inbox.intent, Inbox.envelope)
        .where(or_(Inbox.sender.in_(ids), Inbox.sender.in_(former)))
        .where(Inbox.told_at >= dossier.since, Inbox.told_at <= dossier.until)
        .order_by(Inbox.told_at, Inbox.id)
        .execution_options(yield_per=AT_ONCE)
    )  # fmt: skip
    for row in session.execute(told):
        yield {
            "id": row.id,
            "sender": row.sender,
            "channel": row.channel,
            "told_at": row.told_at.isoformat(),
            "received_at": row.received_at.isoformat(),
            "disposition": row.disposition.value,
            "is_released": row.is_released,
            "intent": row.intent,
            "envelope_sha256": sha256_of(row.envelope),
        }
