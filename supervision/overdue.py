"""逾期: the unit, and the work group in which all may see the matter, hear once that a due day has passed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from models import Matter, Unit
from models.outbox import MessageClass
from supervision import deadlines, holds, leads, outbox
from supervision.audience import groups_of, speakers_of
from supervision.clock import day_of
from supervision.jitter import spread
from supervision.outbox import Intent, To
from supervision.rules import Rules
from supervision.situations import is_extension_asked


def tell(session: Session, matter: Matter, rules: Rules, now: datetime) -> bool:
    """Whether anything new was said. Nothing while an extension waits for its answer or anything is held."""
    today = day_of(now)
    if matter.due_on is None or not deadlines.overdue(matter, today, rules.calendar):
        return False
    if holds.is_on_hold(session) or is_extension_asked(session, matter.id) or leads.fell_due_before(session, matter):
        return False
    audiences = [To(person_id=person.id) for person in speakers_of(session, matter.unit_id)]
    audiences += [To(chat_id=chat_id) for chat_id in groups_of(session, matter.unit_id)]
    facts = {
        "number": matter.number,
        "title": matter.title,
        "unit": session.get_one(Unit, matter.unit_id).name,
        "due_on": matter.due_on.isoformat(),
        "workdays_late": deadlines.days_late(matter, today, rules.calendar),
    }
    return sum(outbox.post(session, to, _intent(matter, to, facts, now), now) for to in audiences) > 0


def _intent(matter: Matter, to: To, facts: dict[str, object], now: datetime) -> Intent:
    who = f"person:{to.person_id}" if to.person_id else f"chat:{to.chat_id}"
    return Intent(
        key=f"overdue:{matter.id}:{matter.due_on}:{who}",
        event="overdue_in_group" if to.chat_id else "overdue_told",
        facts=facts,
        message_class=MessageClass.REMINDER,
        matter_id=matter.id,
        still_true="due_unchanged",
        not_before=spread(now, to.person_id or to.chat_id or 0),
    )
