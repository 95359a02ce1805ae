"""What was asked back, and the answer to it. The answer counts from the CreateTime of the report (house rule 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, select

from handlers.answers import Chosen, choose
from handlers.message import Answer
from handlers.office.assignment import complete_assignment
from handlers.reading.result import Doubt, DoubtKind, Update
from handlers.recording import write_down
from handlers.turn import Turn
from handlers.waiting import freeze, thaw
from models import Inbox, Matter, Question, Report
from models.inbox import Disposition
from models.outbox import MessageClass
from models.question import QuestionState
from supervision import outbox, reports
from supervision.clock import day_of
from supervision.outbox import Intent, To
from supervision.reports import Cover
from supervision.telling import Telling

ANSWERED_WITHIN = timedelta(days=1)
_ABOUT_THE_MATTER = (DoubtKind.WHICH_MATTER, DoubtKind.UNKNOWN_MATTER, DoubtKind.NEAR_NAME, DoubtKind.FOREIGN_MATTER)

# Every message asks this first and nearly always finds none, so it is prepared and asks for no more than the id.
_QUESTION = cast(Table, Question.__table__)
_OLDEST_OPEN = (
    select(_QUESTION.c.id)
    .where(
        _QUESTION.c.person_id == bindparam("person_id"),
        _QUESTION.c.state == QuestionState.OPEN,
        _QUESTION.c.asked_at > bindparam("since"),
    )
    .order_by(_QUESTION.c.id)
    .limit(1)
)


def ask(turn: Turn, report_id: int | None, doubtful: Sequence[Update]) -> dict[str, Any] | None:
    """Keep what is doubtful, one question a matter; returns the first for the reply."""
    questions = [_keep(turn, report_id, update) for update in doubtful]
    if not questions:
        return None
    return _asked(turn, questions[0], len(questions) - 1)


def open_question(turn: Turn) -> Question | None:
    """The oldest question of the last day that this person was asked before this message."""
    asked = {"person_id": turn.person.id, "since": turn.now - ANSWERED_WITHIN}
    found = turn.session.connection().execute(_OLDEST_OPEN, asked).scalar_one_or_none()
    return turn.session.get(Question, found) if found is not None else None


def answer_to(turn: Turn, question: Question) -> Answer | None:
    """None: these words do not answer the question, they want to be read on their own."""
    if question.event == "ask_assignment":
        return complete_assignment(turn, question)
    chosen = choose(turn, question)
    if chosen is None:
        return None
    question.state, question.ended_at = QuestionState.ANSWERED, turn.now
    if chosen.is_nothing:
        return Answer("question_dropped", {"mention": question.facts["mention"], "next": _next(turn)})
    return _record(turn, question, chosen)


def _keep(turn: Turn, report_id: int | None, update: Update) -> Question:
    doubt = update.doubts[0] if update.doubts else Doubt(DoubtKind.UNKNOWN_MATTER)
    candidates = _candidates(turn, update, doubt)
    question = Question(
        person_id=turn.person.id,
        inbox_id=turn.message.inbox_id,
        report_id=report_id,
        event=f"ask_{doubt.kind.value}",
        facts={"mention": update.mention, "options": candidates, "update": freeze(update)},
        matter_ids=[option["id"] for option in candidates if "id" in option],
        asked_at=turn.now,
    )
    turn.session.add(question)
    turn.session.flush()
    return question


def _candidates(turn: Turn, update: Update, doubt: Doubt) -> list[dict[str, Any]]:
    if doubt.kind not in _ABOUT_THE_MATTER:
        known = turn.on_record.matters([update.matter] if update.matter else [])
        matter = known.get(update.matter or "")
        figures: list[dict[str, Any]] = [{"percent": int(figure)} for figure in doubt.candidates if figure.isdigit()]
        if doubt.kind is DoubtKind.WHICH_PERCENT:
            return [{**_option(matter), **figure} for figure in figures] if matter else figures
        return [_option(matter)] if matter else []
    codes = list(doubt.candidates) or ([update.matter] if update.matter else [])
    known = turn.on_record.matters(codes)
    return [_option(known[code]) for code in codes if code in known]


def _option(matter: Matter) -> dict[str, Any]:
    return {
        "id": matter.id,
        "code": matter.code,
        "number": matter.number,
        "title": matter.title,
        "old_percent": matter.percent,
    }


def _record(turn: Turn, question: Question, chosen: Chosen) -> Answer:
    matter = turn.session.get_one(Matter, chosen.matter_id)
    update = thaw(question.facts["update"])
    if chosen.percent is not None:
        update = replace(update, percent=chosen.percent)
    telling = _original(turn, question)
    cover = _cover(turn, question)
    recording = write_down(
        turn, telling, cover, [(update, matter)], report=reports.report_of(turn.session, telling.inbox_id)
    )
    facts = {"items": recording.items, "next": _next(turn), "told_on": day_of(telling.told_at)}
    return Answer("question_answered", facts, Disposition.RECORDED)


def _original(turn: Turn, question: Question) -> Telling:
    """The telling of the report that is still being completed, not of the answer."""
    asked_about = turn.session.get_one(Inbox, question.inbox_id)
    return replace(
        turn.telling, inbox_id=asked_about.id, told_at=asked_about.told_at, key=asked_about.message_key
    )  # fmt: skip


def _cover(turn: Turn, question: Question) -> Cover:
    report = turn.session.get(Report, question.report_id) if question.report_id else None
    if report is None:
        return Cover()
    return Cover(report.kind, report.period_first, report.period_last)


def _next(turn: Turn) -> dict[str, Any] | None:
    turn.session.flush()
    question = open_question(turn)
    return _asked(turn, question) if question else None


def _asked(turn: Turn, question: Question, more: int = 0) -> dict[str, Any]:
    """The facts for the reply. Where there are buttons the question comes with them, too, once."""
    facts = {"event": question.event, "more": more, **question.facts}
    if turn.makes_offers and question.facts.get("options"):
        intent = Intent(
            key=f"question:{question.id}:offered",
            event="question_asked",
            facts={"question_id": question.id, "matter_ids": question.matter_ids, "question": {**facts, "more": 0}},
            message_class=MessageClass.REPLY,
            still_true="question_open",
            is_urgent=True,
            expires_at=question.asked_at + ANSWERED_WITHIN,
        )
        outbox.post(turn.session, To(person_id=turn.person.id), intent, turn.now)
    return facts
