"""连续未报: matters nobody spoke of for so many whole periods in which their unit owed a report (C16, X5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice, product

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from models import Climb, Duty, Finding, Hold, LeadChange, Matter, Outage, Progress, Report, Suspension
from models.finding import FindingKind
from models.report import ReportKind
from models.run import HoldKind
from supervision import slow
from supervision.clock import at
from supervision.duties import Period
from supervision.findings import Reckoned, in_parts, runs
from supervision.policies.active import Domain
from supervision.policies.ladder import Trigger
from supervision.slow import Away

LONGEST = {
    ReportKind.DAILY: timedelta(days=1),
    ReportKind.WEEKLY: timedelta(days=7),
    ReportKind.MONTHLY: timedelta(days=31),
}
MISSED_AT_MOST = timedelta(days=92)  # holidays, waived periods and outages a streak may reach over


def find(session: Session, domain: Domain, trigger: Trigger, today: date, limit: int) -> list[Reckoned]:
    """As the trigger measures it; counted anew after whatever a person has decided on."""
    if trigger.report is None or trigger.times is None:
        return []
    periods = _counted(session, trigger.report, trigger.times, today)
    if len(periods) < trigger.times:
        return []
    silent = (
        _found(matter_id, trigger, Period(since, periods[0].last))
        for since, units in _silent_units(session, trigger.report, trigger.times, periods).items()
        for matter_id in _silent(session, domain, units, at(since, time()), limit)
    )
    return list(islice(silent, limit))


def _counted(session: Session, kind: ReportKind, times: int, today: date) -> list[Period]:
    """Whole periods in which somebody owed a report and we were there to hear it."""
    begins = at(today - LONGEST[kind] * (times + 1) - MISSED_AT_MOST, time())
    rows = session.execute(
        select(Duty.period_first, Duty.period_last).where(Duty.due_at >= begins, Duty.kind == kind).distinct()
    )
    return slow.counted([Period(first, last) for first, last in rows], _away(session, begins), today)


def _away(session: Session, since: datetime) -> list[Away]:
    """Outages that a person had to look at, and the time in which the clock or the calendar was not to be trusted."""
    holds = session.scalars(
        select(Hold).where(Hold.kind != HoldKind.BREAKER, or_(Hold.released_at.is_(None), Hold.released_at >= since))
    ).all()
    held = {hold.since for hold in holds if hold.kind is HoldKind.OUTAGE}  # put at the end of the outage
    outages = session.scalars(select(Outage).where(Outage.last >= since, Outage.last.in_(held)))
    return [Away(hold.since, hold.released_at) for hold in holds] + [Away(one.first, one.last) for one in outages]


def _silent_units(session: Session, kind: ReportKind, times: int, periods: Sequence[Period]) -> dict[date, list[int]]:
    """By the first day of their streak: units that owed so many, and never said 「无变化」 for all they lead."""
    ranked = (
        select(
            Duty.unit_id,
            Duty.period_first,
            func.row_number().over(partition_by=Duty.unit_id, order_by=Duty.period_first.desc()).label("place"),
        )
        .where(Duty.due_at >= at(periods[-1].first, time()), Duty.kind == kind, Duty.waived_because.is_(None))
        .where(Duty.period_first.in_([period.first for period in periods]))
        .subquery()
    )
    rows = session.execute(select(ranked.c.period_first, ranked.c.unit_id).where(ranked.c.place == times))
    found: defaultdict[date, list[int]] = defaultdict(list)
    for since, unit_id in rows:
        found[since].append(unit_id)
    return {since: _without_no_change(session, units, at(since, time())) for since, units in found.items()}


def _without_no_change(session: Session, units: Sequence[int], since: datetime) -> list[int]:
    said = set(
        session.scalars(
            select(Report.unit_id).where(
                Report.is_no_change.is_(True), Report.told_at >= since, Report.withdrawn_at.is_(None)
            )
        )
    )
    return [unit_id for unit_id in units if unit_id not in said]


def _silent(session: Session, domain: Domain, units: Sequence[int], since: datetime, limit: int) -> Iterator[int]:
    """Matters of these units without a word since then: two ranges of the index on their last word."""
    for some, unspoken in product(list(in_parts(units)), (Matter.told_at.is_(None), Matter.told_at < since)):
        yield from session.scalars(
            select(Matter.id)
            .where(Matter.unit_id.in_(some), *runs(), unspoken)
            .where(domain.governs(), Matter.opened_at <= since, *_untouched(since))
            .order_by(Matter.id)
            .limit(limit)
        )


def _untouched(since: datetime) -> list[ColumnElement[bool]]:
    """Nothing was told, decided, found or suspended meanwhile, no other unit had it, and it does not climb."""
    told = exists().where(Progress.matter_id == Matter.id, Progress.told_at >= since, Progress.withdrawn_at.is_(None))
    climbs = exists().where(Climb.matter_id == Matter.id, or_(Climb.ended_at.is_(None), Climb.ended_at >= since))
    found = exists().where(
        Finding.matter_id == Matter.id, Finding.kind == FindingKind.REPORTS_MISSING, Finding.found_at >= since
    )
    stood = exists().where(Suspension.matter_id == Matter.id, Suspension.until >= since)
    taken_over = exists().where(LeadChange.matter_id == Matter.id, LeadChange.since >= since)
    return [~told, ~climbs, ~found, ~stood, ~taken_over]


def _found(matter_id: int, trigger: Trigger, streak: Period) -> Reckoned:
    facts = {
        "report": trigger.report,
        "times": trigger.times,
        "since": streak.first.isoformat(),
        "last": streak.last.isoformat(),
    }
    return Reckoned(matter_id, streak.last.isoformat(), streak.last, facts)
