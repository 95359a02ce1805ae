"""Tomorrow, lived through and taken back: the very tick and the very delivery, inside a savepoint that is undone.

So what it tells is what will happen if nothing changes; nothing of it is kept, and nothing touches the wire.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Chat, Outgoing, Person, Send, Unit
from models.outbox import OutgoingState
from models.session import Database
from schedules.delivery import deliver
from schedules.next_due import next_due
from schedules.quiet import Quiet
from schedules.tick import tick
from supervision.clock import at, day_of
from supervision.foreseeing import Fate, Foretold
from supervision.lightness import DROPPED, WAITS
from supervision.offers import Offer
from supervision.outbox import POSTED
from supervision.rules import Rules
from supervision.sending import Address, Delivered, Outcome, Part

ONE_DAY = timedelta(days=1)
A_SECOND = timedelta(seconds=1)
ONE_MESSAGE = 2000  # bytes; a little less than the channels take
MOST_STOPS = 500


class _Undone(Exception):
    """Ends the savepoint."""


class _OneSession(Database):
    """A database of which everything happens in one session, each piece of work in a savepoint of its own."""

    def __init__(self, database_session: Session) -> None:
        self._session = database_session

    @contextmanager
    def write(self) -> Iterator[Session]:
        with self._session.begin_nested():
            yield self._session

    @contextmanager
    def read(self) -> Iterator[Session]:
        yield self._session


class _NoWire:
    """Takes everything and lets nothing out."""

    def compose(
        self, address: Address, words: str, mentions: tuple[str, ...] = (), offer: Offer | None = None
    ) -> list[Part]:
        pieces = -(-len(words.encode()) // ONE_MESSAGE)
        return [Part(words, b"") for _ in range(pieces)]

    def send(self, address: Address, body: bytes) -> Delivered:
        return Delivered(Outcome.SENT, 0)


def foresee(session: Session, rules: Rules, day: date, now: datetime) -> list[Foretold]:
    """What is said by itself on that day, in the order of its hours, and what the budget keeps back."""
    was_posted = session.info.get(POSTED)
    told: list[Foretold] = []
    try:
        with session.begin_nested():
            _live(session, rules, day, now)
            told = _told(session, day)
            raise _Undone
    except _Undone:
        pass
    if not was_posted:
        session.info.pop(POSTED, None)
    return told


def _live(session: Session, rules: Rules, day: date, now: datetime) -> None:
    database, end = _OneSession(session), at(day + ONE_DAY, time())
    moment = now
    for _ in range(MOST_STOPS):
        tick(database, lambda _: rules, moment, leaps=True)
        while not deliver(database, _NoWire(), lambda: moment, Quiet.of(rules)).is_idle:  # noqa: B023
            pass
        coming = next_due(database, rules, moment)
        if coming is None or coming >= end:
            return
        moment = max(coming, moment + A_SECOND)


def _told(session: Session, day: date) -> list[Foretold]:
    first, end = at(day, time()), at(day + ONE_DAY, time())
    said = select(Outgoing, Send.created_at).join(Send, Send.id == Outgoing.send_id)
    rows = [
        (Fate.SAID, row, moment)
        for row, moment in session.execute(said.where(Send.created_at >= first, Send.created_at < end))
    ]
    kept = select(Outgoing).where(Outgoing.trouble.in_([WAITS, DROPPED]), Outgoing.created_at < end)
    for row in session.scalars(kept.where(Outgoing.created_at >= first - ONE_DAY * 7)):
        if row.state is OutgoingState.WAITING:
            rows.append((Fate.WAITS, row, row.not_before))
        elif row.ended_at is not None and day_of(row.ended_at) == day:
            rows.append((Fate.DROPPED, row, row.ended_at))
    return sorted((_about(session, *one) for one in rows), key=lambda one: (one.at, one.target))


def _about(session: Session, fate: Fate, row: Outgoing, moment: datetime) -> Foretold:
    if row.person_id is None:
        chat = session.get_one(Chat, row.chat_id)
        return Foretold(chat.name, "", chat.address, moment, fate, row.key, row.event, dict(row.facts))
    person = session.get_one(Person, row.person_id)
    unit = session.get_one(Unit, person.unit_id).name
    return Foretold(person.name, unit, person.userid, moment, fate, row.key, row.event, dict(row.facts))
