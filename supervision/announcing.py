"""The same word to several people, once each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models import Person
from models.outbox import MessageClass
from supervision import outbox
from supervision.outbox import Intent, To

NEWS_LIFE = timedelta(days=14)  # longer than any holiday: what was decided before it is still told after it


def announce(
    session: Session,
    people: Iterable[Person],
    event: str,
    key: str,
    facts: dict[str, Any],
    now: datetime,
    *,
    matter_id: int | None = None,
    still_true: str = "",
    life: timedelta = NEWS_LIFE,
) -> int:
    """Post one intent a person under `<key>:person:<id>`; how many were new. `facts` must be plain JSON values."""
    return sum(
        outbox.post(
            session,
            To(person_id=person_id),
            Intent(
                key=f"{key}:person:{person_id}",
                event=event,
                facts=facts,
                message_class=MessageClass.REMINDER,
                matter_id=matter_id,
                still_true=still_true,
                expires_at=now + life,
            ),
            now,
        )
        for person_id in sorted({person.id for person in people})
    )
