"""督办事项: open one, and give it its number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import CoUnit, DueChange, Matter, Unit
from models.matter import MatterStatus
from models.outbox import MessageClass
from supervision import acts, deadlines, outbox
from supervision.audience import people_of
from supervision.clock import day_of
from supervision.enrolment import require_supervisor
from supervision.errors import DateNotPossible, SomethingMissing
from supervision.outbox import Intent, To
from supervision.registry import touch_registry
from supervision.rules import Rules
from supervision.telling import Telling

CODE_PREFIX = "ZD"


def assign(
    session: Session,
    telling: Telling,
    rules: Rules,
    title: str,
    unit: Unit,
    due_on: date,
    basis: str,
    assisting: Sequence[Unit] = (),
) -> Matter:
    """交办: without a basis there is no supervision (P10). One unit leads; the others assist."""
    require_supervisor(session, telling)
    today = day_of(telling.now)
    if not basis.strip():
        raise SomethingMissing(lacks="basis")
    if due_on < today:
        raise DateNotPossible(day=due_on)
    number = _next_number(session)
    matter = Matter(
        code=f"{CODE_PREFIX}-{today.year}-{number:03d}",
        number=number,
        title=title,
        unit_id=unit.id,
        basis=basis,
        start_on=today,
        due_on=due_on,
        original_due_on=due_on,
        status=MatterStatus.NOT_STARTED,
        base_status=MatterStatus.NOT_STARTED,
        opened_at=telling.now,
        opened_by_id=telling.person_id,
    )
    session.add(matter)
    session.flush()
    session.add_all(CoUnit(matter_id=matter.id, unit_id=one.id) for one in assisting)
    session.add(
        DueChange(matter_id=matter.id, due_on=due_on, since=telling.now, because="assigned", by_id=telling.person_id)
    )
    deadlines.look_again(session, matter, rules, today)
    touch_registry(session, [matter.id])
    acts.note(session, "matter_assigned", telling, matter.id, unit=unit.id, due_on=due_on.isoformat(), basis=basis)
    _tell(session, telling, matter, unit)
    for one in assisting:
        _tell(session, telling, matter, one, led_by=unit.name)
    return matter


def _next_number(session: Session) -> int:
    """Numbers run on over the years, so that 「#12」 means one matter for as long as people remember it."""
    return (session.scalar(select(func.max(Matter.number))) or 0) + 1


def _tell(session: Session, telling: Telling, matter: Matter, unit: Unit, led_by: str = "") -> None:
    for person in people_of(session, unit.id):
        intent = Intent(
            key=f"assigned:{matter.id}:person:{person.id}",
            event="matter_assigned",
            facts={
                "number": matter.number,
                "title": matter.title,
                "due_on": matter.due_on.isoformat() if matter.due_on else None,
                "basis": matter.basis,
                "led_by": led_by,
            },
            message_class=MessageClass.BULLETIN,
            matter_id=matter.id,
            still_true="matter_open",
        )
        outbox.post(session, To(person_id=person.id), intent, telling.now)
