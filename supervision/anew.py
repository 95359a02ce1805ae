"""A matter's state made anew from everything that was told of it, when something came late or was taken back (I6).

Each part of the state is the greatest word that speaks of it: of the reports, of the close-out that was asked for, and
of the office that returned one. The database is asked for that word, however many others there are.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from models import Closeout, Inbox, Matter, Progress
from models.extension import RequestState
from models.matter import MatterStatus
from supervision.standing import Standing, Word, after, keep, word_of

ALL_DONE = 100  # percent
STANDING_CLAIMS = (RequestState.ASKED, RequestState.GRANTED)


def make_state_anew(session: Session, matter: Matter) -> None:
    """Each part of the state is the latest word on it; what nobody spoke of is as it was in the beginning."""
    is_confirmed = matter.is_decided
    standing = Standing(matter.base_status, matter.base_percent)
    if matter.status is MatterStatus.REVOKED:
        standing = Standing(MatterStatus.REVOKED, matter.percent)
    elif is_confirmed:
        is_closed = matter.closed_at is not None or matter.status is MatterStatus.CLOSED
        standing = Standing(MatterStatus.CLOSED if is_closed else MatterStatus.COMPLETED, ALL_DONE)
    returned_at = _last_returned(session, matter.id)
    words = [*_greatest_words(session, matter.id, returned_at), *_of_closeouts(session, matter.id, returned_at)]
    for word in sorted(words, key=lambda each: (each.told_at, each.told_key)):
        standing = after(standing, word, is_confirmed=is_confirmed)
    keep(session, matter, standing)


def _greatest_words(session: Session, matter_id: int, returned_at: datetime | None) -> list[Word]:
    """The newest row of the reports for each part of the state, in the order in which they were told."""
    counts = and_(Progress.matter_id == matter_id, Progress.withdrawn_at.is_(None), _still_counts(returned_at))
    tells_of = (
        Progress.id.is_not(None),
        Progress.status.is_not(None),
        Progress.percent.is_not(None),
        Progress.expected_on.is_not(None),
        or_(Progress.has_problem, ~Progress.is_correction),
    )
    newest = [_newest(session, counts, part) for part in tells_of]
    rows = {row.id: row for row in newest if row is not None}
    return [word_of(row) for row in sorted(rows.values(), key=lambda row: (row.told_at, row.told_key, row.id))]


def _newest(session: Session, *wanted: ColumnElement[bool]) -> Progress | None:
    return session.scalar(
        select(Progress)
        .where(*wanted)
        .order_by(Progress.told_at.desc(), Progress.told_key.desc(), Progress.id.desc())
        .limit(1)
    )


def _still_counts(returned_at: datetime | None) -> ColumnElement[bool]:
    """What was told as done before the office returned it does not come back, however late it reaches us."""
    if returned_at is None:
        return Progress.id.is_not(None)
    is_done = and_(Progress.status.is_not(None), Progress.status == MatterStatus.COMPLETED)
    return or_(~is_done, Progress.told_at > returned_at)


def _of_closeouts(session: Session, matter_id: int, returned_at: datetime | None) -> list[Word]:
    """申请销号 says 已完成 without a report; 退回 says that the matter goes on."""
    claimed = (
        select(Closeout.told_at, Inbox.message_key)
        .join(Inbox, Inbox.id == Closeout.inbox_id)
        .where(Closeout.matter_id == matter_id, Closeout.state.in_(STANDING_CLAIMS))
    )
    words = [
        _state_alone(told_at, key, MatterStatus.COMPLETED)
        for told_at, key in session.execute(claimed)
        if returned_at is None or told_at > returned_at
    ]
    return words if returned_at is None else [_state_alone(returned_at, "", MatterStatus.IN_PROGRESS), *words]


def _last_returned(session: Session, matter_id: int) -> datetime | None:
    return session.scalar(
        select(Closeout.decided_at)
        .where(Closeout.matter_id == matter_id, Closeout.state == RequestState.RETURNED)
        .order_by(Closeout.decided_at.desc())
        .limit(1)
    )


def _state_alone(told_at: datetime, key: str, status: MatterStatus) -> Word:
    """A word that moves neither the figure nor what was told of a problem."""
    return Word(told_at, key, status, None, None, has_problem=False, words="", is_correction=True)
