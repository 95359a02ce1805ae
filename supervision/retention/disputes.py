"""What is still argued about keeps its evidence, however old: nobody loses a 复核 because a night went by (T41).

A matter is argued about while a notice of it is not decided or younger than the time itself, a 复核 waits for its
decision, a case of 问责 runs, or points of it wait for a signature.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models import (
    AccountabilityCase,
    Act,
    Appeal,
    Inbox,
    Notice,
    Outgoing,
    Progress,
    Question,
    Report,
    ScoreProposal,
    Send,
    Suggestion,
)
from models.accountability import RUNNING
from models.appeal import AppealState
from models.inbox import Disposition
from models.notice import NoticeState
from models.outbox import OutgoingState
from models.question import QuestionState

UNDECIDED = (NoticeState.HEARING, NoticeState.DRAFT, NoticeState.PROPOSED)
UNANSWERED = (QuestionState.OPEN, QuestionState.WITH_OFFICE)
UNSAID = (OutgoingState.WAITING, OutgoingState.CLAIMED)


def messages(session: Session, before: datetime) -> ColumnElement[bool]:
    """The messages that somebody may still have to read."""
    matters = _matters(before)
    acted_on = select(Act.inbox_id).where(Act.matter_id.in_(matters), Act.inbox_id.is_not(None))
    reported = select(Report.inbox_id).join(Progress).where(Progress.matter_id.in_(matters))
    suggested = select(Suggestion.inbox_id).where(Suggestion.answered_at.is_(None))
    kept = union(acted_on, reported, suggested).subquery()
    return or_(
        Inbox.disposition == Disposition.WAITING,
        Inbox.id.in_(select(kept.c[0])),
        Inbox.id.in_(_never_cleared_up(session, before)),
    )


def _never_cleared_up(session: Session, before: datetime) -> list[int]:
    """What nobody answered us about a matter that is argued about stands beside its paper. Of others nobody asks."""
    asked = select(Question.inbox_id, Question.matter_ids).where(
        Question.state.in_(UNANSWERED), Question.digest.is_(None), Question.asked_at < before
    )
    matters = set(session.scalars(_matters(before)))
    return [inbox_id for inbox_id, about in session.execute(asked) if matters.intersection(about)]


def intents(_session: Session, before: datetime) -> ColumnElement[bool]:
    """What is still to be said, and what was said of a matter that is argued about."""
    # Never NULL, for it is negated.
    argued = and_(Outgoing.matter_id.is_not(None), Outgoing.matter_id.in_(_matters(before)))
    return or_(Outgoing.state.in_(UNSAID), argued)


def sends(_session: Session, before: datetime) -> ColumnElement[bool]:
    """As long as one of the intents it says; the later parts of a letter are known by its target and its moment."""
    kept = select(Outgoing.send_id).where(
        Outgoing.digest.is_(None), Outgoing.created_at < before, Outgoing.send_id.is_not(None)
    )
    first = aliased(Send)
    letter = select(first.id).where(
        first.target == Send.target, first.created_at == Send.created_at, first.id.in_(kept)
    )  # fmt: skip
    return or_(Send.id.in_(kept), and_(Send.parts > 1, letter.exists()))


def questions(_session: Session, _before: datetime) -> ColumnElement[bool]:
    """As long as the message that was asked about."""
    return _has_its_words(Question.inbox_id)


def suggestions(_session: Session, _before: datetime) -> ColumnElement[bool]:
    """The same."""
    return _has_its_words(Suggestion.inbox_id)


def _has_its_words(inbox_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return select(Inbox.id).where(Inbox.id == inbox_id, Inbox.digest.is_(None)).exists()


def _matters(before: datetime) -> Select[int]:
    waits = select(Appeal.notice_id).where(Appeal.state == AppealState.ASKED)
    contested = select(Notice.matter_id).where(
        or_(Notice.state.in_(UNDECIDED), Notice.signed_at >= before, Notice.id.in_(waits))
    )
    accused = select(AccountabilityCase.matter_id).where(AccountabilityCase.state.in_(RUNNING))
    proposed = select(ScoreProposal.matter_id).where(
        ScoreProposal.state == "waits", ScoreProposal.matter_id.is_not(None)
    )
    return select(union(contested, accused, proposed).subquery().c[0])
