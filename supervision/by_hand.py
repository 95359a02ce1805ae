"""拟单: where a policy gives no number of days a person says when; and what a finding will lead to, foretold (A28)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from models import Climb, Matter, Notice
from models.matter import OPEN
from models.person import Role
from supervision import acts, escalation
from supervision.announcing import announce
from supervision.audience import supervisors
from supervision.clock import day_of
from supervision.errors import CannotDraft
from supervision.policies.ladder import Step
from supervision.rules import Rules
from supervision.rungs import next_step, step_by_hand
from supervision.signers import speaker
from supervision.situations import gather, running_climb
from supervision.standpoint import EscalationReason, Proposal, Waiting
from supervision.telling import Telling


@dataclass(frozen=True, slots=True)
class Forecast:
    """Which step is drafted on which day as things stand; or why none is."""

    step: Step | None = None
    on: date | None = None
    why: EscalationReason | None = None
    skips: bool = False


def draft_now(session: Session, matter: Matter, telling: Telling, rules: Rules) -> tuple[Notice, Step]:
    """A supervisor says that the next step is due; every guard of the tick holds for him, too.

    Raises NotYours, CannotDraft.
    """
    person = speaker(session, telling, Role.SUPERVISOR)
    session.refresh(matter, with_for_update=True)
    running = running_climb(session, matter.id)
    kept = escalation.kept_rules(session, matter, running, rules)
    situation = gather(session, matter, running, kept.calendar)
    found = step_by_hand(situation, kept.policy, kept.calendar, day_of(telling.now))
    if isinstance(found, Waiting):
        raise CannotDraft(why=found.reason.value, number=matter.number, title=matter.title)
    notice = escalation.draft(session, matter, running, found, kept, telling.now, by_id=person.id)
    if notice is None:
        raise CannotDraft(why=EscalationReason.CLIMBED_TODAY.value, number=matter.number, title=matter.title)
    acts.note(session, "drafted_by_hand", telling, matter.id, notice=notice.id)
    return notice, found.step


def forecast(session: Session, matter: Matter, rules: Rules, now: datetime) -> Forecast:
    """What the ladder does on the coming working day, if nothing else happens. Raises CalendarYearMissing."""
    running = running_climb(session, matter.id)
    kept = escalation.kept_rules(session, matter, running, rules)
    situation = gather(session, matter, running, kept.calendar)
    day = kept.calendar.on_or_after(day_of(now))
    found = next_step(situation, kept.policy, kept.calendar, day)
    if isinstance(found, Waiting) and found.reason is EscalationReason.CLIMBED_TODAY:
        day = kept.calendar.add(day, 1)
        found = next_step(situation, kept.policy, kept.calendar, day)
    if isinstance(found, Proposal):
        return Forecast(found.step, day, skips=found.skips)
    return Forecast(why=found.reason)


def ask_when(session: Session, matter: Matter, running: Climb | None, rules: Rules, now: datetime) -> bool:
    """The policy gives no number of days for the next step: the office is asked, once for each step."""
    is_late = matter.due_on is not None and matter.due_on < day_of(now)
    if matter.status not in OPEN or not (running or is_late):
        return False
    kept = escalation.kept_rules(session, matter, running, rules)
    if all(step.after_workdays is not None for step in kept.policy.ladder):
        return False
    situation = gather(session, matter, running, kept.calendar)
    found = next_step(situation, kept.policy, kept.calendar, day_of(now))
    if isinstance(found, Proposal) or found.left is None:
        return False
    latest = situation.latest
    facts = {
        "number": matter.number,
        "title": matter.title,
        "name": found.left.step.name,
        "due_on": matter.due_on.isoformat() if matter.due_on else None,
        "finish_by": latest.finish_by.isoformat() if latest and latest.finish_by else None,
    }
    key = f"when:{matter.id}:{matter.due_on}:{running.cycle if running else 0}:{found.left.level}"
    return announce(
        session, supervisors(session), "escalation_when", key, facts, now, matter_id=matter.id, still_true="matter_open"
    ) > 0  # fmt: skip
