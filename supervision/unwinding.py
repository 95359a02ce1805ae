"""What is under way on a matter ends when the office takes it back, or gives it to another unit; nothing is deleted.

What was signed stands: it is taken back by 撤销督办单 alone.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Closeout, Extension, HelpCall, Notice, Question
from models.extension import RequestState
from models.notice import NoticeState
from models.question import QuestionState
from supervision import findings
from supervision.escalation import UNSIGNED, settle

_NOT_ISSUED = (*UNSIGNED, NoticeState.REFUSED)


def drop_drafts(session: Session, matter_id: int, ended: str, words: str, now: datetime) -> list[int]:
    """Its climb ends, what nobody signed is cancelled with the reason, and no finding starts anew; the notices."""
    cancelled = session.scalars(
        update(Notice)
        .where(Notice.matter_id == matter_id, Notice.state.in_(_NOT_ISSUED))
        .values(state=NoticeState.CANCELLED, ended_because=words)
        .returning(Notice.id)
        .execution_options(synchronize_session="fetch")
    ).all()
    settle(session, matter_id, ended, now)
    for found in findings.unused(session, matter_id):
        found.revoked_at, found.revoked_because = now, words
    return sorted(cancelled)


def drop_extension(session: Session, matter_id: int, words: str, now: datetime) -> None:
    """One that waits for an answer is not asked any more."""
    _withdraw(session, Extension, matter_id, words, now)


def drop_requests(session: Session, matter_id: int, words: str, now: datetime) -> None:
    """Nobody waits for an answer any more: the unit, those it called for help, and we who asked back."""
    drop_extension(session, matter_id, words, now)
    _withdraw(session, Closeout, matter_id, words, now)
    session.execute(
        update(HelpCall).where(HelpCall.matter_id == matter_id, HelpCall.answered_at.is_(None)).values(answered_at=now)
    )
    asked = select(Question).where(Question.state.in_((QuestionState.OPEN, QuestionState.WITH_OFFICE)))
    for question in session.scalars(asked):
        if question.matter_ids == [matter_id]:
            question.state, question.ended_at = QuestionState.WITHDRAWN, now


def signed(session: Session, matter_id: int) -> int:
    """How many notices on it stand."""
    return len(
        session.scalars(
            select(Notice.id).where(Notice.matter_id == matter_id, Notice.state == NoticeState.SIGNED)
        ).all()
    )  # fmt: skip


def _withdraw(
    session: Session, request: type[Extension] | type[Closeout], matter_id: int, words: str, now: datetime
) -> None:  # fmt: skip
    session.execute(
        update(request)
        .where(request.matter_id == matter_id, request.state == RequestState.ASKED)
        .values(state=RequestState.WITHDRAWN, decided_at=now, words=words)
    )
