"""Which units would have been reminded of a report: who owed it, and had not told by the hour of the policy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from models.report import ReportKind
from supervision.clock import at, day_of
from supervision.duties import ONE_DAY, Period, due_moment, period_of
from supervision.errors import CalendarYearMissing
from supervision.policies.policy import ReportRule
from supervision.replay import leading, standing
from supervision.replay.history import History, Reminder, ReportRecord
from supervision.replay.records import MatterRecord, Span
from supervision.rules import Rules

_Led = defaultdict[int, list[tuple[MatterRecord, Span]]]  # by unit: what it led, and how long


def of_reports(history: History, rules: Rules) -> Iterator[Reminder]:
    """One for each unit, report and hour; as the outbox would call it."""
    reports: defaultdict[int, list[ReportRecord]] = defaultdict(list)
    led: _Led = defaultdict(list)
    for report in history.reports:
        reports[report.unit_id].append(report)
    for matter in history.matters:
        for unit_id, since, until in leading.spans(matter):
            led[unit_id].append((matter, Span(since, until)))
    for rule in rules.policy.reports:
        for period, due_at in _periods(rule, history, rules):
            for hour in sorted(rule.remind_at):
                moment = at(day_of(due_at), hour)
                if not history.first <= moment <= history.last:
                    continue
                for unit in history.units:
                    late = unit.owes_reports and unit.can_hear and _owes(unit.id, rule.kind, period, history, led)
                    if late and not _has_told(reports[unit.id], rule.kind, period, moment):
                        yield Reminder(day_of(moment), unit.id, f"remind:{rule.kind.value}:{moment:%Y-%m-%d:%H%M}")


def _periods(rule: ReportRule, history: History, rules: Rules) -> Iterator[tuple[Period, datetime]]:
    day = day_of(history.first)
    while day <= day_of(history.last):
        period = period_of(rule.kind, day)
        day = period.last + ONE_DAY
        try:
            due_at = due_moment(rule, period, rules.calendar)
        except CalendarYearMissing:
            continue
        if due_at is not None:
            yield period, due_at


def _owes(unit_id: int, kind: ReportKind, period: Period, history: History, led: _Led) -> bool:
    """As on record where such a report was owed by anybody; else whoever led something whose clock ran."""
    if (kind.value, period.first) in history.asked_for:
        return (unit_id, kind.value, period.first) in history.owed
    opens = at(period.first, time(0, 5))
    last = at(period.last + ONE_DAY, time())
    for matter, span in led[unit_id]:
        begins = max(opens, span.since)
        if begins < last and span.holds(begins) and standing.runs(matter, begins):
            return True
    return False


def _has_told(reports: Sequence[ReportRecord], kind: ReportKind, period: Period, moment: datetime) -> bool:
    return any(one.told_at <= moment and _meets(one, kind, period) for one in reports)


def _meets(report: ReportRecord, kind: ReportKind, period: Period) -> bool:
    """See `missing`: it names the period, or names none and was told while it was open."""
    if report.first is None or report.last is None or report.kind is None:
        opens = at(period.first, time())
        return report.kind in (None, kind) and opens <= report.told_at < _closes(kind, period.last)
    spans = kind is ReportKind.DAILY and report.first <= period.last and report.last >= period.first
    return report.kind is kind and (spans or report.last in period)


def _closes(kind: ReportKind, last: date) -> datetime:
    """A day's report may come over the weekend: until the next is asked for at most a few days later."""
    return at(last + ONE_DAY * (4 if kind is ReportKind.DAILY else 1), time())
