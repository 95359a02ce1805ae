"""撤销交办: the office takes a matter back, with a reason. Nothing is deleted; from then on nothing is owed for it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import CoUnit, Matter
from models.matter import OPEN, MatterStatus
from supervision import acts, deadlines, unwinding
from supervision.announcing import announce
from supervision.audience import people_of
from supervision.clock import day_of
from supervision.closeouts import waiting
from supervision.enrolment import require_supervisor
from supervision.errors import AlreadyEnded, SomethingMissing
from supervision.registry import touch_registry
from supervision.rules import Rules
from supervision.telling import Telling

REVOKED = "matter_revoked"  # the act, why a climb ended, and what is told


@dataclass(frozen=True, slots=True)
class Revoked:
    """How many drafts went with it, and how many signed notices stand."""

    drafts: int
    signed: int


def revoke(session: Session, matter: Matter, telling: Telling, because: str, rules: Rules) -> Revoked:
    """A supervisor takes an open matter back. Raises NotYours, SomethingMissing, AlreadyEnded."""
    require_supervisor(session, telling)
    words = because.strip()
    if not words:
        raise SomethingMissing(lacks="reason")
    if matter.status not in OPEN and waiting(session, matter.id) is None:
        raise AlreadyEnded(number=matter.number, title=matter.title)
    status = matter.status.value
    drafts = unwinding.drop_drafts(session, matter.id, REVOKED, words, telling.now)
    unwinding.drop_requests(session, matter.id, words, telling.now)
    matter.status = MatterStatus.REVOKED
    matter.revoked_at, matter.revoked_because = telling.told_at, words
    session.flush()
    deadlines.look_again(session, matter, rules, day_of(telling.now))
    touch_registry(session, [matter.id])
    acts.note(session, REVOKED, telling, matter.id, because=words, before=status, notices=drafts)
    _tell(session, matter, telling, words, len(drafts))
    return Revoked(len(drafts), unwinding.signed(session, matter.id))


def _tell(session: Session, matter: Matter, telling: Telling, words: str, drafts: int) -> None:
    """Those who lead and those who assist."""
    units = [matter.unit_id, *session.scalars(select(CoUnit.unit_id).where(CoUnit.matter_id == matter.id))]
    people = [person for unit_id in units for person in people_of(session, unit_id)]
    facts = {"number": matter.number, "title": matter.title, "because": words, "drafts": drafts}
    announce(
        session, people, REVOKED, f"revoked:{matter.id}", facts, telling.now, matter_id=matter.id
    )  # fmt: skip
