"""球在谁手里: a unit is asked to help, and the asking has its own clock (A08)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import HelpCall, Matter, Unit
from models.outbox import MessageClass
from supervision import outbox
from supervision.audience import speakers_of
from supervision.outbox import Intent, To
from supervision.telling import Telling


def call(
    session: Session, telling: Telling, matter: Matter, progress_id: int, words: str, names: Iterable[str]
) -> list[str]:
    """Ask each named unit that the office knows; returns the names of those asked."""
    asked = []
    for unit in session.scalars(select(Unit).where(Unit.name.in_(list(names)), Unit.is_active)):
        if unit.id == matter.unit_id:
            continue
        asking = HelpCall(
            progress_id=progress_id,
            matter_id=matter.id,
            unit_id=unit.id,
            words=words,
            asked_at=telling.told_at,
        )
        session.add(asking)
        session.flush()
        _tell(session, telling, matter, unit, asking)
        asked.append(unit.name)
    return asked


def _tell(session: Session, telling: Telling, matter: Matter, unit: Unit, call: HelpCall) -> None:
    asking = session.get_one(Unit, matter.unit_id)
    for person in speakers_of(session, unit.id):
        intent = Intent(
            key=f"help:{telling.inbox_id}:{matter.id}:{unit.id}:person:{person.id}",
            event="help_asked",
            facts={
                "number": matter.number,
                "title": matter.title,
                "unit": asking.name,
                "words": call.words,
                "help_call_id": call.id,
            },
            message_class=MessageClass.REMINDER,
            matter_id=matter.id,
            still_true="help_unanswered",
        )
        outbox.post(session, To(person_id=person.id), intent, telling.now)
