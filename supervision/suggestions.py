"""建议 and 投诉: open to everyone known, routed outside the supervision chain, answered by who receives them (P16)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Person, Suggestion
from supervision.announcing import announce
from supervision.audience import administrators
from supervision.errors import NothingPending, NotYours
from supervision.telling import Telling


def receivers(session: Session, named: Sequence[str]) -> Sequence[Person]:
    """Those the office's settings name; where they name nobody who is here, the administrators."""
    found = session.scalars(
        select(Person).where(Person.userid.in_(named), Person.is_active).order_by(Person.id)
    ).all()  # fmt: skip
    return found or administrators(session)


def make(session: Session, telling: Telling, kind: str, words: str, named: Sequence[str]) -> tuple[Suggestion, int]:
    """Write it down and pass it on without the writer's name; with how many people hear of it."""
    made = Suggestion(
        inbox_id=telling.inbox_id, person_id=telling.person_id, kind=kind, words=words, told_at=telling.told_at
    )
    session.add(made)
    session.flush()
    facts = {"serial": made.id, "kind": kind, "words": words}
    people = [person for person in receivers(session, named) if person.id != telling.person_id]
    announce(session, people, "suggestion_made", f"suggestion:{made.id}", facts, telling.now)
    return made, len(people)


def answer(session: Session, telling: Telling, serial: int, words: str, named: Sequence[str]) -> Suggestion:
    """The answer goes back to the writer. Raises NotYours, NothingPending."""
    if telling.person_id not in {person.id for person in receivers(session, named)}:
        raise NotYours
    made = session.get(Suggestion, serial, with_for_update=True)
    if made is None or made.answered_at is not None:
        raise NothingPending
    made.answered_by_id, made.answered_at, made.answer = telling.person_id, telling.told_at, words
    writer = session.scalars(select(Person).where(Person.id == made.person_id))
    facts = {"serial": made.id, "kind": made.kind, "words": words}
    announce(session, writer, "suggestion_answered", f"suggestion:{made.id}:answered", facts, telling.now)
    return made
