"""「谁没交」「谁没交日报」: a unit hears about itself, a leader about those in his charge, the office about all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.message import Answer
from handlers.queries.asking import units_of
from handlers.reading.result import Query
from models import Duty
from models.report import ReportKind
from supervision.duties import Period
from supervision.missing import Missing, missing
from supervision.visibility import Viewer, may_see_unit, may_see_units

MOST_NAMES = 20


def answer_missing(session: Session, query: Query, viewer: Viewer, now: datetime) -> Answer:
    """Per kind and period: who has not reported, those past the hour marked."""
    kind = ReportKind(query.kind.value) if query.kind else None
    period = Period(query.period.first, query.period.last) if query.period else None
    units = units_of(session, query, viewer)
    found = [
        one
        for one in missing(session, now, kind=kind, period=period)
        if may_see_unit(viewer, one.unit_id) and (units is None or one.unit_id in units)
    ]
    facts = {
        "unit": query.unit or "",
        "kind": kind.value if kind else "",
        "first": period.first.isoformat() if period else "",
        "last": period.last.isoformat() if period else "",
        "is_own": viewer.is_of_unit,
        "is_owed": bool(found) or _is_owed(session, viewer, kind, period),
    }
    if not found:
        return Answer("query_missing_none", facts)
    return Answer("query_missing", {**facts, "parts": _parts(found)})


def _parts(found: list[Missing]) -> list[dict[str, Any]]:
    parts: dict[tuple[ReportKind, Period], list[Missing]] = {}
    for one in found:
        parts.setdefault((one.kind, one.period), []).append(one)
    return [
        {
            "kind": kind.value,
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
            "due_at": of_kind[0].due_at.isoformat(),
            "is_late": of_kind[0].is_late,
            "units": [one.unit for one in of_kind[:MOST_NAMES]],
            "count": len(of_kind),
        }
        for (kind, period), of_kind in parts.items()
    ]


def _is_owed(session: Session, viewer: Viewer, kind: ReportKind | None, period: Period | None) -> bool:
    """Whether anybody owed a report of that kind and period at all: on a day off nobody does."""
    owed = select(Duty.id).where(may_see_units(viewer, Duty.unit_id), Duty.waived_because.is_(None))
    if kind is not None:
        owed = owed.where(Duty.kind == kind)
    if period is not None:
        owed = owed.where(Duty.period_first == period.first)
    return session.scalar(owed.limit(1)) is not None
