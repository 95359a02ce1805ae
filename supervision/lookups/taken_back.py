"""撤销交办 on a card: when the office took a matter back, why, and who said so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Act, Matter, Person
from supervision.revocations import REVOKED


@dataclass(frozen=True, slots=True)
class TakenBack:
    at: datetime
    because: str
    by: str


def taken_back(session: Session, matter: Matter) -> TakenBack | None:
    """None where it was not."""
    if matter.revoked_at is None:
        return None
    by = session.scalar(
        select(Person.name)
        .join(Act, Act.by_id == Person.id)
        .where(Act.matter_id == matter.id, Act.act == REVOKED)
        .order_by(Act.id.desc())
        .limit(1)
    )
    return TakenBack(matter.revoked_at, matter.revoked_because or "", by or "")
