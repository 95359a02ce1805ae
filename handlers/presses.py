"""A button of a card was pressed. It says words; who pressed it is checked like anybody who types them (T14).

A press counts only for the person the card was sent to, and only while what it offered still waits.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from sqlalchemy import select

from handlers.conversation import obey
from handlers.message import Answer
from handlers.questions import answer_to
from handlers.turn import Turn
from models import Outgoing, Question
from models.inbox import Disposition
from models.outbox import MessageClass
from supervision import outbox, texts
from supervision.errors import NotYours
from supervision.offers import PRESSED_WITHIN, SETTLED, Choice, Offer, is_open, offer_of, offered_by, settled_facts
from supervision.outbox import Intent, To
from supervision.visibility import Scope, scope

SAYS = "say:"  # a menu key or a button that stands for typed words

# The sentence the typed words would get once there is nothing left to decide.
_OVER = {"hold_opened": "nothing_held", "notice_issued": "nothing_to_sign", "question_asked": "question_over"}


@dataclass(frozen=True, slots=True)
class Press:
    """`code` is the platform's leave to change the card once; without one the card stays as it is."""

    says: str
    ref: str
    code: str

    @classmethod
    def of(cls, detail: str) -> Press:
        told = json.loads(detail)
        return cls(told["key"].removeprefix(SAYS), told["ref"], told["code"])

    @staticmethod
    def detail(key: str, ref: str, code: str) -> str:
        """As it is kept with the message."""
        return json.dumps({"key": key, "ref": ref, "code": code}, ensure_ascii=False)


def on_press(turn: Turn) -> Answer:
    """The answer to the words on the button. Raises a Refusal, as they would."""
    press = Press.of(turn.message.detail)
    row = offered_by(turn.session, press.ref)
    offer = offer_of(row) if row is not None else None
    choice = next((one for one in offer.choices if one.says == press.says), None) if offer else None
    if row is None or offer is None or choice is None:
        return Answer("refused_nothing_pending", disposition=Disposition.REFUSED)
    if row.person_id != turn.person.id:
        raise NotYours
    offer = replace(offer, ref=press.ref)
    is_over = not is_open(turn.session, row)
    answer = _over(turn, row) if is_over else _carried_out(turn, row, choice)
    if press.code and not is_open(turn.session, row):
        _settle(turn, row, offer, press.code, answer, "" if is_over else choice.label)
    return answer


def _carried_out(turn: Turn, row: Outgoing, choice: Choice) -> Answer:
    said = replace(turn, message=replace(turn.message, kind="text", text=choice.says))
    if row.event != "question_asked":
        return obey(said)
    question = turn.session.get_one(Question, row.facts["question_id"])
    return answer_to(said, question) or _over(turn, row)


def _over(turn: Turn, row: Outgoing) -> Answer:
    event = _OVER.get(row.event, "refused_nothing_pending")
    is_seen = row.matter_id is not None and scope(turn.session, turn.viewer, row.matter_id) is not Scope.NOTHING
    said = ("number", "title") if is_seen else ()
    return Answer(event, {name: row.facts[name] for name in said if name in row.facts}, Disposition.REFUSED)


def _settle(turn: Turn, row: Outgoing, offer: Offer, code: str, answer: Answer, decided: str) -> None:
    """Whoever sees the card later sees that nothing is left to press. The answer is said in words all the same."""
    key = f"settled:{offer.ref}:"
    # What was written on the card for the press that decided stays, even if that was not seen to arrive.
    first = turn.session.scalar(
        select(Outgoing.facts).where(Outgoing.key.startswith(key, autoescape=True)).order_by(Outgoing.id).limit(1)
    )
    name = turn.person.name
    facts = settled_facts(
        offer,
        texts.render("offer_label", by=name, label=decided, is_over=not decided),
        by=name,
        at=turn.message.told_at.isoformat(),
        words=texts.render(answer.event, **answer.facts),
    )
    intent = Intent(
        key=f"{key}{turn.message.inbox_id}",
        event=SETTLED,
        facts={**(first or facts), "code": code},
        message_class=MessageClass.REPLY,
        matter_id=row.matter_id,
        is_urgent=True,
        expires_at=turn.message.told_at + PRESSED_WITHIN,
    )
    outbox.post(turn.session, To(person_id=turn.person.id), intent, turn.now)
