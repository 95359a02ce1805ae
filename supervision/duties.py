"""谁该报、报哪一期: a duty is (unit, kind, period). Whether it is met is asked of the reports, never stored."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from models import Duty, Matter, Unit
from models.matter import OPEN
from models.report import ReportKind
from supervision import acts
from supervision.clock import at, day_of
from supervision.enrolment import require_supervisor
from supervision.errors import CalendarYearMissing, NothingPending, SomethingMissing
from supervision.policies.policy import ReportRule
from supervision.rules import Rules
from supervision.telling import Telling
from supervision.workdays import Calendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Both days belong to it."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def period_of(kind: ReportKind, day: date) -> Period:
    """The day itself, the week from its Monday, or the month that a day lies in."""
    if kind is ReportKind.DAILY:
        return Period(day, day)
    if kind is ReportKind.WEEKLY:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6))
    return Period(day.replace(day=1), day.replace(day=_days_in(day)))


def due_moment(rule: ReportRule, period: Period, calendar: Calendar) -> datetime | None:
    """When the report of a period is due; None when the period has no working day and nothing is owed.

    A due day without work moves to the working day before it, but never out of its own period: after the spring
    festival a week may begin on its due day. Raises CalendarYearMissing.
    """
    day = _due_day(rule, period)
    for moved in (*_backward(day, period), *_forward(day, period)):
        if calendar.is_workday(moved):
            return at(moved, rule.due_at)
    return None


def open_duties(session: Session, rules: Rules, now: datetime) -> dict[str, Any]:
    """Write down what is owed for the periods that run today; may be repeated. What it did, by kind."""
    found: dict[str, Any] = {}
    for rule in rules.policy.reports:
        period = period_of(rule.kind, day_of(now))
        try:
            due = due_moment(rule, period, rules.calendar)
        except CalendarYearMissing as missing:
            found[rule.kind.value] = f"calendar of {missing.year} missing"
            continue
        if due is not None and due > now:
            found[rule.kind.value] = _open(session, rule.kind, period, due)
    return found


def waive(session: Session, duty_ids: list[int], telling: Telling, because: str) -> None:
    """免报: a supervisor excuses the units, for instance after an outage of ours. Raises NotYours, NothingPending."""
    require_supervisor(session, telling)
    if not because.strip():
        raise SomethingMissing(lacks="reason")
    duties = session.scalars(select(Duty).where(Duty.id.in_(duty_ids), Duty.waived_because.is_(None))).all()
    if not duties:
        raise NothingPending
    for duty in duties:
        duty.waived_because = because
    acts.note(session, "duties_waived", telling, duty_ids=[duty.id for duty in duties], because=because)


def _open(session: Session, kind: ReportKind, period: Period, due: datetime) -> int:
    units = session.scalars(_units_that_owe(kind, period)).all()
    session.add_all(
        Duty(
            unit_id=unit_id,
            kind=kind,
            period_first=period.first,
            period_last=period.last,
            opens_at=at(period.first, time()),
            due_at=due,
        )
        for unit_id in units
    )
    session.flush()
    return len(units)


def _units_that_owe(kind: ReportKind, period: Period) -> Any:  # noqa: ANN401 (a Select; its type says less than its name)
    has_it = exists().where(Duty.unit_id == Unit.id, Duty.kind == kind, Duty.period_first == period.first)
    return select(Unit.id).where(Unit.is_active, Unit.owes_reports, has_something_to_tell(), ~has_it).order_by(Unit.id)


def has_something_to_tell() -> ColumnElement[bool]:
    """A condition on Unit: it leads a matter whose clock runs."""
    return exists().where(
        Matter.unit_id == Unit.id,
        Matter.status.in_(OPEN),
        Matter.suspended_since.is_(None),
        Matter.is_sealed.is_(False),  # nothing of it may be told in chat
    )


def _due_day(rule: ReportRule, period: Period) -> date:
    if rule.kind is ReportKind.DAILY:
        return period.first
    if rule.kind is ReportKind.WEEKLY:
        return period.first + timedelta(days=rule.due_day - 1)
    most = _days_in(period.first)  # a 31st in a month of 30 days is its last
    return period.first.replace(day=min(rule.due_day or most, most))


def _backward(day: date, period: Period) -> list[date]:
    return [day - ONE_DAY * back for back in range((day - period.first).days + 1)]


def _forward(day: date, period: Period) -> list[date]:
    return [day + ONE_DAY * on for on in range(1, (period.last - day).days + 1)]


def _days_in(day: date) -> int:
    return months.monthrange(day.year, day.month)[1]
