"""交办 in one message; what is missing is asked for, one answer may bring all of it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from sqlalchemy import select

from handlers.message import Answer
from handlers.office.fields import day_in, labelled, plain
from handlers.reading import read
from handlers.reading.result import Intent
from handlers.turn import Turn
from models import Question, Unit
from models.inbox import Disposition
from models.question import QuestionState
from supervision import matters
from supervision.clock import day_of, local

SHORTEST_BASIS = 4  # 县长批示
_NOISE = " \n,;。"
_BEFORE_A_DAY = ("于", "在", "截至", "截止", "时限")
_AFTER_A_DAY = ("日前完成", "之前完成", "前完成", "以前", "之前", "前", "完成", "内完成", "内")


def assign(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「交办 滨江路改造 住建局 6月30日前 依据:市长办公会第3次纪要」: take what is given, ask for the rest."""
    return _go_on(turn, _parts(turn, match["words"] or "", {}), None)


def complete_assignment(turn: Turn, question: Question) -> Answer | None:
    """An answer brings one missing part, or several; a question or a report in between is not an answer."""
    before = {name: value for name, value in question.facts["parts"].items() if value}
    text = plain(turn.message.text)
    if text in ("算了", "取消", "不交办了"):
        question.state, question.ended_at = QuestionState.WITHDRAWN, turn.now
        return Answer("assignment_dropped")
    parts = _parts(turn, text, before)
    if parts == before and not _is_free(turn, text):
        return None
    return _go_on(turn, parts, question)


def _go_on(turn: Turn, parts: dict[str, str], question: Question | None) -> Answer:
    lacks = [name for name in ("title", "unit", "due_on", "basis") if not parts.get(name)]
    if lacks:
        return _ask(turn, parts, lacks, question)
    if question is not None:
        question.state, question.ended_at = QuestionState.ANSWERED, turn.now
    unit = turn.session.scalars(select(Unit).where(Unit.name == parts["unit"])).one()
    due_on = date.fromisoformat(parts["due_on"])
    matter = matters.assign(turn.session, turn.telling, turn.rules, parts["title"], unit, due_on, parts["basis"])
    facts = {"number": matter.number, "code": matter.code, "title": matter.title, "unit": unit.name}
    return Answer("assigned", {**facts, "due_on": due_on, "basis": matter.basis}, Disposition.DONE)


def _ask(turn: Turn, parts: dict[str, str], lacks: list[str], question: Question | None) -> Answer:
    if question is None:
        question = Question(
            person_id=turn.person.id,
            inbox_id=turn.message.inbox_id,
            event="ask_assignment",
            facts={},
            matter_ids=[],
            asked_at=turn.now,
        )
        turn.session.add(question)
    question.facts = {"parts": parts, "lacks": lacks}
    return Answer("ask_assignment", {"parts": parts, "lacks": lacks})


def _parts(turn: Turn, text: str, before: dict[str, str]) -> dict[str, str]:
    """What these words add to what is known already."""
    given: dict[str, Any] = dict(before)
    fields = labelled(text, bare_basis=True)
    rest = fields.pop("", "")
    _take_day(turn, fields.get("时限", ""), given)
    rest = _take_day(turn, rest, given)
    _take_unit(turn, fields.get("单位", ""), given)
    rest = _take_unit(turn, rest, given)
    if fields.get("依据"):
        given["basis"] = fields["依据"]
    if fields.get("事项"):
        given["title"] = fields["事项"]
    rest = rest.strip(_NOISE)
    if rest and not given.get("title"):
        given["title"] = rest
    elif before and not given.get("basis") and len(rest) >= SHORTEST_BASIS and _is_free(turn, text):
        given["basis"] = rest  # the only thing that was asked for in free words
    return given


def _is_free(turn: Turn, text: str) -> bool:
    """Words that mean nothing else to the bot: 「红灯」 while a basis is missing is a question, not the basis."""
    sent_at = local(turn.message.told_at)
    reading = read(text, turn.registry, sender=turn.person.userid, sent_at=sent_at, calendar=turn.rules.calendar)
    return reading.intent is Intent.OTHER


def _take_day(turn: Turn, text: str, given: dict[str, Any]) -> str:
    found = day_in(text, day_of(turn.now), turn.rules.calendar) if text and not given.get("due_on") else None
    if found is None:
        return text
    day, words = found
    given["due_on"] = day.isoformat()
    head, _, tail = text.partition(words)
    for ending in _AFTER_A_DAY:
        if tail.startswith(ending):
            tail = tail.removeprefix(ending)
            break
    for beginning in _BEFORE_A_DAY:
        head = head.rstrip().removesuffix(beginning)
    return f"{head.rstrip(_NOISE)} {tail.lstrip(_NOISE)}"


def _take_unit(turn: Turn, text: str, given: dict[str, Any]) -> str:
    """A unit named as a word of its own; a name inside the title is part of the title."""
    if given.get("unit") or not text:
        return text
    names = {name: unit.name for unit in turn.registry.units.values() for name in (unit.name, *unit.aliases)}
    words = text.replace(",", " ").replace("。", " ").split()
    for word in words:
        bare = word.removeprefix("由").removesuffix("负责").removesuffix("牵头")
        if bare in names:
            given["unit"] = names[bare]
            return " ".join(one for one in words if one != word)
    return text
