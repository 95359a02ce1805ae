"""移交: what a signed notice asks of another body, which decides for itself (C20, C21, C22)."""

from __future__ import annotations

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
from supervision.errors import NothingPending
from supervision.numbers import number_of
from supervision.policies.ladder import Step
from supervision.signers import speaker
from supervision.telling import Telling


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


def waiting(session: Session) -> Sequence[Handover]:
    """Those not yet handed over; a withdrawn notice asks for nothing any more."""
    return session.scalars(
        select(Handover)
        .join(Notice, Notice.id == Handover.notice_id)
        .where(Handover.state == HandoverState.OPEN, Notice.state == NoticeState.SIGNED)
        .order_by(Handover.id)
    ).all()


def hand_over(session: Session, matter: Matter, body: str, telling: Telling) -> Handover:
    """A supervisor has handed the papers to a body. Raises NotYours, NothingPending."""
    speaker(session, telling, Role.SUPERVISOR)
    handover = session.scalar(
        select(Handover)
        .join(Notice, Notice.id == Handover.notice_id)
        .where(
            Notice.matter_id == matter.id,
            Notice.state == NoticeState.SIGNED,
            Handover.body == body,
            Handover.state == HandoverState.OPEN,
        )
        .with_for_update()
    )
    if handover is None:
        raise NothingPending
    handover.state = HandoverState.HANDED_OVER
    acts.note(session, "handed_over", telling, matter.id, notice=handover.notice_id, body=body)
    return handover
