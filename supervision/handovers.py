"""移交: what a signed notice asks of another body, which decides for itself (C20, C21, C22)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Handover, Matter, Notice
from models.notice import HandoverState, NoticeState
from models.person import Role
from supervision import acts, serving
from supervision.announcing import announce
from supervision.audience import supervisors
from supervision.errors import BodyNotNamed, NothingPending, SomethingMissing
from supervision.numbers import number_of
from supervision.policies.ladder import Step
from supervision.signers import speaker
from supervision.telling import Telling
from supervision.visibility import Readers, may_see_whole

DISCIPLINE = ("纪委", "纪检", "监委", "监察")  # the same body, as people call it
CALLED_SO = re.compile(f"(?:已?送)?[一-鿿]{{0,3}}(?:{'|'.join(DISCIPLINE)})[一-鿿]{{0,6}}")


def open_for(session: Session, notice: Notice, matter: Matter, step: Step, now: datetime) -> None:
    """A row for each body the policy names, and one word to the office that they wait."""
    if not step.handovers:
        return
    session.add_all(
        Handover(notice_id=notice.id, body=rule.body, asks_for=rule.asks_for, opened_at=now) for rule in step.handovers
    )
    bodies = [{"body": rule.body, "asks_for": rule.asks_for} for rule in step.handovers]
    facts = serving.about(session, notice, matter) | {"written": number_of(notice), "bodies": bodies}
    announce(
        session, supervisors(session), "handover_opened", f"notice:{notice.id}:handovers", facts, now,
        matter_id=matter.id, still_true="notice_signed",
    )  # fmt: skip


def waiting(session: Session, readers: Readers, most: int) -> Sequence[tuple[Handover, Matter]]:
    """Those not yet handed over, or not yet answered; a withdrawn notice asks for nothing any more.

    Whether these readers may see the matter is asked before the first are taken: what is sealed leaves no other out.
    """
    rows = session.execute(
        select(Handover, Matter)
        .join(Notice, Notice.id == Handover.notice_id)
        .join(Matter, Matter.id == Notice.matter_id)
        .where(Handover.answer.is_(None), Notice.state == NoticeState.SIGNED, may_see_whole(readers))
        .order_by(Handover.id)
        .limit(most)
    )
    return [(handover, matter) for handover, matter in rows]


def handed(session: Session, notice: Notice) -> list[str]:
    """The bodies that have its papers already."""
    handed_over = select(Handover.body).where(
        Handover.notice_id == notice.id, Handover.state == HandoverState.HANDED_OVER
    )
    return list(session.scalars(handed_over.order_by(Handover.id)))


def hand_over(session: Session, matter: Matter, body: str, telling: Telling) -> Handover:
    """A supervisor has handed the papers to a body. Raises NotYours, NothingPending, BodyNotNamed."""
    person = speaker(session, telling, Role.SUPERVISOR)
    handover = _named(session, matter, body, HandoverState.OPEN)
    handover.state = HandoverState.HANDED_OVER
    handover.handed_by_id, handover.handed_at = person.id, telling.told_at
    acts.note(session, "handed_over", telling, matter.id, notice=handover.notice_id, body=handover.body)
    return handover


def answer(session: Session, matter: Matter, body: str, words: str, telling: Telling) -> Handover:
    """What a body made of the packet it got. Raises NotYours, NothingPending, BodyNotNamed, SomethingMissing."""
    speaker(session, telling, Role.SUPERVISOR)
    handover = _named(session, matter, body, HandoverState.HANDED_OVER)
    if not words.strip():
        raise SomethingMissing(lacks="words")
    handover.answer, handover.answered_at = words.strip(), telling.told_at
    acts.note(session, "handover_answered", telling, matter.id, notice=handover.notice_id, body=handover.body)
    return handover


def _named(session: Session, matter: Matter, body: str, state: HandoverState) -> Handover:
    """The one that waits for this body, whose name need not be said in full; the row is locked."""
    waits = session.scalars(
        select(Handover)
        .join(Notice, Notice.id == Handover.notice_id)
        .where(
            Notice.matter_id == matter.id,
            Notice.state == NoticeState.SIGNED,
            Handover.state == state,
            Handover.answer.is_(None),
        )
        .order_by(Handover.id)
        .with_for_update(of=Handover)
    ).all()
    if not waits:
        raise NothingPending(number=matter.number, title=matter.title)
    said = body.strip()
    fits = [one for one in waits if said == one.body]
    fits = fits or [one for one in waits if said and (said in one.body or one.body in said)]
    if not fits and CALLED_SO.fullmatch(said):
        fits = [one for one in waits if any(word in one.body for word in DISCIPLINE)]
    if not fits or len({one.body for one in fits}) > 1:
        is_first = state is HandoverState.OPEN
        raise BodyNotNamed(
            number=matter.number, title=matter.title, bodies=[one.body for one in waits], is_first=is_first
        )
    return fits[0]
