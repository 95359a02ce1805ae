"""May the next step of the ladder be proposed, and if not, why not. Pure: it may be asked as often as one likes.

A step is proposed by time (a due day, a limit, month-ends) or on a finding; whether it is issued is for people.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.finding import FindingKind
from models.matter import ENDED, MatterStatus
from models.notice import NoticeState
from supervision.errors import CalendarYearMissing
from supervision.policies.ladder import Step
from supervision.policies.policy import Policy
from supervision.standpoint import EscalationReason, Found, Latest, Proposal, Situation, Waiting
from supervision.workdays import Calendar


def next_step(situation: Situation, policy: Policy, calendar: Calendar, today: date) -> Proposal | Waiting:
    """The step that may be proposed today, or the reason why none may."""
    reason = _forbidden(situation)
    if reason is not None:
        return Waiting(reason)
    try:
        if situation.latest is None:
            found = _first(situation, policy, calendar, today)
        else:
            found = _after(situation, situation.latest, policy, calendar, today)
        if isinstance(found, Proposal):
            return _not_today(situation, found.step, calendar, today) or found
    except CalendarYearMissing:
        return Waiting(EscalationReason.CALENDAR_MISSING)
    return found


def step_by_hand(situation: Situation, policy: Policy, calendar: Calendar, today: date) -> Proposal | Waiting:
    """The same when a person says it is time, where the policy gives no number of days (A28): 拟单."""
    found = next_step(situation, policy, calendar, today)
    if not isinstance(found, Waiting) or found.left is None:
        return found
    return _not_today(situation, found.left.step, calendar, today) or found.left


def blocked(situation: Situation, calendar: Calendar, today: date) -> EscalationReason | None:
    """What forbids drafting and signing alike: asked before each (N2, N7)."""
    reason = _forbidden(situation)
    if reason is not None or not situation.is_by_time:
        return reason
    return _not_late(situation.due_on, calendar, today)


def _forbidden(situation: Situation) -> EscalationReason | None:
    grounds = {
        EscalationReason.SEALED: situation.is_sealed,
        EscalationReason.SUSPENDED: situation.is_suspended,
        EscalationReason.CLOSED: situation.status in ENDED,
        EscalationReason.TOLD_AS_DONE: situation.is_closeout_asked or situation.status is MatterStatus.COMPLETED,
        EscalationReason.TOLD_IN_TIME: situation.is_told_in_time,
        EscalationReason.EXTENSION_ASKED: situation.is_extension_asked,
        EscalationReason.QUESTION_OPEN: situation.is_question_open,
        EscalationReason.HELD: situation.is_held,
        EscalationReason.CAUSE_GONE: situation.is_cause_gone,
        EscalationReason.APPEAL_OPEN: situation.is_appealed,
    }
    return next((reason for reason, holds in grounds.items() if holds), None)


def _not_today(situation: Situation, step: Step, calendar: Calendar, today: date) -> Waiting | None:
    """One level a working day at most (N3), and none whose reason window would end on a day not known yet (N6)."""
    if not calendar.is_workday(today):
        return Waiting(EscalationReason.NO_WORKDAY)
    if situation.drafted_on is not None and situation.drafted_on >= today:
        return Waiting(EscalationReason.CLIMBED_TODAY)
    if step.hearing_workdays is not None and calendar.add_if_loaded(today, step.hearing_workdays) is None:
        return Waiting(EscalationReason.CALENDAR_MISSING)
    return None


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
    by_time = _late(situation, policy, calendar, today)
    if isinstance(by_time, Proposal):
        return by_time
    return _on_finding(situation.findings, policy, 0) or by_time


def _late(situation: Situation, policy: Policy, calendar: Calendar, today: date) -> Proposal | Waiting:
    trigger = policy.trigger(FindingKind.OVERDUE)
    if trigger is None:
        return Waiting(EscalationReason.NOT_A_TRIGGER)
    reason = _not_late(situation.due_on, calendar, today)
    if reason is None and situation.is_ended_for_this_day:
        reason = EscalationReason.ENDED_FOR_THIS_DAY
    if reason is not None or situation.due_on is None:
        return Waiting(reason or EscalationReason.NO_DUE_DAY)
    return _when_gap_is_over(situation.due_on, policy, trigger.enters, calendar, today, EscalationReason.OVERDUE)


def _after(situation: Situation, latest: Latest, policy: Policy, calendar: Calendar, today: date) -> Proposal | Waiting:
    if latest.state is not NoticeState.SIGNED:
        return Waiting(_UNSIGNED.get(latest.state, EscalationReason.NOTICE_UNSIGNED))
    step = policy.step(latest.level + 1)
    if step is None:
        return Waiting(EscalationReason.TOP_REACHED)
    if latest.reached_on is None:
        return Waiting(EscalationReason.NOT_DELIVERED)
    if step.after_month_ends is not None:
        return _at_month_end(situation, step, latest.level + 1)
    verdicts = [found for found in situation.findings if found.by_person]
    found = _on_finding(verdicts, policy, latest.level)
    if found is not None:  # below the standard, in a person's word: that does not wait for the limit (C24)
        return found
    limit = _counted_from(latest)
    if situation.is_by_time and (reason := _not_late(situation.due_on, calendar, today)) is not None:
        return Waiting(reason)
    if today <= calendar.on_or_after(limit):
        return Waiting(EscalationReason.LIMIT_RUNNING)
    return _when_gap_is_over(limit, policy, latest.level + 1, calendar, today, EscalationReason.LIMIT_PASSED)


def _on_finding(findings: Sequence[Found], policy: Policy, above: int) -> Proposal | None:
    """The first finding the policy makes something of: one rung up, or the one a person asked for where it may."""
    for found in findings:
        trigger = policy.trigger(found.kind)
        if trigger is None:
            continue
        usual = above + 1 if above else trigger.enters
        level = max(usual, found.level or usual) if policy.may_skip else usual
        step = policy.step(level)
        if step is not None:
            return Proposal(step, EscalationReason.FOUND, level, found, skips=level > usual)
    return None


def _at_month_end(situation: Situation, step: Step, level: int) -> Proposal | Waiting:
    """Counted in month-ends after the month it was planned for (X3)."""
    ends = [found for found in situation.findings if found.kind is FindingKind.MONTH_UNFINISHED]
    if not ends or situation.month_began is None:
        return Waiting(EscalationReason.MONTH_RUNNING)
    gone = _months(ends[-1].on) - _months(situation.month_began)
    if step.after_month_ends is None or gone < step.after_month_ends:
        return Waiting(EscalationReason.MONTH_RUNNING)
    return Proposal(step, EscalationReason.MONTH_ENDED, level, ends[-1])


def _months(day: date) -> int:
    return day.year * 12 + day.month


_UNSIGNED = {
    NoticeState.HEARING: EscalationReason.HEARING_OPEN,
    NoticeState.REFUSED: EscalationReason.SIGNER_REFUSED,
    NoticeState.WITHDRAWN: EscalationReason.ENDED_FOR_THIS_DAY,
}


def _when_gap_is_over(
    since: date, policy: Policy, level: int, calendar: Calendar, today: date, reason: EscalationReason
) -> Proposal | Waiting:
    step = policy.step(level)
    day = _gap_after(since, step, calendar)
    if step is None or day is None:
        return Waiting(EscalationReason.LEFT_TO_A_PERSON, left=Proposal(step, reason, level) if step else None)
    return Proposal(step, reason, level) if today >= day else Waiting(EscalationReason.GAP_RUNNING)


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
