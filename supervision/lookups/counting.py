"""Counts over a large ledger, each of them answered from an index."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, true, union_all
from sqlalchemy.orm import Session

from models import Matter, Unit
from supervision.lookups.question import Asked


def counts(session: Session, asked: Sequence[Asked], each: Sequence[ColumnElement[bool]]) -> list[int]:
    """How many matters all parts together have of each condition."""
    columns: list[ColumnElement[int]] = []
    for condition in each:
        parts = [
            select(func.count()).select_from(Matter).where(one.found(condition)).scalar_subquery() for one in asked
        ]
        columns.append(sum(parts[1:], start=parts[0]))
    return list(session.execute(select(*columns)).one())


def count(session: Session, asked: Sequence[Asked]) -> int:
    """How many matters there are in all parts."""
    return counts(session, asked, [true()])[0]


def first_units(session: Session, asked: Sequence[Asked], today: date, most: int) -> list[int]:
    """The units with most red lights, then with most yellow ones, then by name."""
    lit = union_all(
        *(
            select(Matter.unit_id, case((Matter.red_from <= today, 1), else_=0).label("red")).where(
                one.found(Matter.yellow_from <= today)
            )
            for one in asked
        )
    ).subquery()
    red, lights = func.sum(lit.c.red).label("red"), func.count().label("lights")
    by_unit = select(lit.c.unit_id, red, lights).group_by(lit.c.unit_id).subquery()
    place = by_unit.c
    first = session.scalars(
        select(place.unit_id)
        .join(Unit, Unit.id == place.unit_id)
        .order_by(place.red.desc(), (place.lights - place.red).desc(), Unit.name)
        .limit(most)
    ).all()
    more = select(Unit.id).where(_has_some(asked), Unit.id.not_in(first)).order_by(Unit.name).limit(most - len(first))
    return [*first, *(session.scalars(more) if len(first) < most else ())]


def unit_count(session: Session, asked: Sequence[Asked]) -> int:
    """How many units have a matter in any part."""
    return session.scalar(select(func.count()).select_from(Unit).where(_has_some(asked))) or 0


def _has_some(asked: Sequence[Asked]) -> ColumnElement[bool]:
    return or_(*(exists().where(and_(Matter.unit_id == Unit.id, one.found())).correlate(Unit) for one in asked))
