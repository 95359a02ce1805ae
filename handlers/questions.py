"""What is asked back, and what the answer settles. It counts from the CreateTime of the report (house rule 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from handlers.answers import Chosen, choose
from handlers.learning import learn
from handlers.message import Answer
from handlers.open_questions import shown
from handlers.reading.result import Doubt, DoubtKind, Status, Update
from handlers.recording import write_down
from handlers.turn import Turn
from handlers.waiting import freeze, thaw
from models import Inbox, Matter, Question, Report
from models.inbox import Disposition
from models.question import QuestionState
from supervision import reports
from supervision.clock import day_of
from supervision.reports import Cover
from supervision.telling import Telling

ALL_DONE = 100  # percent
_ABOUT_THE_MATTER = (DoubtKind.WHICH_MATTER, DoubtKind.UNKNOWN_MATTER, DoubtKind.NEAR_NAME, DoubtKind.FOREIGN_MATTER)


@dataclass(slots=True)
class _Settled:
    """What the answers of one message came to."""

    items: list[dict[str, Any]] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)  # the words that are not recorded
    learned: list[dict[str, Any]] = field(default_factory=list)  # a name, and the matter it now means
    told_on: set[Any] = field(default_factory=set)


def ask(
    turn: Turn, report_id: int | None, doubtful: Sequence[Update], is_correction: bool = False
) -> dict[str, Any] | None:
    """Keep what is doubtful, one question a matter; returns what is open now, for the reply."""
    for update in doubtful:
        _keep(turn, report_id, update, is_correction)
    return shown(turn) if doubtful else None


def answer_to(turn: Turn, question: Question) -> Answer | None:
    """None: these words do not answer the question, they want to be read on their own."""
    chosen = choose(turn, question, turn.message.text)
    return settle(turn, [(question, chosen)]) if chosen is not None else None


def settle(turn: Turn, answered: Sequence[tuple[Question, Chosen]]) -> Answer:
    """Record what was chosen, in the order of the questions, and say what is still open."""
    settled = _Settled()
    for question, chosen in answered:
        question.state, question.ended_at = QuestionState.ANSWERED, turn.now
        if chosen.is_nothing:
            settled.dropped.append(question.facts["mention"])
        else:
            _record(turn, question, chosen, settled)
    facts: dict[str, Any] = {"dropped": settled.dropped, "questions": shown(turn)}
    if not settled.items:
        return Answer("question_dropped", facts)
    told_on = settled.told_on.pop() if len(settled.told_on) == 1 else None
    facts |= {"items": settled.items, "learned": settled.learned, "told_on": told_on}
    return Answer("question_answered", facts, Disposition.RECORDED)


def _keep(turn: Turn, report_id: int | None, update: Update, is_correction: bool) -> None:
    doubt = update.doubts[0] if update.doubts else Doubt(DoubtKind.UNKNOWN_MATTER)
    candidates = _candidates(turn, update, doubt)
    facts = {"mention": update.mention or update.words, "options": candidates, "update": freeze(update)}
    question = Question(
        person_id=turn.person.id,
        inbox_id=turn.message.inbox_id,
        report_id=report_id,
        event=f"ask_{doubt.kind.value}",
        facts={**facts, "is_correction": is_correction},
        matter_ids=[option["id"] for option in candidates if "id" in option],
        asked_at=turn.now,
    )
    turn.session.add(question)
    turn.session.flush()


def _candidates(turn: Turn, update: Update, doubt: Doubt) -> list[dict[str, Any]]:
    if doubt.kind not in _ABOUT_THE_MATTER:
        known = turn.on_record.matters([update.matter] if update.matter else [])
        matter = known.get(update.matter or "")
        if doubt.kind is DoubtKind.WHICH_STATE:
            return [{**_option(matter), "status": state} for state in doubt.candidates] if matter else []
        figures: list[dict[str, Any]] = [{"percent": int(figure)} for figure in doubt.candidates if figure.isdigit()]
        if doubt.kind is DoubtKind.WHICH_PERCENT:
            return [{**_option(matter), **figure} for figure in figures] if matter else figures
        if doubt.kind is DoubtKind.OVER_FULL:
            return [{**_option(matter), "over": int(doubt.candidates[0])}] if matter else []
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


def _record(turn: Turn, question: Question, chosen: Chosen, settled: _Settled) -> None:
    matter = turn.session.get_one(Matter, chosen.matter_id)
    update = thaw(question.facts["update"])
    if chosen.percent is not None:
        update = replace(update, percent=chosen.percent)
    if chosen.status is not None:
        update = _in_state(update, chosen.status)
    telling = _original(turn, question)
    recording = write_down(
        turn,
        telling,
        _cover(turn, question),
        [(update, matter)],
        is_correction=question.facts.get("is_correction", False),
        report=reports.report_of(turn.session, telling.inbox_id),
    )
    question.facts = {**question.facts, "recorded": matter.id}
    settled.items += recording.items
    settled.told_on.add(day_of(telling.told_at))
    if name := learn(turn, question, matter):
        settled.learned.append({"name": name, "number": matter.number})


def _in_state(update: Update, status: Status) -> Update:
    """What is completed without a figure is whole."""
    is_done = status is Status.COMPLETED and update.percent is None
    return replace(update, status=status, percent=ALL_DONE if is_done else update.percent)


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
