"""预安申报: kept word for word for the office; the month's list itself is adopted there."""

from __future__ import annotations

from handlers.message import Answer
from handlers.reading.result import Reading
from handlers.turn import Turn
from models import Unit
from models.inbox import Disposition
from models.outbox import MessageClass
from supervision import outbox
from supervision.audience import supervisors
from supervision.outbox import Intent, To


def on_plan(turn: Turn, _reading: Reading) -> Answer:
    unit = turn.session.get_one(Unit, turn.person.unit_id)
    for supervisor in supervisors(turn.session):
        intent = Intent(
            key=f"plan:{turn.message.inbox_id}:person:{supervisor.id}",
            event="plan_proposed",
            facts={"unit": unit.name, "name": turn.person.name, "words": turn.message.text},
            message_class=MessageClass.REMINDER,
        )
        outbox.post(turn.session, To(person_id=supervisor.id), intent, turn.now)
    return Answer("plan_passed_on", disposition=Disposition.DONE)
