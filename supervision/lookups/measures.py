"""The figures with a unit that a matter's reports told: 完成投资1.2亿元."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Progress

MOST_ROWS = 20  # the newest that tell a figure; an older one says little about today
MOST_MEASURES = 4  # one line on a phone


@dataclass(frozen=True, slots=True)
class Measured:
    name: str
    amount: str
    unit: str
    told_at: datetime


def latest_measures(session: Session, matter_id: int) -> list[Measured]:
    """The last figure of each name, the newest first. For those who may see the matter whole."""
    rows = session.execute(
        select(Progress.measures, Progress.told_at)
        .where(Progress.matter_id == matter_id, Progress.withdrawn_at.is_(None), Progress.measures.is_not(None))
        .order_by(Progress.told_at.desc(), Progress.told_key.desc(), Progress.id.desc())
        .limit(MOST_ROWS)
    )
    found: dict[str, Measured] = {}
    for measures, told_at in rows:
        said = {one["name"]: Measured(one["name"], one["amount"], one["unit"], told_at) for one in measures}
        found = {**found, **{name: one for name, one in said.items() if name not in found}}
    return list(found.values())[:MOST_MEASURES]
