"""The mornings on which time alone can bring a step; and who said, or never said, that one is due (A28)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.notice import Cause
from supervision.clock import at
from supervision.replay import standing
from supervision.replay.climbing import Climbing, Memory
from supervision.replay.history import History
from supervision.replay.mornings import morning_after
from supervision.replay.records import MatterRecord
from supervision.rules import Rules
from supervision.standpoint import EscalationReason, Proposal, Situation

TOMORROW = (EscalationReason.GAP_RUNNING, EscalationReason.CLIMBED_TODAY, EscalationReason.NO_WORKDAY)


@dataclass(frozen=True, slots=True)
class Left:
    """`is_as_then`: the policy of then left it to a person, too, and nobody said so."""

    recorded_at: datetime | None = None
    is_as_then: bool = False


def look_again(reason: EscalationReason, seen: Situation, rules: Rules, moment: datetime) -> datetime | None:
    """None where only something on record can bring a step. Raises CalendarYearMissing."""
    if reason in TOMORROW:
        return morning_after(moment, rules)
    days = []
    if reason is EscalationReason.NOT_OVERDUE:
        days = [seen.due_on]
    elif reason is EscalationReason.LIMIT_RUNNING and seen.latest is not None:
        days = [seen.latest.finish_by, seen.latest.reached_on]
    passed = max((day for day in days if day is not None), default=None)
    if passed is None:
        return None
    calendar = rules.calendar
    morning = at(calendar.add(calendar.on_or_after(passed), 1), rules.policy.quiet_until)
    return morning if morning > moment else morning_after(moment, rules)


def left_to(
    matter: MatterRecord, climbing: Climbing | None, memory: Memory, history: History, left: Proposal, moment: datetime
) -> Left:  # fmt: skip
    if climbing is None:
        recorded = memory.like(matter, Cause.OVERDUE, standing.due_on(matter, moment), history.first)
        went_as_then = recorded is None
    else:
        recorded, said = climbing.recorded, climbing.verdict
        went_as_then = recorded is not None and said is not None and said.is_as_recorded
    notice = recorded.notice(left.level) if recorded else None
    if notice is not None:
        return Left(max(notice.drafted_at, moment))
    then = history.then(matter.category, recorded.started_at if recorded else moment)
    step = then.step(left.level) if then else None
    was_left = step is not None and step.after_workdays is None and step.after_month_ends is None
    return Left(is_as_then=went_as_then and was_left)
