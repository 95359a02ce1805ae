"""Everything a handler is given for one message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.message import Message
from handlers.on_record import OnRecord
from handlers.people import Speaker
from handlers.reading.registry import Registry
from handlers.reading.result import Reading
from models import Question
from supervision.foreseeing import Foresees
from supervision.rules import Rules
from supervision.telling import Telling
from supervision.visibility import Viewer


@dataclass(frozen=True, slots=True)
class Turn:
    session: Session
    message: Message
    person: Speaker
    viewer: Viewer
    rules: Rules
    registry: Registry
    now: datetime
    on_record: OnRecord
    is_training: bool = False
    waiting: tuple[Question, ...] = ()  # what this person was asked in the last day, oldest first
    suggestions_to: tuple[str, ...] = ()  # userids outside of the supervision chain
    foresees: Foresees | None = None  # who knows the order of the day
    makes_offers: bool = False  # people have buttons to press, so what is asked is offered, too

    @property
    def telling(self) -> Telling:
        return Telling(
            inbox_id=self.message.inbox_id,
            person_id=self.person.id,
            unit_id=self.person.unit_id,
            told_at=self.message.told_at,
            key=self.message.key,
            now=self.now,
            operator=self.message.operator,
        )


@dataclass(frozen=True, slots=True)
class Read:
    """A turn whose text has been read."""

    turn: Turn
    reading: Reading
