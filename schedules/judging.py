"""The last look before an intent leaves: may it still be said, and to these ears? (N2, N7, O5)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Chat, HelpCall, Matter, Notice, Outgoing, Person
from models.outbox import OutgoingState
from supervision.still_true import Check
from supervision.visibility import Readers, Scope, Viewer, audience_of, scope, viewer_of


class Why(StrEnum):
    """Why a row is not said."""

    EXPIRED = "its time is over"
    LEFT = "the person has left"
    UNREACHABLE = "the person cannot be reached"
    CHAT_CLOSED = "the chat is switched off"
    NO_LONGER_TRUE = "no longer true"
    SEALED = "sealed: nothing of it is pushed to anybody"
    NOT_THEIRS = "not theirs to see"
    UNKNOWN_CHECK = "there is no such check"


STATES = {
    Why.EXPIRED: OutgoingState.EXPIRED,
    Why.LEFT: OutgoingState.FAILED,
    Why.UNREACHABLE: OutgoingState.FAILED,
    Why.CHAT_CLOSED: OutgoingState.FAILED,
    Why.NO_LONGER_TRUE: OutgoingState.CANCELLED,
    Why.SEALED: OutgoingState.CANCELLED,
    Why.NOT_THEIRS: OutgoingState.CANCELLED,
    Why.UNKNOWN_CHECK: OutgoingState.FAILED,
}
UNDELIVERABLE = (Why.LEFT, Why.UNREACHABLE, Why.CHAT_CLOSED)


@dataclass(frozen=True, slots=True)
class Ears:
    """Who will hear it: one person or one chat, as a row of ours and as a reader."""

    person: Person | None
    chat: Chat | None
    readers: Readers

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.chat.name if self.chat else ""


def ears_of(session: Session, row: Outgoing) -> Ears:
    if row.person_id is not None:
        person = session.get_one(Person, row.person_id)
        return Ears(person, None, viewer_of(session, person))
    chat = session.get_one(Chat, row.chat_id)
    return Ears(None, chat, audience_of(session, chat.id))


def judge(session: Session, row: Outgoing, ears: Ears, checks: Mapping[str, Check], now: datetime) -> Why | None:
    """Why this row must not be said now; None when it may."""
    if row.expires_at <= now:
        return Why.EXPIRED
    if ears.person is not None and not ears.person.is_active:
        return Why.LEFT
    if ears.person is not None and not ears.person.is_reachable:
        return Why.UNREACHABLE
    if ears.chat is not None and not ears.chat.is_active:
        return Why.CHAT_CLOSED
    if row.still_true and row.still_true not in checks:
        return Why.UNKNOWN_CHECK
    if row.still_true and not checks[row.still_true](session, row):
        return Why.NO_LONGER_TRUE
    matters = _matters(row)
    if any(session.get_one(Matter, matter_id).is_sealed for matter_id in matters):
        return Why.SEALED
    if not all(_may_hear(session, ears.readers, row, matter_id) for matter_id in matters):
        return Why.NOT_THEIRS
    return None


def _matters(row: Outgoing) -> Iterable[int]:
    """facts: matter_ids, where an intent speaks of several matters."""
    listed = row.facts.get("matter_ids", [])
    return {*listed, row.matter_id} if row.matter_id is not None else {*listed}


def _may_hear(session: Session, readers: Readers, row: Outgoing, matter_id: int) -> bool:
    return (
        scope(session, readers, matter_id) is not Scope.NOTHING
        or _is_called(session, readers, matter_id)
        or _is_addressed(session, readers, row)
    )


def _is_addressed(session: Session, readers: Readers, row: Outgoing) -> bool:
    """A unit hears what becomes of its own notice, whoever leads the matter by now (X11)."""
    notice_id = row.facts.get("notice_id")
    if notice_id is None or not isinstance(readers, Viewer) or not readers.is_of_unit:
        return False
    return session.get_one(Notice, notice_id).unit_id == readers.unit_id


def _is_called(session: Session, readers: Readers, matter_id: int) -> bool:
    """A unit that was called for help hears of that matter."""
    if not isinstance(readers, Viewer) or not readers.is_of_unit:
        return False
    call = select(HelpCall.id).where(HelpCall.matter_id == matter_id, HelpCall.unit_id == readers.unit_id)
    return session.scalar(call.limit(1)) is not None
