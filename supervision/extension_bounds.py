"""What the policy allows of an extension: when it may be asked, how often, how far. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from supervision.policies.policy import ExtensionRule
from supervision.workdays import Calendar


class Bound(StrEnum):
    ASKED_TOO_LATE = "asked_too_late"
    TOO_OFTEN = "too_often"
    TOO_FAR = "too_far"


@dataclass(frozen=True, slots=True)
class Beyond:
    """Which bound is passed, and what it is: a number of times, or the last day that is possible."""

    bound: Bound
    most: int | None = None
    last: date | None = None


def beyond(
    rule: ExtensionRule, due_on: date | None, until: date, calendar: Calendar, *, is_late: bool, granted: int
) -> Beyond | None:
    """None within the rule. `granted`: extensions the matter has had. Raises CalendarYearMissing."""
    if rule.before_due and is_late:
        return Beyond(Bound.ASKED_TOO_LATE)
    if rule.most is not None and granted >= rule.most:
        return Beyond(Bound.TOO_OFTEN, most=rule.most)
    if rule.longest_workdays is None or due_on is None:
        return None
    last = calendar.add(calendar.on_or_after(due_on), rule.longest_workdays)
    return Beyond(Bound.TOO_FAR, last=last) if until > last else None
