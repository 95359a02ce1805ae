"""Typed words from a known person: a command, an answer to an open question, or something to be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from handlers.message import SILENCE, Answer
from handlers.office.commands import carry_out, is_command
from handlers.questions import answer_to, open_question
from handlers.reading import read
from handlers.reading.conversation import Conversation, EveryWeekday, Workdays
from handlers.reading.result import Intent, Reading
from handlers.routes import ROUTES
from handlers.throttle import Throttle
from handlers.turn import Turn
from models import Matter, Progress, Report
from models.inbox import Disposition
from supervision.clock import local
from supervision.errors import CalendarYearMissing
from supervision.reports import last_report

REMEMBERED_FOR = timedelta(days=1)
_RECORDS = (Intent.REPORT, Intent.CORRECTION, Intent.WITHDRAW)
_WITHOUT_PROOF = (Intent.REPORT, Intent.QUERY, Intent.HELP, Intent.OTHER)


def converse(turn: Turn, throttle: Throttle) -> Answer:
    """The answer to what was typed."""
    if turn.message.is_released:
        return _only_a_report(turn)
    if turn.message.channel == "console" and not turn.is_training:
        return _at_the_console(turn)
    commanded = carry_out(turn)
    if commanded is not None:
        return commanded
    question = open_question(turn)
    answered = answer_to(turn, question) if question is not None else None
    if answered is not None:
        return answered
    reading = _read(turn)
    if reading.intent not in _RECORDS and not throttle.allows(turn.person.id):
        return Answer("too_many_questions", disposition=Disposition.REFUSED)
    return _route(turn, reading)


def obey(turn: Turn) -> Answer:
    """A pressed button says words; who pressed it is checked like anybody who types them."""
    return carry_out(turn) or _route(turn, _read(turn))


def _at_the_console(turn: Turn) -> Answer:
    """Nobody proves who he is at a terminal: reports and questions only, and nothing is signed there."""
    reading = _read(turn)
    if reading.intent not in _WITHOUT_PROOF or is_command(turn.message.text):
        return Answer("console_only_reports", disposition=Disposition.REFUSED)
    return _route(turn, reading)


def _only_a_report(turn: Turn) -> Answer:
    """Out of quarantine: reports count from their CreateTime; commands never run by themselves (T2)."""
    reading = _read(turn)
    if reading.intent is not Intent.REPORT or is_command(turn.message.text):
        return SILENCE
    return _route(turn, reading)


def _route(turn: Turn, reading: Reading) -> Answer:
    return replace(ROUTES[reading.intent](turn, reading), intent=reading.intent.value)


def _read(turn: Turn) -> Reading:
    try:
        return _read_with(turn, turn.rules.calendar)
    except CalendarYearMissing:
        # 「三个工作日内」 in a year nobody has loaded is only an expectation: no report is lost for it.
        return _read_with(turn, EveryWeekday())


def _read_with(turn: Turn, calendar: Workdays) -> Reading:
    return read(
        turn.message.text,
        turn.registry,
        sender=turn.person.userid,
        sent_at=local(turn.message.told_at),
        conversation=Conversation(last_matters=partial(_last_spoken_of, turn)),
        calendar=calendar,
    )


def _last_spoken_of(turn: Turn) -> tuple[str, ...]:
    """The matters of the sender's last report of the last day, for 该项目 and 上述."""
    report = last_report(turn.session, turn.person.id, turn.message.told_at, turn.message.inbox_id)
    if report is None or turn.message.told_at - report.told_at > REMEMBERED_FOR:
        return ()
    return tuple(_codes(turn, report))


def _codes(turn: Turn, report: Report) -> list[str]:
    return list(
        turn.session.scalars(
            select(Matter.code)
            .join(Progress, Progress.matter_id == Matter.id)
            .where(Progress.report_id == report.id)
            .order_by(Progress.id.desc())
        )
    )
