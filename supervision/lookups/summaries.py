"""How many matters a question means, by light and by unit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Matter, Unit
from models.matter import MatterStatus
from supervision.lights import BY_URGENCY, Light, urgency
from supervision.lookups.question import Question, conditions
from supervision.visibility import Readers


@dataclass(frozen=True, slots=True)
class Tally:
    """`suspended` and the ended ones have no light; all parts add up to `total`."""

    total: int = 0
    red: int = 0
    yellow: int = 0
    green: int = 0
    suspended: int = 0
    completed: int = 0
    closed: int = 0


@dataclass(frozen=True, slots=True)
class UnitTally:
    unit: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Summary:
    whole: Tally
    units: tuple[UnitTally, ...]  # the one with most red lights first


def summary(session: Session, question: Question, readers: Readers, today: date) -> Summary:
    """Counts of what these readers may see, closed matters included; one statement."""
    wanted = conditions(replace(question, with_closed=True), readers, today)
    rank = urgency(today).label("rank")
    rows = session.execute(
        select(Matter.unit_id, Matter.status, rank, func.count().label("many"))
        .where(*wanted)
        .group_by(Matter.unit_id, Matter.status, rank)
    ).all()
    whole: Counter[str] = Counter()
    by_unit: dict[int, Counter[str]] = {}
    for row in rows:
        part = Counter({"total": row.many, _part(row.status, BY_URGENCY[row.rank]): row.many})
        whole += part
        by_unit[row.unit_id] = by_unit.get(row.unit_id, Counter()) + part
    names = dict(session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(by_unit))).all())
    units = [UnitTally(names[unit_id], Tally(**counts)) for unit_id, counts in by_unit.items()]
    units.sort(key=lambda one: (-one.tally.red, -one.tally.yellow, one.unit))
    return Summary(Tally(**whole), tuple(units))


def _part(status: MatterStatus, light: Light | None) -> str:
    if light is not None:
        return light.value
    if status in (MatterStatus.COMPLETED, MatterStatus.CLOSED):
        return status.value
    return "suspended"
