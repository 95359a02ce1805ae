"""May the next step of the ladder be proposed, and if not, why not. Pure: it may be asked as often as one likes.

A step is proposed by time alone; whether it is issued is for people. Quality (C24) is for people from the start.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.matter import MatterStatus
from models.notice import NoticeState
from supervision.errors import CalendarYearMissing
from supervision.policies.policy import Policy, Step
from supervision.workdays import Calendar


class EscalationReason(StrEnum):
    """Why a step is proposed (the first two), or why none is."""

    OVERDUE = "overdue"
    LIMIT_PASSED = "limit_passed"  # the limit set by the notice before
    SEALED = "sealed"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    TOLD_AS_DONE = "told_as_done"  # the office confirms or returns first
    TOLD_IN_TIME = "told_in_time"  # N2
    NO_DUE_DAY = "no_due_day"
    EXTENSION_ASKED = "extension_asked"
    QUESTION_OPEN = "question_open"  # we asked back and have no answer yet
    HELD = "held"  # outage, clock, calendar, breaker
    CALENDAR_MISSING = "calendar_missing"  # N6
    NO_WORKDAY = "no_workday"
    NOT_OVERDUE = "not_overdue"
    CLIMBED_TODAY = "climbed_today"  # N3: one level a working day
    ENDED_FOR_THIS_DAY = "ended_for_this_day"  # a reason was accepted, or a notice withdrawn, for this very due day
    GAP_RUNNING = "gap_running"
    LEFT_TO_A_PERSON = "left_to_a_person"  # the policy gives no number of days (A28)
    HEARING_OPEN = "hearing_open"
    NOTICE_UNSIGNED = "notice_unsigned"
    SIGNER_REFUSED = "signer_refused"
    NOT_DELIVERED = "not_delivered"  # N3: nobody of the unit has the notice before
    LIMIT_RUNNING = "limit_running"
    TOP_REACHED = "top_reached"


@dataclass(frozen=True, slots=True)
class Latest:
    """The highest notice of the running climb. `reached_on`: the day the signed notice got to the unit."""

    level: int
    state: NoticeState
    finish_by: date | None = None
    reached_on: date | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """All that bears on the question, gathered in one transaction."""

    due_on: date | None
    status: MatterStatus
    is_sealed: bool = False
    is_suspended: bool = False
    is_closeout_asked: bool = False
    is_told_in_time: bool = False
    is_extension_asked: bool = False
    is_question_open: bool = False
    is_held: bool = False
    is_ended_for_this_day: bool = False
    drafted_on: date | None = None  # the last day a notice was drafted for the matter, in whatever climb
    latest: Latest | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    step: Step
    reason: EscalationReason


@dataclass(frozen=True, slots=True)
class Waiting:
    reason: EscalationReason


def next_step(situation: Situation, policy: Policy, calendar: Calendar, today: date) -> Proposal | Waiting:
    """The step that may be proposed today, or the reason why none may."""
    reason = blocked(situation, calendar, today)
    if reason is not None:
        return Waiting(reason)
    try:
        if not calendar.is_workday(today):
            return Waiting(EscalationReason.NO_WORKDAY)
        if situation.drafted_on is not None and situation.drafted_on >= today:
            return Waiting(EscalationReason.CLIMBED_TODAY)
        if situation.latest is None:
            return _first(situation, policy, calendar, today)
        return _after(situation.latest, policy, calendar, today)
    except CalendarYearMissing:
        return Waiting(EscalationReason.CALENDAR_MISSING)


def blocked(situation: Situation, calendar: Calendar, today: date) -> EscalationReason | None:
    """What forbids drafting and signing alike: asked before each (N2, N7)."""
    grounds = {
        EscalationReason.SEALED: situation.is_sealed,
        EscalationReason.SUSPENDED: situation.is_suspended,
        EscalationReason.CLOSED: situation.status is MatterStatus.CLOSED,
        EscalationReason.TOLD_AS_DONE: situation.is_closeout_asked or situation.status is MatterStatus.COMPLETED,
        EscalationReason.TOLD_IN_TIME: situation.is_told_in_time,
        EscalationReason.EXTENSION_ASKED: situation.is_extension_asked,
        EscalationReason.QUESTION_OPEN: situation.is_question_open,
        EscalationReason.HELD: situation.is_held,
    }
    found = next((reason for reason, holds in grounds.items() if holds), None)
    return found or _not_late(situation.due_on, calendar, today)


def next_rung_on(
    due_on: date | None, latest: Latest | None, policy: Policy, calendar: Calendar, today: date
) -> date | None:
    """The first day from `today` on which time alone could bring a step; None when it never can.

    While people have to act the answer is the next working day. Raises CalendarYearMissing.
    """
    if due_on is None:
        return None
    tomorrow = calendar.add(today, 1)
    if latest is None:
        first = policy.step(1)
        return _not_before(_gap_after(due_on, first, calendar), tomorrow)
    if latest.state is not NoticeState.SIGNED or latest.finish_by is None:
        return tomorrow
    return _not_before(_gap_after(_counted_from(latest), policy.step(latest.level + 1), calendar), tomorrow)


def _not_late(due_on: date | None, calendar: Calendar, today: date) -> EscalationReason | None:
    if due_on is None:
        return EscalationReason.NO_DUE_DAY
    try:
        return EscalationReason.NOT_OVERDUE if today <= calendar.on_or_after(due_on) else None
    except CalendarYearMissing:
        return EscalationReason.CALENDAR_MISSING


def _first(situation: Situation, policy: Policy, calendar: Calendar, today: date) -> Proposal | Waiting:
    if situation.is_ended_for_this_day:
        return Waiting(EscalationReason.ENDED_FOR_THIS_DAY)
    step = policy.step(1)
    if step is None or situation.due_on is None:
        return Waiting(EscalationReason.TOP_REACHED)
    return _when_gap_is_over(situation.due_on, step, calendar, today, EscalationReason.OVERDUE)


def _after(latest: Latest, policy: Policy, calendar: Calendar, today: date) -> Proposal | Waiting:
    if latest.state is not NoticeState.SIGNED:
        return Waiting(_UNSIGNED.get(latest.state, EscalationReason.NOTICE_UNSIGNED))
    step = policy.step(latest.level + 1)
    if step is None:
        return Waiting(EscalationReason.TOP_REACHED)
    if latest.reached_on is None:
        return Waiting(EscalationReason.NOT_DELIVERED)
    limit = _counted_from(latest)
    if today <= calendar.on_or_after(limit):
        return Waiting(EscalationReason.LIMIT_RUNNING)
    return _when_gap_is_over(limit, step, calendar, today, EscalationReason.LIMIT_PASSED)


_UNSIGNED = {
    NoticeState.HEARING: EscalationReason.HEARING_OPEN,
    NoticeState.REFUSED: EscalationReason.SIGNER_REFUSED,
    NoticeState.WITHDRAWN: EscalationReason.ENDED_FOR_THIS_DAY,
}


def _when_gap_is_over(
    since: date, step: Step, calendar: Calendar, today: date, reason: EscalationReason
) -> Proposal | Waiting:
    day = _gap_after(since, step, calendar)
    if day is None:
        return Waiting(EscalationReason.LEFT_TO_A_PERSON)
    return Proposal(step, reason) if today >= day else Waiting(EscalationReason.GAP_RUNNING)


def _gap_after(since: date, step: Step | None, calendar: Calendar) -> date | None:
    if step is None or step.after_workdays is None:
        return None
    return calendar.add(calendar.on_or_after(since), step.after_workdays)


def _counted_from(latest: Latest) -> date:
    """A limit does not pass before the paper that sets it has arrived (N3)."""
    days = [day for day in (latest.finish_by, latest.reached_on) if day is not None]
    return max(days)


def _not_before(day: date | None, tomorrow: date) -> date | None:
    return None if day is None else max(day, tomorrow)
