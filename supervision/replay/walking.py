"""One matter, from event to event: what its ladder would have brought. Pure.

Between the moments on record only those mornings are looked at on which time alone can bring a step.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from datetime import datetime, time
from itertools import chain

from models.notice import Cause
from supervision.clock import at, day_of
from supervision.errors import CalendarYearMissing
from supervision.escalation import CAUSES
from supervision.policies.hands import Signer
from supervision.policies.ladder import Step
from supervision.replay import before, leading, standing
from supervision.replay.case import Case
from supervision.replay.climbing import Climbing
from supervision.replay.history import History
from supervision.replay.mornings import end_of, next_morning
from supervision.replay.records import Fact, MatterRecord
from supervision.replay.steps import Asked, Awaits, By, Course, Outcome, Taken
from supervision.replay.verdicts import Branch, verdict
from supervision.replay.waking import left_to, look_again
from supervision.rules import Rules
from supervision.rungs import next_step, step_by_hand
from supervision.standpoint import EscalationReason, Proposal, Waiting


def walk(matter: MatterRecord, found: Sequence[Fact], history: History, rules: Rules, branch: Branch) -> Course:
    """The course in one branch. What had begun before runs on as it did, under the policy of its beginning."""
    kept, begins, memory = before.of(matter, history)
    case = Case(matter, tuple(found), history, rules, branch, memory, steps=list(kept))
    if begins is not None:
        _go(case, begins)
    return Course(matter.id, tuple(case.steps), tuple(case.asked))


def _go(case: Case, begins: datetime) -> None:
    known = chain(standing.changes(case.matter, case.history), _moments(case.matter, case.found))
    case.moments = sorted({begins, *(one for one in known if one > begins)})
    last: datetime | None = None
    while case.moments:
        moment = heapq.heappop(case.moments)
        if moment > case.history.last:
            return
        if moment != last:
            last = moment
            _live(case, moment)


def _moments(matter: MatterRecord, found: Sequence[Fact]) -> set[datetime]:
    """When something was found or taken back; and where the bot reckoned, all that may overtake it."""
    moments = {moment for one in found for moment in (one.span.since, one.span.until) if moment is not None}
    if any(not one.by_person for one in found):
        moments |= {*matter.spoken_at, *(told_at for told_at, _ in matter.percents)}
        moments |= {at(node.done_on, time()) for node in matter.nodes if node.done_on is not None}
    return moments


def _live(case: Case, moment: datetime) -> None:
    if moment in case.matter.settled_at:
        case.end(EscalationReason.CAUSE_GONE, moment)
    if leading.is_handed_over(case.matter, moment):
        case.begin_anew(moment)
    case.hear(moment)
    try:
        morning = next_morning(moment, case.rules)
        if morning == moment:
            _look(case, moment)
        else:
            case.again(morning)
    except CalendarYearMissing:
        return


def _look(case: Case, moment: datetime) -> None:
    """What the office's morning does with the matter."""
    if case.climbing is not None and case.climbing.is_cause_gone(case.matter, moment):
        case.end(EscalationReason.CAUSE_GONE, moment)
    if not standing.runs(case.matter, moment):
        return
    held, policy, calendar, today = case.standing(moment), case.rules.policy, case.rules.calendar, day_of(moment)
    seen = case.seen(held, moment)
    answer = next_step(seen, policy, calendar, today)
    by_hand = isinstance(answer, Waiting) and answer.left is not None and _is_said(case, answer.left, moment)
    if by_hand:
        answer = step_by_hand(seen, policy, calendar, today)
    if isinstance(answer, Proposal):
        _draft(case, answer, held, moment, by_hand=by_hand)
    elif answer.left is None:
        case.again(look_again(answer.reason, seen, case.rules, moment))


def _is_said(case: Case, left: Proposal, moment: datetime) -> bool:
    """拟单: whether a person says now that it is time; if that is on record for later, it is waited for."""
    said = left_to(case.matter, case.climbing, case.memory, case.history, left, moment)
    if said.recorded_at is not None:
        if said.recorded_at > moment:
            case.again(said.recorded_at)
        return said.recorded_at <= moment
    asked = Asked(case.matter.id, day_of(moment), left.step.name, Awaits.DRAFT)
    if not any(one.awaits is Awaits.DRAFT and one.name == asked.name for one in case.asked):
        case.asked.append(asked)
    return case.branch is Branch.MOST and not said.is_as_then


def _draft(case: Case, proposal: Proposal, held: tuple[Fact, ...], moment: datetime, *, by_hand: bool) -> None:
    step, today = proposal.step, day_of(moment)
    if case.climbing is None:
        case.climbing = _begin(case, proposal, held, moment)
    climbing, until = case.climbing, None
    if step.hearing_workdays is not None:
        until = end_of(at(case.rules.calendar.add(today, step.hearing_workdays), time()))
    recorded = climbing.recorded.notice(proposal.level) if climbing.recorded else None
    said = verdict(step, recorded, moment, until, case.branch, case.rules)
    climbing.level, climbing.state, climbing.verdict = proposal.level, Outcome.WAITING, said
    climbing.rest_on(held)
    case.memory.used |= {one.id for one in held}
    case.memory.drafted_on = today
    taken = Taken(
        leading.unit_at(case.matter, moment), proposal.level, step.name, step.article, proposal.reason.value, today,
        _awaits(step), by_hand, day_of(until) if until else None, by=said.by,
        points_open=step.points_asked and said.points is None,
    )  # fmt: skip
    case.steps.append(taken)
    if said.by is By.ASSUMED or said.at is None:
        case.asked.append(Asked(case.matter.id, today, step.name, taken.awaits, taken.points_open))
    if said.at is not None and said.at > moment:
        case.again(said.at)
    case.hear(moment)
    if climbing.state is Outcome.SIGNED:
        case.again(look_again(EscalationReason.CLIMBED_TODAY, case.seen((), moment), case.rules, moment))


def _begin(case: Case, proposal: Proposal, held: tuple[Fact, ...], moment: datetime) -> Climbing:
    cause = CAUSES.get(proposal.found.kind if proposal.found else None, Cause.QUALITY)
    due_on = standing.due_on(case.matter, moment)
    return Climbing(cause, due_on, held, case.memory.pair(case.matter, cause, due_on, case.history.first))


def _awaits(step: Step) -> Awaits:
    if step.signer is Signer.LEADER:
        return Awaits.LEADER
    return Awaits.SIGN if step.hearing_workdays is None else Awaits.HEARD
