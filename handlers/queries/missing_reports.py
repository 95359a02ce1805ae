"""「谁没交」「谁没交日报」: a unit hears about itself, a leader about those in his charge, the office about all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.message import Answer
from handlers.queries.asking import units_of, whose
from handlers.reading.result import Query
from models import Duty
from models.report import ReportKind
from supervision.duties import Period
from supervision.lookups.missing import MissingOfKind, missing_by_kind
from supervision.visibility import Viewer, may_see_units

MOST_NAMES = 20


def answer_missing(session: Session, query: Query, viewer: Viewer, now: datetime) -> Answer:
    """Per kind and period: who has not reported, those past the hour marked."""
    kind = ReportKind(query.kind.value) if query.kind else None
    period = Period(query.period.first, query.period.last) if query.period else None
    units = units_of(session, query, viewer)
    found = missing_by_kind(session, viewer, now, MOST_NAMES, kind, period, units)
    facts = {
        "unit": whose(query),
        "kind": kind.value if kind else "",
        "first": period.first.isoformat() if period else "",
        "last": period.last.isoformat() if period else "",
        "is_own": viewer.is_of_unit,
        "is_owed": bool(found) or _is_owed(session, viewer, kind, period),
    }
    if not found:
        return Answer("query_missing_none", facts)
    return Answer("query_missing", {**facts, "parts": [_part(one) for one in found]})


def _part(missing: MissingOfKind) -> dict[str, Any]:
    return {
        "kind": missing.kind.value,
        "first": missing.period.first.isoformat(),
        "last": missing.period.last.isoformat(),
        "due_at": missing.due_at.isoformat(),
        "is_late": missing.is_late,
        "units": list(missing.units),
        "count": missing.count,
    }


def _is_owed(session: Session, viewer: Viewer, kind: ReportKind | None, period: Period | None) -> bool:
    """Whether anybody owed a report of that kind and period at all: on a day off nobody does."""
    owed = select(Duty.id).where(may_see_units(viewer, Duty.unit_id), Duty.waived_because.is_(None))
    if kind is not None:
        owed = owed.where(Duty.kind == kind)
    if period is not None:
        owed = owed.where(Duty.period_first == period.first)
    return session.scalar(owed.limit(1)) is not None
