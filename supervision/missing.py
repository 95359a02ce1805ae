"""谁没交: the duties no report has met, and whom to remind of them.

A report that names its kind meets the period it names; one that names none meets every kind of its unit that is open
at its CreateTime, and a duty is open until the next of its kind opens. The time of processing plays no part (I5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, CompoundSelect, and_, exists, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from models import Duty, LeadChange, Matter, Progress, Report, Unit
from models.matter import OPEN
from models.report import ReportKind
from supervision.clock import at, day_of
from supervision.duties import ONE_DAY, Period, has_something_to_tell

PERIODS = 2  # the one that runs, and the one before


@dataclass(frozen=True, slots=True)
class Missing:
    """One report that is owed and has not come."""

    duty_id: int
    unit_id: int
    unit: str
    kind: ReportKind
    period: Period
    due_at: datetime
    is_late: bool


def missing(
    session: Session,
    now: datetime,
    *,
    kind: ReportKind | None = None,
    period: Period | None = None,
    as_of: datetime | None = None,
) -> list[Missing]:
    """What is owed and not met, by unit name. Without a period: the newest of each kind.

    `as_of` counts only what was told up to that moment.
    """
    kinds = [kind] if kind else list(ReportKind)
    found = []
    for each in kinds:
        asked = period or newest(session, each, now)
        if asked is not None:
            found += _missing_of(session, each, asked, now, as_of)
    return sorted(found, key=lambda one: (one.unit, one.due_at))


def unmet(session: Session, duty_ids: Sequence[int]) -> list[int]:
    """Those of the duties that are still neither met nor waived, of units that have something to tell."""
    of_units = select(Duty.id).join(Unit, Unit.id == Duty.unit_id)
    asked = of_units.where(Duty.id.in_(duty_ids), Duty.waived_because.is_(None), ~_is_met(), has_something_to_tell())
    return list(session.scalars(asked.order_by(Duty.id)))


def met_at(session: Session, duty_id: int) -> datetime | None:
    """The CreateTime of the first report that meets a duty; None while none does."""
    return session.scalar(
        select(Report.told_at)
        .join(Duty, Duty.unit_id == Report.unit_id)
        .where(Duty.id == duty_id, _meets())
        .order_by(Report.told_at)
        .limit(1)
    )


def owed_before(session: Session, unit_id: int, kind: ReportKind, moment: datetime, since: datetime) -> frozenset[date]:
    """The first days of the unit's last periods of a kind that had begun by then and that nothing told before `since`

    has met: a daily in two messages is one.
    """
    lately = and_(Duty.unit_id == unit_id, Duty.kind == kind, Duty.opens_at <= moment)
    told = exists().where(and_(_meets(), Report.told_at < since)).correlate(Duty)
    newest_first = select(Duty.period_first, or_(Duty.waived_because.is_not(None), told)).where(lately)
    rows = session.execute(newest_first.order_by(Duty.due_at.desc()).limit(PERIODS))
    return frozenset(first for first, is_met in rows if not is_met)


def unmentioned(session: Session, duty_id: int) -> Sequence[Matter]:
    """Where the policy asks for each matter: the open ones no report of a duty speaks of. 「无变化」 speaks of all."""
    duty = session.get_one(Duty, duty_id)
    reports = select(Report.id).join(Duty, Duty.unit_id == Report.unit_id).where(Duty.id == duty_id, _meets())
    if session.scalar(reports.where(Report.is_no_change).limit(1)) is not None:
        return []
    told = exists().where(
        Progress.matter_id == Matter.id, Progress.report_id.in_(reports), Progress.withdrawn_at.is_(None)
    )
    taken_over = exists().where(LeadChange.matter_id == Matter.id, LeadChange.since > duty.due_at)
    return session.scalars(
        select(Matter)
        .where(Matter.unit_id == duty.unit_id, Matter.status.in_(OPEN), Matter.opened_at <= duty.due_at, ~told)
        .where(Matter.suspended_since.is_(None), Matter.is_sealed.is_(False), ~taken_over)
        .order_by(Matter.number)
    ).all()


def owed_and_not_met(
    kind: ReportKind, period: Period, now: datetime, as_of: datetime | None = None
) -> list[ColumnElement[bool]]:
    """Conditions on Duty joined with its Unit. Which units have met it is asked of the reports of its days alone."""
    return [
        Duty.due_at >= at(period.first, time()),
        Duty.due_at < at(period.last + ONE_DAY, time()),  # its index
        Duty.kind == kind,
        Duty.period_first == period.first,
        Duty.opens_at <= now,
        Duty.waived_because.is_(None),
        Unit.is_active.is_(True),
        *([has_something_to_tell()] if day_of(now) <= period.last else []),  # since it began all of it may have ended
        Duty.unit_id.not_in(_met_by(kind, period, as_of)),
    ]


def newest(session: Session, kind: ReportKind, now: datetime) -> Period | None:
    """The newest period of a kind that has begun, for whichever unit."""
    duty = session.scalar(
        select(Duty).where(Duty.kind == kind, Duty.opens_at <= now).order_by(Duty.due_at.desc()).limit(1)
    )
    return Period(duty.period_first, duty.period_last) if duty else None


def _missing_of(
    session: Session, kind: ReportKind, period: Period, now: datetime, as_of: datetime | None
) -> list[Missing]:
    rows = session.execute(
        select(Duty, Unit.name).join(Unit, Unit.id == Duty.unit_id).where(*owed_and_not_met(kind, period, now, as_of))
    )
    return [
        Missing(duty.id, duty.unit_id, unit, kind, period, duty.due_at, is_late=now > duty.due_at)
        for duty, unit in rows
    ]


def _met_by(kind: ReportKind, period: Period, as_of: datetime | None) -> CompoundSelect[int]:
    """The units of which a report meets their duty of this period: the same as `_is_met`, from the other end."""
    counts = [Report.withdrawn_at.is_(None), *([Report.told_at <= as_of] if as_of is not None else [])]
    duty = aliased(Duty)
    of_duty = select(Report.unit_id).join(duty, duty.unit_id == Report.unit_id).where(
        duty.kind == kind, duty.period_first == period.first, *counts
    )  # fmt: skip
    with_an_end = of_duty.where(Report.kind == kind, Report.period_last >= period.first, _is_named(duty))
    of_a_day = of_duty.where(
        Report.kind == kind, Report.period_last.is_(None), Report.period_first >= period.first, _is_named(duty)
    )
    return union_all(with_an_end, of_a_day, of_duty.where(_is_told_while_open(duty)))


def _is_met(as_of: datetime | None = None) -> ColumnElement[bool]:
    told = and_(_meets(), Report.told_at <= as_of) if as_of is not None else _meets()
    return exists().where(told).correlate(Duty)


def _meets() -> ColumnElement[bool]:
    """A condition on Report and Duty of the same unit."""
    return and_(Report.unit_id == Duty.unit_id, Report.withdrawn_at.is_(None), or_(_is_named(), _is_told_while_open()))


def _is_named(duty: type[Duty] = Duty) -> ColumnElement[bool]:
    """Whoever writes 周报(6月6日—6月12日), Saturday to Friday, means the week it ends in; dailies may span days."""
    last: ColumnElement[date] = func.coalesce(Report.period_last, Report.period_first)
    ends_in_it = and_(last >= duty.period_first, last <= duty.period_last)
    spans_it = and_(duty.kind == ReportKind.DAILY, Report.period_first <= duty.period_last, last >= duty.period_first)
    return and_(Report.kind == duty.kind, or_(ends_in_it, spans_it))


def _is_told_while_open(duty: type[Duty] = Duty) -> ColumnElement[bool]:
    later = aliased(Duty)
    next_has_opened = exists().where(
        later.unit_id == duty.unit_id,
        later.kind == duty.kind,
        later.opens_at > duty.opens_at,
        later.opens_at <= Report.told_at,
    )
    names_none = or_(Report.kind.is_(None), and_(Report.kind == duty.kind, Report.period_first.is_(None)))
    return and_(names_none, Report.told_at >= duty.opens_at, ~next_has_opened.correlate(duty, Report))
