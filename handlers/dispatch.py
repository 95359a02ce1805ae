"""One stored message, one transaction: who speaks, about what, which handler, what is said back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from handlers.conversation import converse
from handlers.events import on_contact_change, on_event
from handlers.hearer import Hearer, Nobody
from handlers.message import READ_BYTES, Answer, Message
from handlers.on_record import OnRecord
from handlers.parts import in_parts
from handlers.people import meet_stranger, who_speaks
from handlers.registry import RegistryCache
from handlers.throttle import Throttle
from handlers.turn import Turn
from models import Inbox, Person
from models.inbox import Disposition
from models.outbox import MessageClass
from models.session import Database
from supervision import outbox
from supervision.bell import Bell
from supervision.clock import Clock
from supervision.errors import CalendarYearMissing, Refusal
from supervision.outbox import POSTED, Intent, To
from supervision.rules import Rules
from supervision.texts import render
from supervision.visibility import viewer_of

MOST_TRIES = 3
LEFT_OVER_AFTER = timedelta(seconds=10)


_INBOX = cast(Table, Inbox.__table__)
# Whoever finishes a message first wins; the loser's work is undone (I2).
_DONE = (
    update(_INBOX)
    .where(_INBOX.c.id == bindparam("row_id"), _INBOX.c.disposition == Disposition.WAITING)
    .values(
        {name: bindparam(name) for name in ("disposition", "answer", "answered_by", "worked_at", "person_id", "intent")}
    )
)

log = logging.getLogger(__name__)

RulesSource = Callable[[Session], Rules]


class TakenByAnother(Exception):
    """Another worker finished this message first; its work stands, ours is undone."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Works stored messages. Safe to call from many threads and processes: the row decides who wins."""

    database: Database
    clock: Clock
    rules_in_force: RulesSource
    registry: RegistryCache
    throttle: Throttle
    bell: Bell
    is_training: bool = False
    makes_offers: bool = False  # the channel has buttons

    def work(self, inbox_id: int, hearer: Hearer | None = None, operator: str = "") -> None:
        """Steps 3–7 of a message's walk. Whatever breaks, the stored row stays and is tried again (I7)."""
        hearer = hearer or Nobody()
        try:
            self._carry_out(inbox_id, hearer, operator)
        except TakenByAnother:
            log.info("message already worked", extra={"inbox": inbox_id})
        except Exception:
            log.exception("message could not be worked", extra={"inbox": inbox_id})
            self._count_failure(inbox_id)

    def sweep(self, most: int = 50) -> int:
        """Work the rows that were left over, oldest first; returns how many were tried."""
        before = self.clock() - LEFT_OVER_AFTER
        with self.database.read() as session:
            waiting = session.scalars(
                select(Inbox.id)
                .where(Inbox.disposition == Disposition.WAITING, Inbox.received_at < before)
                .order_by(Inbox.received_at)
                .limit(most)
            ).all()
        for inbox_id in waiting:
            self.work(inbox_id)
        return len(waiting)

    def _carry_out(self, inbox_id: int, hearer: Hearer, operator: str) -> None:
        try:
            with self.database.write() as session:
                row = self._waiting(session, inbox_id)
                person = who_speaks(session, row.sender)
                words = self._finish(session, row, person, hearer, self._answer(session, row, person, operator))
        except (Refusal, CalendarYearMissing) as refusal:
            # What was begun is undone; the refusal itself is a result and is written down on its own.
            with self.database.write() as session:
                row = self._waiting(session, inbox_id)
                person = who_speaks(session, row.sender)
                words = self._finish(session, row, person, hearer, _refusal(refusal))
        if words is not None:
            hearer.hears(words)
        if session.info.get(POSTED):
            self.bell.ring()

    def _waiting(self, session: Session, inbox_id: int) -> Inbox:
        row = session.get_one(Inbox, inbox_id)
        if row.disposition is not Disposition.WAITING:
            raise TakenByAnother
        return row

    def _answer(self, session: Session, row: Inbox, person: Person | None, operator: str) -> Answer:
        now = self.clock()
        message = _message(row, operator)
        if person is None:
            return self._to_stranger(session, message)
        viewer = viewer_of(session, person)
        on_record = OnRecord(session, viewer)
        turn = Turn(
            session=session,
            message=message,
            person=person,
            viewer=viewer,
            rules=self.rules_in_force(session),
            registry=self.registry.current(session, viewer, on_record),
            now=now,
            on_record=on_record,
            is_training=self.is_training,
            makes_offers=self.makes_offers,
        )
        if message.kind.startswith("event:"):
            return on_event(turn)
        if not message.is_text:
            return Answer("media_needs_text", {"kind": message.kind})
        return converse(turn, self.throttle)

    def _to_stranger(self, session: Session, message: Message) -> Answer:
        if message.kind.startswith("event:") and message.kind != "event:enter_agent":
            return on_contact_change(session, message, self.clock())
        meet_stranger(session, message.sender, self.clock())
        return Answer("stranger_welcome", {"userid": message.sender}, Disposition.REFUSED)

    def _finish(
        self, session: Session, row: Inbox, person: Person | None, hearer: Hearer, answer: Answer
    ) -> str | None:
        """Write what became of the message; returns the words when the hearer speaks them."""
        now = self.clock()
        words = render(answer.event, **answer.facts) if answer.event else ""
        if words and len(row.text.encode()) > READ_BYTES:
            words = f"{words}\n{render('only_the_beginning_was_read')}"
        spoken = hearer.takes()
        session.flush()
        done = session.connection().execute(
            _DONE,
            {
                "row_id": row.id,
                "disposition": answer.disposition,
                "answer": words,
                "answered_by": hearer.name if spoken else "outbox",
                "worked_at": now,
                "person_id": person.id if person else None,
                "intent": answer.intent,
            },
        )
        if done.rowcount != 1:
            raise TakenByAnother
        return self._speak(session, row, person, words, spoken)

    def _speak(self, session: Session, row: Inbox, person: Person | None, words: str, spoken: bool) -> str | None:
        parts = in_parts(words) if words else []
        if person is not None:  # a stranger is answered while he waits, or not at all
            for number, part in enumerate(parts, 1):
                if number > 1 or not spoken:
                    self._post(session, row, person, number, part)
        return (parts[0] if parts else "") if spoken else None

    def _post(self, session: Session, row: Inbox, person: Person, number: int, words: str) -> None:
        intent = Intent(
            key=f"answer:{row.id}:{number}",
            event="late_answer",
            facts={"words": words},
            message_class=MessageClass.REPLY,
            is_urgent=True,
        )
        outbox.post(session, To(person_id=person.id), intent, self.clock())

    def _count_failure(self, inbox_id: int) -> None:
        with self.database.write() as session:
            row = session.get_one(Inbox, inbox_id)
            if row.disposition is not Disposition.WAITING:
                return
            row.tries += 1
            if row.tries >= MOST_TRIES:
                self._quarantine(session, row)

    def _quarantine(self, session: Session, row: Inbox) -> None:
        row.disposition = Disposition.QUARANTINED
        row.trouble = "could not be worked"
        row.worked_at = self.clock()
        person = session.scalar(select(Person).where(Person.userid == row.sender))
        if person is not None:
            row.person_id = person.id
            self._post(session, row, person, 1, render("message_quarantined", inbox_id=row.id))


def _message(row: Inbox, operator: str) -> Message:
    return Message(
        inbox_id=row.id,
        channel=row.channel,
        sender=row.sender,
        kind=row.kind,
        text=row.text.encode()[:READ_BYTES].decode(errors="ignore"),
        detail=row.detail,
        told_at=row.told_at,
        key=row.message_key,
        is_released=row.is_released,
        operator=operator,
    )


def _refusal(refusal: Refusal | CalendarYearMissing) -> Answer:
    if isinstance(refusal, CalendarYearMissing):
        return Answer("refused_no_calendar", {"year": refusal.year}, Disposition.REFUSED)
    return Answer(refusal.event, refusal.facts, Disposition.REFUSED)
