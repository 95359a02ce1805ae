"""What the platform tells without anybody typing: entering the chat, a card clicked, a contact changed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.conversation import obey
from handlers.message import SILENCE, Answer, Message
from handlers.people import welcome
from handlers.presses import SAYS, on_press
from handlers.released import not_carried_out
from handlers.turn import Turn
from models import Person
from models.inbox import Disposition
from supervision import enrolment

PRESSED = ("event:template_card_event", "event:click")
LEFT_THE_CORP = "5"  # a member's status
ASKED_OF_A_CHANGE = ("change_type", "userid", "new_userid", "status")  # telephone and the like are nobody's business


def on_event(turn: Turn) -> Answer:
    """An event caused by a known person."""
    kind = turn.message.kind
    if kind == "event:enter_agent":
        return _welcome(turn)
    if turn.message.is_released:
        return not_carried_out(turn.message) if kind in PRESSED else SILENCE
    if kind == "event:template_card_event":
        return on_press(turn)
    if kind == "event:click" and turn.message.detail.startswith(SAYS):
        said = turn.message.detail.removeprefix(SAYS)
        return obey(replace(turn, message=replace(turn.message, kind="text", text=said)))
    return SILENCE


def on_contact_change(session: Session, message: Message, now: datetime) -> Answer:
    """A rename moves the rights with the person; a departure ends them (F62)."""
    if message.kind != "event:change_contact":
        return SILENCE
    change = json.loads(message.detail or "{}")
    person = session.scalar(select(Person).where(Person.userid == str(change.get("userid", "")).lower()))
    if person is None:
        return SILENCE
    new_userid = str(change.get("new_userid", "")).lower()
    has_left = change.get("change_type") == "delete_user" or change.get("status") == LEFT_THE_CORP
    if has_left or _is_taken(session, new_userid, person):
        # The office may have bound the new userid before the platform told of it: one person, one account.
        enrolment.leave(session, person, now)
    elif new_userid and new_userid != person.userid:
        enrolment.rename(session, person, new_userid, now)
    else:
        return SILENCE
    return Answer("", disposition=Disposition.DONE)


def _is_taken(session: Session, userid: str, by_other_than: Person) -> bool:
    holder = select(Person.id).where(Person.userid == userid, Person.is_active, Person.id != by_other_than.id)
    return session.scalar(holder) is not None


def _welcome(turn: Turn) -> Answer:
    if turn.person.welcomed_at is not None:
        return SILENCE
    welcome(turn.session, turn.person, turn.now)
    return Answer("welcome", {"name": turn.person.name, "role": turn.person.role.value})
