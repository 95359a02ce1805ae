"""谁没交, for those who ask: how many units of each kind and period, and the first of them by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Duty, Unit
from models.report import ReportKind
from supervision.duties import Period
from supervision.missing import newest, owed_and_not_met
from supervision.visibility import Readers, may_see_units


@dataclass(frozen=True, slots=True)
class MissingOfKind:
    kind: ReportKind
    period: Period
    due_at: datetime
    is_late: bool
    units: tuple[str, ...]
    count: int


def missing_by_kind(
    session: Session, readers: Readers, now: datetime, most: int, kind: ReportKind | None = None,
    period: Period | None = None, units: frozenset[int] | None = None,
) -> list[MissingOfKind]:  # fmt: skip
    """Of the units these readers may know about; without a period the newest of each kind. The first due first."""
    found = []
    for each in [kind] if kind else list(ReportKind):
        asked = period or newest(session, each, now)
        if asked is not None and (one := _of_kind(session, readers, now, most, each, asked, units)) is not None:
            found.append(one)
    return sorted(found, key=lambda one: one.due_at)


def _of_kind(
    session: Session, readers: Readers, now: datetime, most: int, kind: ReportKind, period: Period,
    units: frozenset[int] | None,
) -> MissingOfKind | None:  # fmt: skip
    wanted = [may_see_units(readers, Duty.unit_id), *owed_and_not_met(kind, period, now)]
    if units is not None:
        wanted.append(Duty.unit_id.in_(sorted(units)))
    rows = session.execute(
        select(Unit.name, Duty.due_at, func.count().over().label("many"))
        .join(Unit, Unit.id == Duty.unit_id)
        .where(*wanted)
        .order_by(Unit.name, Duty.due_at)
        .limit(most)
    ).all()
    if not rows:
        return None
    first = rows[0]
    return MissingOfKind(kind, period, first.due_at, now > first.due_at, tuple(row.name for row in rows), first.many)
