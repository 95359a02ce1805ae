"""Somebody types a question; the words that come back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.query import answer_query
from handlers.reading import read
from handlers.reading.result import Intent
from handlers.registry import RegistryCache
from models import Person
from supervision.texts import render
from supervision.visibility import Viewer
from tests.supervision.ledger import NOW


def ask(session: Session, viewer: Viewer, text: str, now: datetime = NOW, names: RegistryCache | None = None) -> str:
    """Read against what this person may see, answered for him, put into words."""
    person = session.get_one(Person, viewer.person_id)
    registry = (names or RegistryCache()).current(session, viewer, text=text)
    reading = read(text, registry, sender=person.userid, sent_at=now)
    if reading.query is None:
        return f"<{Intent(reading.intent).value}>"
    answer = answer_query(session, reading.query, viewer, now, text)
    return render(answer.event, **answer.facts)
