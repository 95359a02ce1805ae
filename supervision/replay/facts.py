"""The history on record, read in a few questions to the database and made plain. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Duty, Hold, JobRun, Matter, Outage, PolicyVersion, Report, Unit
from models.report import ReportKind
from models.run import HoldKind
from supervision.audience import speakers_of
from supervision.policies.policy import Policy
from supervision.policies.reader import read
from supervision.replay import facts_of_climbs, facts_of_matters, facts_of_reminders
from supervision.replay.history import History, InForce, ReportRecord, UnitRecord
from supervision.replay.records import Span

LONGEST_STREAK = timedelta(days=400)  # reports this old may still be part of a silence that is found later


def load(session: Session, first: datetime, last: datetime) -> History:
    """All that bears on this stretch of time; it begins when we first were there.

    What is sealed never climbs, and is not told of.
    """
    here = session.scalar(select(func.min(JobRun.ran_at)))
    first = max(first, here) if here is not None else first
    rows = session.scalars(select(Matter).where(Matter.is_sealed.is_(False)).order_by(Matter.id)).all()
    reports = session.scalars(
        select(Report).where(Report.withdrawn_at.is_(None), Report.told_at <= last).order_by(Report.told_at, Report.id)
    ).all()
    no_change = [(row.unit_id, row.told_at) for row in reports if row.is_no_change]
    climbs = facts_of_climbs.by_matter(session, facts_of_matters.due_days(session, rows))
    duties = session.scalars(select(Duty).where(Duty.due_at >= first - LONGEST_STREAK, Duty.due_at <= last)).all()
    holds = session.scalars(select(Hold).where(Hold.kind != HoldKind.BREAKER).order_by(Hold.id)).all()
    spans = tuple(Span(hold.since, hold.released_at) for hold in holds)
    return History(
        first=first,
        last=last,
        units=_units(session),
        matters=facts_of_matters.records(session, rows, no_change, climbs),
        reports=tuple(_report(row) for row in reports if row.told_at >= first - LONGEST_STREAK),
        owed=frozenset((row.unit_id, row.kind.value, row.period_first) for row in duties if not row.waived_because),
        asked_for=frozenset((row.kind.value, row.period_first) for row in duties),
        holds=spans,
        away=(*spans, *_outages(session, holds)),
        policies=_policies(session),
        reminders=facts_of_reminders.said(session, first, last),
    )


def _units(session: Session) -> tuple[UnitRecord, ...]:
    rows = session.scalars(select(Unit).where(Unit.is_active).order_by(Unit.id)).all()
    return tuple(UnitRecord(row.id, row.name, row.owes_reports, bool(speakers_of(session, row.id))) for row in rows)


def _report(row: Report) -> ReportRecord:
    kind = ReportKind(row.kind) if row.kind else None
    return ReportRecord(row.unit_id, kind, row.period_first, row.period_last or row.period_first, row.told_at)


def _outages(session: Session, holds: Iterable[Hold]) -> list[Span]:
    """Those a person had to look at: their hold was put at their end."""
    held = {hold.since for hold in holds if hold.kind is HoldKind.OUTAGE}
    rows = session.scalars(select(Outage).order_by(Outage.id))
    return [Span(row.first, row.last) for row in rows if row.last in held]


def _policies(session: Session) -> tuple[InForce, ...]:
    rows = session.scalars(select(PolicyVersion).order_by(PolicyVersion.activated_at, PolicyVersion.id)).all()
    return tuple(InForce(_read(row), Span(row.activated_at, row.retired_at)) for row in rows)


def _read(row: PolicyVersion) -> Policy:
    return read(row.toml)
