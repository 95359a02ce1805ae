"""落后计划: matters so many points below the straight line from their first day to their due day (C16, X5).

Only those whose day has come are looked at: the line reaches so far above what was told on a day known beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, cast

from sqlalchemy import Table, bindparam, or_, select, union, update
from sqlalchemy.orm import Session

from models import Climb, Finding, Matter
from models.finding import FindingKind
from models.matter import OPEN, MatterStatus
from supervision import slow
from supervision.clock import at
from supervision.findings import Reckoned, in_parts
from supervision.policies.active import Domain
from supervision.policies.ladder import Trigger
from supervision.slow import Line

MOST_LOOKED_AT = 100_000  # in one morning
_MATTER = cast(Table, Matter.__table__)
_ROW = _MATTER.c
_LINE = (_ROW.start_on, _ROW.due_on, _ROW.percent)
_PUT_OFF = update(_MATTER).where(_ROW.id == bindparam("matter")).values(plan_look_on=bindparam("again_on"))


@dataclass(frozen=True, slots=True)
class _Plan:
    """`line`: None where nothing is to be compared any more, or past the due day: then it is overdue, not slow."""

    matter_id: int
    category: str
    line: Line | None


@dataclass(frozen=True, slots=True)
class _Looked:
    plan: _Plan
    found: Reckoned | None
    again_on: date | None


def find(session: Session, governed: Sequence[tuple[Domain, Trigger]], today: date) -> list[Reckoned]:
    """Each matter once a month at most; every matter looked at gets its next day."""
    if not governed:
        return []
    looked = [_look(plan, _points(plan, governed), today) for plan in _due(session, today)]
    if not looked:
        return []
    found = [one.found for one in looked if one.found is not None]
    known = _dealt_with(session, [one.matter_id for one in found], today.replace(day=1))
    session.connection().execute(_PUT_OFF, [{"matter": one.plan.matter_id, "again_on": one.again_on} for one in looked])
    return [one for one in found if one.matter_id not in known]


def _due(session: Session, today: date) -> list[_Plan]:
    columns = (_ROW.id, _ROW.category, _ROW.status, _ROW.is_sealed, _ROW.suspended_since, *_LINE)
    rows = session.connection().execute(
        select(*columns).where(_ROW.plan_look_on <= today).order_by(_ROW.plan_look_on, _ROW.id).limit(MOST_LOOKED_AT)
    )
    return [
        _Plan(matter_id, category, _line(line, today) if _runs(status, is_sealed, since) else None)
        for matter_id, category, status, is_sealed, since, *line in rows
    ]


def _runs(status: MatterStatus, is_sealed: bool, suspended_since: datetime | None) -> bool:
    return status in OPEN and not is_sealed and suspended_since is None


def _line(told: Sequence[Any], today: date) -> Line | None:
    start_on, due_on, percent = told
    if start_on is None or due_on is None or percent is None or not start_on < due_on > today:
        return None
    return Line(start_on, due_on, percent)


def _points(plan: _Plan, governed: Sequence[tuple[Domain, Trigger]]) -> int | None:
    """What the policy of its category measures; None: nothing."""
    return next((trigger.points for domain, trigger in governed if domain.has(plan.category)), None)


def _look(plan: _Plan, points: int | None, today: date) -> _Looked:
    line = plan.line
    if line is None or points is None:
        return _Looked(plan, None, None)
    behind = slow.points_behind(line, today)
    if behind < points:
        return _Looked(plan, None, slow.behind_on(line, points))
    facts = {
        "percent": line.percent,
        "planned": line.percent + behind,
        "behind": behind,
        "points": points,
        "start_on": line.start_on.isoformat(),
        "due_on": line.due_on.isoformat(),
    }
    return _Looked(plan, Reckoned(plan.matter_id, f"{today:%Y-%m}", today, facts), slow.month_after(today))


def _dealt_with(session: Session, ids: Sequence[int], month: date) -> set[int]:
    """Those that climb, or of which this was found or a climb ended this month: people are at it."""
    since, known = at(month, time()), set[int]()
    for some in in_parts(ids):
        climbs = select(Climb.matter_id).where(
            Climb.matter_id.in_(some), or_(Climb.ended_at.is_(None), Climb.ended_at >= since)
        )
        found = select(Finding.matter_id).where(
            Finding.matter_id.in_(some), Finding.kind == FindingKind.BEHIND_PLAN, Finding.found_at >= since
        )
        known |= set(session.scalars(union(climbs, found)))
    return known
