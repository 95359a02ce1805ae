"""How many matters a question means, by light and by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from models import Matter, Unit
from models.matter import OPEN, MatterStatus
from supervision.lights import BY_URGENCY, Light, light_is, urgency
from supervision.lookups.counting import counts, first_units, unit_count
from supervision.lookups.question import Asked, Question, asked_of
from supervision.visibility import Readers

MOST_UNITS = 12  # one phone screen


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
    rest: int  # units that are not among these


def summary(
    session: Session, question: Question, readers: Readers, today: date, most_units: int = MOST_UNITS
) -> Summary:
    """Counts of what these readers may see, closed matters included."""
    asked = asked_of(replace(question, with_closed=True), readers, today)
    if all(one.part.is_few for one in asked):
        by_unit = _by_unit(session, asked, today)
        rest = max(0, len(by_unit) - most_units)
        return Summary(_together(by_unit), _in_order(session, by_unit)[:most_units], rest)
    # A ledger of a hundred thousand: the units that are shown are found first, and only theirs are counted by unit.
    shown = Matter.unit_id.in_(first_units(session, asked, today, most_units))
    units = _in_order(session, _by_unit(session, [replace(one, leads=(*one.leads, shown)) for one in asked], today))
    return Summary(_whole(session, asked, today), units, unit_count(session, asked) - len(units))


def _whole(session: Session, asked: Sequence[Asked], today: date) -> Tally:
    """Of a whole ledger each count is a range of an index; of a part of it all are counted in one walk."""
    if any(one.leads or one.wanted for one in asked):
        return _together(_by_unit(session, asked, today))
    states = [Matter.status == MatterStatus.COMPLETED, Matter.status == MatterStatus.CLOSED, Matter.status.in_(OPEN)]
    red, yellow, green, completed, closed, running = counts(
        session, asked, [*(light_is(light, today) for light in (Light.RED, Light.YELLOW, Light.GREEN)), *states]
    )
    suspended = running - red - yellow - green
    return Tally(running + completed + closed, red, yellow, green, suspended, completed, closed)


def _by_unit(session: Session, asked: Sequence[Asked], today: date) -> dict[int, Counter[str]]:
    rank = urgency(today).label("rank")
    grouped = [
        select(Matter.unit_id, Matter.status, rank, func.count().label("many"))
        .where(one.found())
        .group_by(Matter.unit_id, Matter.status, rank)
        for one in asked
    ]
    found: dict[int, Counter[str]] = {}
    for row in session.execute(union_all(*grouped)):
        if row.status is MatterStatus.REVOKED:
            continue
        part = Counter({"total": row.many, _part(row.status, BY_URGENCY[row.rank]): row.many})
        found[row.unit_id] = found.get(row.unit_id, Counter()) + part
    return found


def _together(by_unit: Mapping[int, Counter[str]]) -> Tally:
    return Tally(**sum(by_unit.values(), Counter[str]()))


def _in_order(session: Session, by_unit: Mapping[int, Counter[str]]) -> tuple[UnitTally, ...]:
    names = dict(session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(by_unit))).all())
    units = [UnitTally(names[unit_id], Tally(**counted)) for unit_id, counted in by_unit.items()]
    return tuple(sorted(units, key=lambda one: (-one.tally.red, -one.tally.yellow, one.unit)))


def _part(status: MatterStatus, light: Light | None) -> str:
    if light is not None:
        return light.value
    if status in (MatterStatus.COMPLETED, MatterStatus.CLOSED):
        return status.value
    return "suspended"
