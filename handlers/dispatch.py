"""One stored message, one transaction: who speaks, about what, which handler, what is said back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session

from handlers.conversation import converse
from handlers.events import on_contact_change, on_event
from handlers.finishing import TakenByAnother, Worked, finish, in_words, post_answer
from handlers.hearer import Answered, Hearer, Nobody
from handlers.message import Answer, Message
from handlers.on_record import OnRecord
from handlers.people import Speaker, meet_stranger, who_speaks
from handlers.reception import message_of
from handlers.registry import RegistryCache
from handlers.throttle import Throttle
from handlers.turn import Turn
from models import Inbox, Person
from models.inbox import Disposition
from models.machine_trouble import is_the_machines
from models.prepared import Prepared
from models.session import Database
from supervision.bell import Bell
from supervision.clock import Clock
from supervision.errors import CalendarYearMissing, Refusal
from supervision.foreseeing import Foresees
from supervision.outbox import POSTED
from supervision.rules import Rules
from supervision.texts import render
from supervision.visibility import viewer_of

MOST_TRIES = 3
LEFT_OVER_AFTER = timedelta(seconds=10)
_LEFT_OVER = Prepared(
    select(Inbox.id, Inbox.answered_by)
    .where(Inbox.disposition == Disposition.WAITING, Inbox.received_at < bindparam("before"))
    .order_by(Inbox.received_at)
    .limit(bindparam("most", type_=Integer()))
)

log = logging.getLogger(__name__)

RulesSource = Callable[[Session], Rules]


@dataclass(frozen=True, slots=True)
class Errand:
    """A stored message to be worked. Whoever stored it just now hands it over; else its row is read."""

    inbox_id: int
    hearer: Hearer = field(default_factory=Nobody)
    operator: str = ""
    message: Message | None = None


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
    foresees: Foresees | None = None
    suggestions_to: tuple[str, ...] = ()

    def work(self, inbox_id: int, hearer: Hearer | None = None, operator: str = "") -> None:
        """Steps 3–7 of a message's walk. Whatever breaks, the stored row stays and is tried again (I7).

        Raises DBAPIError while the database itself ails (F17): all others would fare the same.
        """
        self._work_alone(Errand(inbox_id, hearer or Nobody(), operator))

    def work_together(self, errands: Sequence[Errand]) -> None:
        """Several messages in one transaction, with one commit. If one breaks, each is worked on its own."""
        if len(errands) > 1:
            try:
                self._carry_out(errands)
                return
            except Exception as trouble:
                if is_the_machines(trouble):
                    raise
                log.info("worked one by one after all: %s", type(trouble).__name__)
        for errand in errands:
            self._work_alone(errand)

    def sweep(self, most: int = 50) -> int:
        """Work the rows that were left over, oldest first; returns how many were tried."""
        before = self.clock() - LEFT_OVER_AFTER
        with self.database.read() as session:
            waiting = _LEFT_OVER.all(session, {"before": before, "most": most})
        for inbox_id, answered_by in waiting:
            self.work(inbox_id, Answered() if answered_by else None)
        return len(waiting)

    def _work_alone(self, errand: Errand) -> None:
        try:
            try:
                self._carry_out([errand])
            except (Refusal, CalendarYearMissing) as refusal:
                # What was begun is undone; the refusal itself is a result and is written down on its own.
                self._carry_out([errand], _refusal(refusal))
        except TakenByAnother:
            log.info("message already worked", extra={"inbox": errand.inbox_id})
        except Exception as trouble:
            if is_the_machines(trouble):
                raise  # no fault of the message, and no try of it
            self._fail(errand.inbox_id)

    def _carry_out(self, errands: Sequence[Errand], refused: Answer | None = None) -> None:
        """One transaction. Each message finds the tables as the one before left them, and nothing in memory of it."""
        with self.database.write() as session:
            worked = []
            for errand in errands:
                worked.append(self._worked(session, errand, refused))
                session.flush()
                session.expunge_all()
            said = finish(session, worked, self.clock())
        for one in said:
            one.aloud()
        if session.info.get(POSTED):
            self.bell.ring()

    def _worked(self, session: Session, errand: Errand, refused: Answer | None) -> Worked:
        message = errand.message or self._waiting(session, errand)
        person = who_speaks(session, message.sender)
        answer = refused or self._answer(session, message, person)
        return Worked(message, person.id if person else None, answer, in_words(message, answer), errand.hearer)

    def _waiting(self, session: Session, errand: Errand) -> Message:
        row = session.get_one(Inbox, errand.inbox_id)
        if row.disposition is not Disposition.WAITING:
            raise TakenByAnother
        return message_of(row, errand.operator)

    def _answer(self, session: Session, message: Message, person: Speaker | None) -> Answer:
        now = self.clock()
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
            registry=self.registry.current(session, viewer, on_record, message.text),
            now=now,
            on_record=on_record,
            is_training=self.is_training,
            makes_offers=self.makes_offers,
            foresees=self.foresees,
            suggestions_to=self.suggestions_to,
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

    def _fail(self, inbox_id: int) -> None:
        """Called while an exception is handled. That the sweep has worked it meanwhile is no alarm."""
        still_waits = True
        try:
            still_waits = self._count_failure(inbox_id)
        finally:
            if still_waits:
                log.exception("message could not be worked", extra={"inbox": inbox_id})
            else:
                log.info("message already worked", extra={"inbox": inbox_id})

    def _count_failure(self, inbox_id: int) -> bool:
        """False when the message was worked by another after all."""
        with self.database.write() as session:
            row = session.get_one(Inbox, inbox_id)
            if row.disposition is not Disposition.WAITING:
                return False
            row.tries += 1
            if row.tries >= MOST_TRIES:
                self._quarantine(session, row)
            return True

    def _quarantine(self, session: Session, row: Inbox) -> None:
        row.disposition = Disposition.QUARANTINED
        row.trouble = "could not be worked"
        row.worked_at = self.clock()
        person = session.scalar(select(Person).where(Person.userid == row.sender))
        if person is not None:
            row.person_id = person.id
            words = render("message_quarantined", inbox_id=row.id)
            post_answer(session, row.id, person.id, 1, words, self.clock())


def _refusal(refusal: Refusal | CalendarYearMissing) -> Answer:
    if isinstance(refusal, CalendarYearMissing):
        return Answer("refused_no_calendar", {"year": refusal.year}, Disposition.REFUSED)
    return Answer(refusal.event, refusal.facts, Disposition.REFUSED)
