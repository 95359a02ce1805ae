"""What people said to a step: as recorded for the same matter and cause, else one of the two answers to be assumed.

At its fewest the unit's reason is accepted and nothing is signed; at its most all is signed, as early as it may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from models.notice import NoticeState
from supervision.clock import day_of
from supervision.policies.ladder import Step
from supervision.replay.mornings import morning_after
from supervision.replay.records import NoticeRecord, Span
from supervision.replay.steps import By, Outcome
from supervision.rules import Rules


class Branch(StrEnum):
    FEWEST = "fewest"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`at` None: nobody says anything. `is_as_recorded`: on the very moment, whatever seems to stand against it."""

    outcome: Outcome
    by: By
    at: datetime | None = None
    finish_by: date | None = None
    reached_at: datetime | None = None
    was_withdrawn: bool = False
    withdrawn_at: datetime | None = None  # and its climb ended with it
    appealed: Span | None = None
    points: Decimal | None = None
    is_as_recorded: bool = False


def verdict(
    step: Step, recorded: NoticeRecord | None, drafted_at: datetime, hearing_until: datetime | None, branch: Branch,
    rules: Rules,
) -> Verdict:  # fmt: skip
    """Raises CalendarYearMissing."""
    on_the_day = recorded is not None and day_of(recorded.drafted_at) == day_of(drafted_at)
    if recorded is not None and (recorded.is_decided or on_the_day):
        return _as_recorded(step, recorded, drafted_at, hearing_until, rules, on_the_day=on_the_day)
    earliest = drafted_at if hearing_until is None else morning_after(hearing_until, rules)
    if branch is Branch.MOST:
        limit = rules.calendar.add(day_of(earliest), step.default_limit_workdays or 1)
        return Verdict(Outcome.SIGNED, By.ASSUMED, earliest, limit, earliest, points=step.points)
    if hearing_until is not None:
        return Verdict(Outcome.ACCEPTED, By.ASSUMED, earliest)
    return Verdict(Outcome.WAITING, By.ASSUMED)


def _as_recorded(
    step: Step, recorded: NoticeRecord, drafted_at: datetime, hearing_until: datetime | None, rules: Rules, *,
    on_the_day: bool,
) -> Verdict:  # fmt: skip
    """As late after the draft as it was then, but never within a window that is longer now."""
    if recorded.decided_at is None:
        return Verdict(Outcome.WAITING, By.RECORD)
    shift = recorded.decided_at - recorded.drafted_at
    moment = recorded.decided_at if on_the_day else drafted_at + shift
    was_until = recorded.hearing_until if on_the_day else None
    if hearing_until is not None and (was_until is None or day_of(was_until) != day_of(hearing_until)):
        moment = max(moment, morning_after(hearing_until, rules))
    if recorded.was_accepted:
        return Verdict(Outcome.ACCEPTED, By.RECORD, moment)
    if recorded.state is NoticeState.REFUSED:
        return Verdict(Outcome.REFUSED, By.RECORD, moment)
    later = moment - recorded.decided_at
    days_later = day_of(moment) - day_of(recorded.decided_at)
    was_withdrawn = recorded.state is NoticeState.WITHDRAWN
    withdrawn = recorded.ended_at if was_withdrawn else None
    appealed = recorded.appealed
    return Verdict(
        Outcome.SIGNED,
        By.RECORD,
        moment,
        finish_by=recorded.finish_by + days_later if recorded.finish_by else None,
        reached_at=recorded.reached_at + later if recorded.reached_at else None,
        was_withdrawn=was_withdrawn,
        withdrawn_at=withdrawn + later if withdrawn else None,
        appealed=Span(appealed.since + later, appealed.until + later if appealed.until else None) if appealed else None,
        points=recorded.points if step.points_asked else step.points,
        is_as_recorded=not later and on_the_day,
    )
