"""What the platform tells without anybody typing: entering the chat, a card clicked, a contact changed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.conversation import obey
from handlers.message import SILENCE, Answer, Message
from handlers.turn import Turn
from models import Person
from models.inbox import Disposition
from supervision import enrolment

SAYS = "say:"  # a menu key or card button that stands for typed words


def on_event(turn: Turn) -> Answer:
    """An event caused by a known person."""
    kind = turn.message.kind
    if kind == "event:enter_agent":
        return _welcome(turn)
    if kind in ("event:click", "event:template_card_event") and turn.message.detail.startswith(SAYS):
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
    if change.get("change_type") == "delete_user" or change.get("status") == "5":
        enrolment.leave(session, person, now)
    elif change.get("new_userid"):
        enrolment.rename(session, person, str(change["new_userid"]).lower(), now)
    else:
        return SILENCE
    return Answer("", disposition=Disposition.DONE)


def _welcome(turn: Turn) -> Answer:
    if turn.person.welcomed_at is not None:
        return SILENCE
    turn.person.welcomed_at = turn.now
    return Answer("welcome", {"name": turn.person.name, "role": turn.person.role.value})
