"""更正 and 撤回: they refer to the record their sender was last shown before they were said (I6)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from sqlalchemy import select, update

from handlers.message import Answer
from handlers.open_questions import withdraw_overtaken
from handlers.questions import ask
from handlers.reading.result import Doubt, DoubtKind, Reading, Update
from handlers.recording import write_down
from handlers.turn import Turn
from models import Inbox, Matter, Question, Report
from models.inbox import Disposition
from models.question import QuestionState
from supervision import acts, deadlines, nodes, reports
from supervision.clock import day_of
from supervision.reports import Cover
from supervision.visibility import Scope, scope

MOST_OPTIONS = 9  # one digit answers
CANCELS = re.compile("取消[了吧掉。.!！]*")  # of what, it does not say


def on_correction(turn: Turn, reading: Reading) -> Answer:
    """A later row for the corrected matter; the first one stays as it was told."""
    last = reports.last_report(turn.session, turn.person.id, turn.message.told_at, turn.message.inbox_id)
    if last is None:
        return Answer("nothing_to_correct", disposition=Disposition.REFUSED)
    updates = [_about_the_last(turn, last, one) for one in reading.updates]
    certain, doubtful = _sort(turn, updates)
    if not certain and not doubtful:
        return Answer("correction_not_understood")
    if not certain:
        return Answer(
            "correction_recorded", {"items": [], "questions": ask(turn, last.id, doubtful, is_correction=True)}
        )
    cover = Cover(last.kind, last.period_first, last.period_last)
    recording = write_down(turn, turn.telling, cover, certain, is_correction=True)
    withdraw_overtaken(turn, [matter.id for _, matter in certain])
    questions = ask(turn, recording.report_id, doubtful, is_correction=True)
    return Answer("correction_recorded", {"items": recording.items, "questions": questions}, Disposition.RECORDED)


def on_withdraw(turn: Turn, _reading: Reading) -> Answer:
    """The last report no longer counts; the matters fall back to what the other reports say."""
    last = reports.last_report(turn.session, turn.person.id, turn.message.told_at, turn.message.inbox_id)
    if last is None:
        return Answer("nothing_to_withdraw", disposition=Disposition.REFUSED)
    if CANCELS.fullmatch(turn.message.text.strip()) and not _was_said_just_before(turn, last):
        return Answer("cancel_what", {"told_at": last.told_at}, Disposition.REFUSED)
    return Answer("report_withdrawn", withdraw_report(turn, last), Disposition.RECORDED)


def withdraw_report(turn: Turn, report: Report) -> dict[str, Any]:
    """Take a report back, whoever wrote it down; the facts for the reply."""
    matters = reports.withdraw(turn.session, report, turn.now)
    _withdraw_questions(turn, report)
    nodes.take_back(turn.session, report.inbox_id, [matter.id for matter in matters])
    for matter in matters:
        deadlines.look_again(turn.session, matter, turn.rules, day_of(turn.now))
    acts.note(turn.session, "report_withdrawn", turn.telling, report=report.id)
    return {
        "told_at": report.told_at,
        "items": [{"number": m.number, "title": m.title, "percent": m.percent} for m in matters],
    }


def _was_said_just_before(turn: Turn, report: Report) -> bool:
    """Nothing else was said since; then 「取消」 can only mean the report."""
    between = select(Inbox.id).where(
        Inbox.sender == turn.message.sender,
        Inbox.told_at >= report.told_at,
        Inbox.kind == "text",
        Inbox.id > report.inbox_id,
        Inbox.id < turn.message.inbox_id,
    )
    return turn.session.scalar(between.limit(1)) is None


def _withdraw_questions(turn: Turn, report: Report) -> None:
    turn.session.execute(
        update(Question)
        .where(Question.report_id == report.id, Question.state == QuestionState.OPEN)
        .values(state=QuestionState.WITHDRAWN, ended_at=turn.now)
    )


def _about_the_last(turn: Turn, last: Report, one: Update) -> Update:
    """「应为70%」 names no matter: it is the only one of the last report, or it is asked about."""
    if one.matter is not None or one.mention:
        return one
    spoken_of = reports.last_matters(turn.session, last.id)
    if len(spoken_of) == 1:
        return replace(one, matter=spoken_of[0].code, doubts=())
    which = Doubt(DoubtKind.WHICH_MATTER, tuple(matter.code for matter in spoken_of[:MOST_OPTIONS]))
    return replace(one, doubts=(which,)) if spoken_of else one


def _sort(turn: Turn, updates: list[Update]) -> tuple[list[tuple[Update, Matter]], list[Update]]:
    known = turn.on_record.matters([one.matter for one in updates if one.matter])
    certain, doubtful = [], []
    for one in updates:
        matter = known.get(one.matter or "")
        if matter is None or one.doubts:
            doubtful.append(one)
        elif scope(turn.session, turn.viewer, matter.id) is not Scope.NOTHING:
            certain.append((one, matter))
    return certain, doubtful
