"""到期提醒: the unit is told in time that a matter or a 节点 falls due; once for each due day and warning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models import Matter, Milestone
from models.outbox import MessageClass
from supervision import deadlines, outbox
from supervision.audience import speakers_of
from supervision.clock import at, day_of
from supervision.deadlines import DueWarning
from supervision.jitter import spread
from supervision.outbox import Intent, To
from supervision.rules import Rules

ONE_DAY = timedelta(days=1)


def warn(
    session: Session, matter: Matter, milestones: Sequence[Milestone], rules: Rules, now: datetime
) -> Sequence[DueWarning]:
    """Post what is to be said of this matter today; the warnings that were new."""
    holding = deadlines.due_warnings(matter, milestones, rules.policy, rules.calendar, day_of(now))
    if not holding:
        return ()
    people = [person.id for person in speakers_of(session, matter.unit_id)]
    return [warning for warning in holding if sum(_post(session, matter, warning, who, now) for who in people)]


def _post(session: Session, matter: Matter, warning: DueWarning, person_id: int, now: datetime) -> bool:
    about = f"milestone:{warning.milestone_id}" if warning.milestone_id else "due"
    key = f"warn:{matter.id}:{about}:{warning.due_on}:{warning.announced}:person:{person_id}"
    intent = Intent(
        key=key,
        event="warn_milestone" if warning.milestone_id else "warn_due",
        facts=_facts(matter, warning),
        message_class=MessageClass.REMINDER,
        matter_id=matter.id,
        still_true="matter_open" if warning.milestone_id else "due_unchanged",
        not_before=spread(now, person_id),
        expires_at=at(day_of(now) + ONE_DAY, now.min.time()),  # tomorrow the number of days would be wrong
    )
    return outbox.post(session, To(person_id=person_id), intent, now)


def _facts(matter: Matter, warning: DueWarning) -> dict[str, Any]:
    return {
        "number": matter.number,
        "title": matter.title,
        "milestone": warning.milestone,
        "due_on": warning.due_on.isoformat(),
        "left": warning.left,
    }
