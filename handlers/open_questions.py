"""What a person was asked in the last day and has not answered: found, shown, overtaken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, select

from handlers.turn import Turn
from models import Question
from models.outbox import MessageClass
from models.person import Role
from models.prepared import Prepared
from models.question import QuestionState
from supervision import outbox
from supervision.outbox import Intent, To

ANSWERED_WITHIN = timedelta(days=1)
MOST_SHOWN = 3  # on one phone screen; what is not shown is not answered by 「都对」
ASSIGNMENT = "ask_assignment"

# Every message asks this first and nearly always finds none, so it is prepared and asks for no more than the ids.
_QUESTION = cast(Table, Question.__table__)
_ASKED = (
    _QUESTION.c.person_id == bindparam("person_id"),
    _QUESTION.c.state == QuestionState.OPEN,
    _QUESTION.c.asked_at > bindparam("since"),
)
_OPEN = (*_ASKED, _QUESTION.c.event != ASSIGNMENT)
_OLDEST_OPEN = Prepared(select(_QUESTION.c.id).where(*_OPEN).order_by(_QUESTION.c.id).limit(MOST_SHOWN))
_HOW_MANY = select(func.count()).where(*_OPEN)
_NEWEST_DRAFTS = Prepared(
    select(_QUESTION.c.id)
    .where(*_ASKED, _QUESTION.c.event == ASSIGNMENT)
    .order_by(_QUESTION.c.id.desc())
    .limit(MOST_SHOWN)
)


def open_questions(turn: Turn) -> tuple[Question, ...]:
    """The oldest of the last day that this person was asked, as many as are shown at once."""
    found = _OLDEST_OPEN.all(turn.session, _asked(turn))
    return tuple(turn.session.get_one(Question, one) for (one,) in found)


def open_drafts(turn: Turn) -> tuple[Question, ...]:
    """The 交办 that this person has begun in the last day and that still lack something, newest first."""
    if turn.person.role is not Role.SUPERVISOR:
        return ()
    found = _NEWEST_DRAFTS.all(turn.session, _asked(turn))
    return tuple(turn.session.get_one(Question, one) for (one,) in found)


def shown(turn: Turn) -> dict[str, Any] | None:
    """The facts for the reply: the open questions in the order in which they may be answered, and how many follow.

    Where there are buttons the first comes with them, too, once.
    """
    turn.session.flush()
    asked = open_questions(turn)
    if not asked:
        return None
    count = turn.session.connection().execute(_HOW_MANY, _asked(turn)).scalar_one()
    if turn.makes_offers and asked[0].facts.get("options"):
        _offer(turn, asked[0])
    return {"list": [_facts(one) for one in asked], "more": max(0, count - len(asked))}


def withdraw_overtaken(turn: Turn, recorded: Iterable[int]) -> None:
    """Who reports a matter anew is not held to what was asked about it before."""
    known = set(recorded)
    for question in turn.waiting:
        is_overtaken = question.matter_ids and known.issuperset(question.matter_ids)
        if is_overtaken and question.state is QuestionState.OPEN:
            question.state, question.ended_at = QuestionState.WITHDRAWN, turn.now


def _asked(turn: Turn) -> dict[str, Any]:
    return {"person_id": turn.person.id, "since": turn.now - ANSWERED_WITHIN}


def _facts(question: Question) -> dict[str, Any]:
    return {"event": question.event, **question.facts}


def _offer(turn: Turn, question: Question) -> None:
    intent = Intent(
        key=f"question:{question.id}:offered",
        event="question_asked",
        facts={"question_id": question.id, "matter_ids": question.matter_ids, "question": _facts(question)},
        message_class=MessageClass.REPLY,
        still_true="question_open",
        is_urgent=True,
        expires_at=question.asked_at + ANSWERED_WITHIN,
    )
    outbox.post(turn.session, To(person_id=turn.person.id), intent, turn.now)
