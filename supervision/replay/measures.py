"""By what a policy measures silence, slowness and nodes; and the periods in which a report was to be heard."""

from __future__ import annotations

from datetime import timedelta

from models.finding import FindingKind
from supervision import slow
from supervision.clock import day_of
from supervision.duties import ONE_DAY, Period, due_moment, period_of
from supervision.errors import CalendarYearMissing
from supervision.policies.ladder import Trigger
from supervision.replay.history import History
from supervision.rules import Rules

MEASURED = (FindingKind.REPORTS_MISSING, FindingKind.BEHIND_PLAN, FindingKind.NODE_MISSED)
Measure = tuple[FindingKind, object, object]
LONGEST = timedelta(days=40)  # generously: a period of reports


def measure(trigger: Trigger) -> Measure:
    """By what a trigger measures; two of the same find the same."""
    if trigger.when is FindingKind.REPORTS_MISSING:
        return trigger.when, trigger.report, trigger.times
    return trigger.when, trigger.points, None


def whole_periods(history: History, rules: Rules) -> dict[Measure, list[Period]]:
    """By measure, the periods in which such a report was owed and we were there to hear it, oldest first."""
    return {
        measure(trigger): _periods(trigger, history, rules)
        for trigger in rules.policy.triggers
        if trigger.when is FindingKind.REPORTS_MISSING
    }


def _periods(trigger: Trigger, history: History, rules: Rules) -> list[Period]:
    rule = next((one for one in rules.policy.reports if one.kind is trigger.report), None)
    periods, day = [], day_of(history.first) - LONGEST * (trigger.times or 1)
    while rule is not None and day <= day_of(history.last):
        period = period_of(rule.kind, day)
        day = period.last + ONE_DAY
        try:
            if due_moment(rule, period, rules.calendar) is not None:
                periods.append(period)
        except CalendarYearMissing:
            continue
    away = [slow.Away(span.since, span.until) for span in history.away]
    return slow.counted(periods, away, day_of(history.last))[::-1]
