"""A word to the people who keep the office and the bot running, through the same outbox as everything else."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from models import Outgoing, Person
from models.outbox import MessageClass
from supervision import outbox
from supervision.audience import administrators, supervisors
from supervision.outbox import Intent, To

log = logging.getLogger(__name__)

PREFIX = "alarm_"


def tell_office(session: Session, event: str, subject: str, now: datetime, **facts: object) -> int:
    """To supervisors and administrators, once for each subject; how many will hear it."""
    return _tell([*supervisors(session), *administrators(session)], session, event, subject, now, facts)


def tell_administrators(session: Session, event: str, subject: str, now: datetime, **facts: object) -> int:
    """To those who look after the machine, or to the office where nobody is named."""
    return _tell(administrators(session) or supervisors(session), session, event, subject, now, facts)


def is_alarm(row: Outgoing) -> bool:
    """An alarm that fails raises no further alarm."""
    return row.event.startswith(PREFIX)


def _tell(
    people: Iterable[Person], session: Session, event: str, subject: str, now: datetime, facts: dict[str, object]
) -> int:
    reachable = [person for person in people if person.is_reachable]
    told = 0
    for person in reachable:
        intent = Intent(
            key=f"{event}:{subject}:person:{person.id}",
            event=event,
            facts=facts,
            message_class=MessageClass.REMINDER,
        )
        told += outbox.post(session, To(person_id=person.id), intent, now)
    if told or not reachable:
        log.error("%s %s", event, subject)
    return told
