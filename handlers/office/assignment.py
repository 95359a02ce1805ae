"""交办 in one message; what is missing is asked for, one answer may bring all of it.

Several may be open at once. What is said bare belongs to the newest; the reply names it, and those that still wait.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from handlers.message import Answer
from handlers.office.assignment_parts import Given, given
from handlers.office.basis import reads_as_basis, reads_as_title
from handlers.office.fields import plain
from handlers.open_questions import ASSIGNMENT, open_drafts
from handlers.reading import read
from handlers.reading.result import Intent
from handlers.turn import Turn
from models import Question, Unit
from models.inbox import Disposition
from models.question import QuestionState
from supervision import matters
from supervision.clock import local

_DROPPED = frozenset({"算了", "取消", "不交办了", "不办了"})
_PARTS = ("title", "unit", "due_on", "basis")


def assign(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「交办 滨江路改造 住建局 6月30日前 依据:市长办公会第3次纪要」: take what is given, ask for the rest."""
    new = given(turn, match["words"] or "", {})
    parts = new.parts
    if new.rest and not parts.get("title"):
        parts["title"] = new.rest
    for draft in open_drafts(turn):
        before = _known(draft)
        if before.get("title") in (None, parts.get("title")):  # the same matter again: what was said of it counts on
            parts = before | parts if before.get("title") else parts
            _end(turn, draft, QuestionState.WITHDRAWN)
    return _go_on(turn, parts, None)


def complete_assignment(turn: Turn, draft: Question) -> Answer | None:
    """An answer brings one missing part, or several; None: the words are something else, and nothing is taken."""
    before, text = _known(draft), plain(turn.message.text)
    if text in _DROPPED:
        _end(turn, draft, QuestionState.WITHDRAWN)
        return Answer("assignment_dropped", {"title": before.get("title", ""), "waiting": _waiting(turn)})
    found = given(turn, text, before)
    if found.names_unknown:
        return _go_on(turn, found.parts, draft)
    parts = found.parts if not found.rest else _with_the_rest(turn, found)
    return None if parts is None or parts == before else _go_on(turn, parts, draft)


def remind(turn: Turn, drafts: Sequence[Question]) -> Answer:
    """Words that nothing could be done with while a draft is open: what it lacks is said again."""
    return _asked(turn, drafts[0], unused=plain(turn.message.text))


def _with_the_rest(turn: Turn, found: Given) -> dict[str, Any] | None:
    """The free words are the name or the basis that is missing, and nothing else that the bot could do."""
    if not _is_free(turn, found.rest):
        return None
    if not found.parts.get("title") and reads_as_title(found.rest):
        return found.parts | {"title": found.rest}
    if not found.parts.get("basis") and reads_as_basis(found.rest):
        return found.parts | {"basis": found.rest}
    return found.parts if found.is_labelled else None


def _is_free(turn: Turn, text: str) -> bool:
    """Words that mean nothing else to the bot: 「红灯」 while a basis is missing is a question, not the basis."""
    sent_at = local(turn.message.told_at)
    reading = read(text, turn.registry, sender=turn.person.userid, sent_at=sent_at, calendar=turn.rules.calendar)
    return reading.intent is Intent.OTHER


def _go_on(turn: Turn, parts: dict[str, Any], draft: Question | None) -> Answer:
    lacks = [name for name in _PARTS if not parts.get(name)]
    if lacks:
        return _ask(turn, parts, lacks, draft)
    if draft is not None:
        _end(turn, draft, QuestionState.ANSWERED)
    unit = turn.session.scalars(select(Unit).where(Unit.name == parts["unit"])).one()
    names: list[str] = parts.get("assisting") or []
    assisting = turn.session.scalars(select(Unit).where(Unit.name.in_(names))).all()
    due_on = date.fromisoformat(parts["due_on"])
    matter = matters.assign(
        turn.session, turn.telling, turn.rules, parts["title"], unit, due_on, parts["basis"], assisting
    )
    facts = {"number": matter.number, "code": matter.code, "title": matter.title, "unit": unit.name}
    facts |= {"assisting": names}
    facts |= {"due_on": due_on, "basis": matter.basis, "waiting": _waiting(turn)}
    return Answer("assigned", facts, Disposition.DONE)


def _ask(turn: Turn, parts: dict[str, Any], lacks: list[str], draft: Question | None) -> Answer:
    if draft is None:
        draft = Question(
            person_id=turn.person.id,
            inbox_id=turn.message.inbox_id,
            event=ASSIGNMENT,
            facts={},
            matter_ids=[],
            asked_at=turn.now,
        )
        turn.session.add(draft)
    draft.facts = {"parts": parts, "lacks": lacks}
    return _asked(turn, draft)


def _asked(turn: Turn, draft: Question, unused: str = "") -> Answer:
    turn.session.flush()
    facts = {"parts": _known(draft), "lacks": draft.facts["lacks"], "unused": unused}
    return Answer(ASSIGNMENT, facts | {"waiting": _waiting(turn, draft)})


def _known(draft: Question) -> dict[str, Any]:
    return {name: value for name, value in draft.facts["parts"].items() if value}


def _waiting(turn: Turn, but: Question | None = None) -> list[dict[str, Any]]:
    """The other drafts, newest first: the first is what is answered next."""
    turn.session.flush()
    return [
        {"title": draft.facts["parts"].get("title", ""), "lacks": draft.facts["lacks"]}
        for draft in open_drafts(turn)
        if draft is not but
    ]


def _end(turn: Turn, draft: Question, state: QuestionState) -> None:
    draft.state, draft.ended_at = state, turn.now
