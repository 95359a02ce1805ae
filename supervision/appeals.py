"""复核: a unit asks that a signed notice be looked at again (P12). It is put on record and handed to the office."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from models import Matter, Notice, Unit
from models.notice import NoticeState
from supervision import acts
from supervision.announcing import announce
from supervision.audience import supervisors
from supervision.clock import day_of
from supervision.errors import AppealTooLate, NothingPending, SomethingMissing
from supervision.numbers import number_of
from supervision.rules import Rules
from supervision.telling import Telling


def ask(session: Session, notice: Notice, telling: Telling, rules: Rules, words: str) -> None:
    """Within the days the policy gives, from the signing. Raises NothingPending, AppealTooLate, SomethingMissing."""
    if notice.unit_id != telling.unit_id or notice.state is not NoticeState.SIGNED or notice.signed_at is None:
        raise NothingPending
    if not words:
        raise SomethingMissing(lacks="words")
    last = day_of(notice.signed_at) + timedelta(days=rules.policy.appeal_days)
    if day_of(telling.told_at) > last:
        raise AppealTooLate(last=last)
    acts.note(session, "appeal_asked", telling, notice.matter_id, notice=notice.id, words=words)
    matter = session.get_one(Matter, notice.matter_id)
    facts = {
        "number": matter.number,
        "title": matter.title,
        "unit": session.get_one(Unit, notice.unit_id).name,
        "written": number_of(notice),
        "words": words,
    }
    announce(
        session, supervisors(session), "appeal_asked", f"appeal:{telling.inbox_id}", facts, telling.now,
        matter_id=matter.id,
    )  # fmt: skip
