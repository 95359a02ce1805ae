"""The record of who did what; written in the transaction of the act itself (A2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models import Act
from supervision.telling import Telling


def note(session: Session, act: str, telling: Telling, matter_id: int | None = None, **facts: Any) -> None:  # noqa: ANN401
    """A person's act. `facts` must be plain JSON values."""
    session.add(
        Act(
            at=telling.now,
            act=act,
            by_id=telling.person_id,
            by_words=telling.operator,
            inbox_id=telling.inbox_id,
            matter_id=matter_id,
            facts=facts,
        )
    )


def note_own(session: Session, act: str, now: datetime, matter_id: int | None = None, **facts: Any) -> None:  # noqa: ANN401
    """Something the bot did by itself."""
    session.add(Act(at=now, act=act, matter_id=matter_id, facts=facts))


def note_operator(session: Session, act: str, operator: str, now: datetime, matter_id: int, **facts: Any) -> None:  # noqa: ANN401
    """Something done at the machine's terminal, by an operator who need not be enrolled."""
    session.add(Act(at=now, act=act, by_words=operator[:80], matter_id=matter_id, facts=facts))
