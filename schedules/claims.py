"""Whose turn is it? Rows are claimed by audience, one short transaction for all, so that nobody overtakes (O2).

A claim is a number that only grows and two minutes. Every later write must still match the number (S5): a process that
slept through its two minutes finds another number and keeps its hands off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models import Chat, Outgoing, Person
from models.asking import Asking
from models.base import Moment
from models.loading import Loading
from models.outbox import UNSENT, MessageClass, OutgoingState
from models.prepared import Prepared
from schedules.quiet import Quiet
from supervision import holds
from supervision.jitter import spread
from supervision.lightness import REPORT_MISSING, WAITS
from supervision.outbox import LIFE

CLAIM_LASTS = timedelta(minutes=2)
AUDIENCES_A_ROUND = 50
LOOK_AT_HOLD_AGAIN = timedelta(minutes=10)

PRIORITY = {
    MessageClass.PENALTY: 0,
    MessageClass.REPLY: 1,
    MessageClass.REMINDER: 2,
    MessageClass.BULLETIN: 3,
}

MERGED = (MessageClass.REMINDER, MessageClass.BULLETIN)

Now = datetime | BindParameter[datetime]
_NOW = bindparam("now", type_=Moment)
_priority = case(*((Outgoing.message_class == one, rank) for one, rank in PRIORITY.items()))


@dataclass(frozen=True, slots=True)
class Claimed:
    """One row that is ours while its claim number stands. `send_id`: its bytes were frozen and may have left."""

    id: int
    claim: int
    message_class: MessageClass
    send_id: int | None
    event: str


def claim(session: Session, now: datetime, quiet: Quiet) -> list[list[Claimed]]:
    """The due rows of up to 50 audiences that nobody else is serving, most pressing first; what is held is put off."""
    has_hold = holds.is_on_hold(session)
    held_until = quiet.held_until(now)
    turns = []
    for audience in _locked(session, _audiences(session, now)):
        rows = _rows(session, audience)
        if any(_blocks(row, now) for row in rows):
            continue
        ours = [row for row in rows if _is_due(row, now) and not _put_off(row, now, held_until, has_hold)]
        if held_until is None and any(row.message_class in MERGED for row in ours):
            ours = [row for row in rows if row in ours or _rides_along(row)]
        if ours:
            turns.append([_take(row, now) for row in ours])
    return turns


def has_work(session: Session, now: datetime) -> bool:
    """Whether a round may find anything to do; asked every second, so it takes no lock."""
    return _WORK.finds(session, {"now": now})


def unserved(session: Session, since: datetime) -> tuple[int, datetime | None]:
    """How many rows could have been said since then and were not, and from when: nobody seems to deliver."""
    counted = select(func.count(), func.min(Outgoing.not_before)).where(
        UNSENT,
        Outgoing.state == OutgoingState.WAITING,
        Outgoing.not_before <= since,
        ~_is_blocked(Outgoing.person_id, since),
        ~_is_blocked(Outgoing.chat_id, since),
    )
    count, first = session.execute(counted).one()
    return count, first


def next_delivery_at(session: Session) -> datetime | None:
    """When the outbox next wants a round; may lie in the past; None when nothing waits."""
    session.flush()
    return min((blocked or waiting for waiting, blocked in _NEXT.all(session)), default=None)


@dataclass(frozen=True, slots=True)
class _Audience:
    column: InstrumentedAttribute[int | None]
    id: int


def _audiences(session: Session, now: datetime) -> list[_Audience]:
    found = []
    for column, turns in _TURNS:
        rows = turns.all(session, {"now": now})
        found += [(priority, first, _Audience(column, id_)) for id_, priority, first in rows if id_ is not None]
    found.sort(key=lambda turn: turn[:2])
    return [audience for _, _, audience in found[:AUDIENCES_A_ROUND]]


def _locked(session: Session, audiences: Sequence[_Audience]) -> Iterable[_Audience]:
    """Those that no other process is claiming at this moment. What is read after this is what it left behind."""
    persons = [audience.id for audience in audiences if audience.column is Outgoing.person_id]
    chats = [audience.id for audience in audiences if audience.column is Outgoing.chat_id]
    free = {(Outgoing.person_id, id_) for id_ in _lock(session, Person.id, persons)}
    free |= {(Outgoing.chat_id, id_) for id_ in _lock(session, Chat.id, chats)}
    return [audience for audience in audiences if (audience.column, audience.id) in free]


def _lock(session: Session, column: InstrumentedAttribute[int], ids: Sequence[int]) -> Iterable[int]:
    if not ids:
        return ()
    # NO KEY UPDATE: whoever posts to this person meanwhile is not kept waiting by the foreign key.
    return session.scalars(
        select(column).where(column.in_(ids)).with_for_update(skip_locked=True, key_share=True)
    ).all()


def _rows(session: Session, audience: _Audience) -> Sequence[Outgoing]:
    """Locked, so that a late writer and we never change a row both."""
    return _ROWS[audience.column.key].all(session, {"audience": audience.id})


def _take(row: Outgoing, now: datetime) -> Claimed:
    row.state = OutgoingState.CLAIMED
    row.claim += 1
    row.claimed_until = now + CLAIM_LASTS
    return Claimed(row.id, row.claim, row.message_class, row.send_id, row.event)


def _rides_along(row: Outgoing) -> bool:
    """What waits because enough was said, or for the hour at which a report is asked for, is said with any message
    that goes before."""
    return (
        row.state is OutgoingState.WAITING and row.tries == 0 and (row.trouble == WAITS or row.event == REPORT_MISSING)
    )


def _put_off(row: Outgoing, now: datetime, held_until: datetime | None, has_hold: bool) -> bool:
    """Moves a row that must not be said now. It blocks nobody meanwhile, and a life of usual length begins only then:
    what is said to end at a certain hour ends there."""
    until = None
    if held_until is not None and not row.is_urgent and row.message_class is not MessageClass.REPLY:
        until = spread(held_until, row.person_id or row.chat_id or 0)
    elif has_hold and row.message_class is MessageClass.PENALTY:
        until = now + LOOK_AT_HOLD_AGAIN
    if until is None:
        return False
    if row.expires_at - row.created_at >= LIFE[row.message_class]:
        row.expires_at += until - now
    row.not_before, row.tries = until, 0
    row.state, row.claimed_until = OutgoingState.WAITING, None
    return True


def _turns(column: InstrumentedAttribute[int | None]) -> Select[int | None, int, int]:
    audience = column + 0
    return (
        select(audience, func.min(_priority), func.min(Outgoing.id))
        .where(audience.is_not(None), _due(_NOW), ~_is_blocked(column, _NOW))
        .group_by(audience)
        .order_by(func.min(_priority), func.min(Outgoing.id))
        .limit(AUDIENCES_A_ROUND)
    )


def _due(now: Now) -> ColumnElement[bool]:
    return and_(
        UNSENT,
        or_(
            and_(Outgoing.state == OutgoingState.WAITING, Outgoing.not_before <= now),
            and_(Outgoing.state == OutgoingState.CLAIMED, Outgoing.claimed_until <= now),
        ),
    )


def _is_due(row: Outgoing, now: datetime) -> bool:
    if row.state is OutgoingState.WAITING:
        return row.not_before <= now
    return row.claimed_until is None or row.claimed_until <= now


def _is_blocked(column: InstrumentedAttribute[int | None], now: Now) -> ColumnElement[bool]:
    """Somebody serves this audience, or its head was tried and waits to be tried again."""
    other = aliased(Outgoing)
    return exists().where(
        getattr(other, column.key) == column,
        # Said again below, and said here for SQLite: it then looks by the state as well, not at all a person ever got.
        or_(other.state == OutgoingState.WAITING, other.state == OutgoingState.CLAIMED),
        or_(
            and_(other.state == OutgoingState.CLAIMED, other.claimed_until > now),
            and_(other.state == OutgoingState.WAITING, other.tries > 0, other.not_before > now),
        ),
    )


def _blocks(row: Outgoing, now: datetime) -> bool:
    if row.state is OutgoingState.CLAIMED:
        return row.claimed_until is not None and row.claimed_until > now
    return row.tries > 0 and row.not_before > now


# Written once: they are asked every second, and writing them took longer than answering them. Where a column has a
# + 0, SQLite would else walk its index, and with it all that was ever said, instead of that on what waits.
_COLUMNS = (Outgoing.person_id, Outgoing.chat_id)
_WORK = Asking(
    select(Outgoing.id)
    .where(UNSENT, or_(_due(_NOW), and_(Outgoing.state == OutgoingState.WAITING, Outgoing.expires_at <= _NOW)))
    .limit(1)
)
_BLOCKED_UNTIL = case(
    (Outgoing.state == OutgoingState.CLAIMED, Outgoing.claimed_until), (Outgoing.tries > 0, Outgoing.not_before)
)
_NEXT = Prepared(
    select(func.min(Outgoing.not_before), func.max(_BLOCKED_UNTIL))
    .where(UNSENT)
    .group_by(*(column + 0 for column in _COLUMNS))
)
_TURNS = [(column, Prepared(_turns(column))) for column in _COLUMNS]
_ROWS = {
    column.key: Loading(Outgoing, and_(column == bindparam("audience"), UNSENT), Outgoing.id, locks=True)
    for column in _COLUMNS
}
