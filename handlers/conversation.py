"""Typed words from a known person: a command, words about what was just shown, or something to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.by_place import about_the_list
from handlers.classified import is_classified, keep_from_all
from handlers.message import Answer
from handlers.nodes import on_nodes
from handlers.office.assignment import complete_assignment, remind
from handlers.office.commands import carry_out, is_command
from handlers.open_questions import open_drafts, open_questions
from handlers.reading.result import Intent, Reading
from handlers.released import not_carried_out
from handlers.routes import ROUTES
from handlers.rules_asked import rules_asked
from handlers.several_answers import answers_to
from handlers.throttle import Throttle
from handlers.turn import Turn
from handlers.understanding import understand
from models import Question
from models.inbox import Disposition

_RECORDS = (Intent.REPORT, Intent.CORRECTION, Intent.WITHDRAW)
_BESIDE = ("nothing_recorded", "courtesy")  # an assignment that was begun is still waited for
_WITHOUT_PROOF = (Intent.REPORT, Intent.QUERY, Intent.HELP, Intent.OTHER)


def converse(turn: Turn, throttle: Throttle) -> Answer:
    """The answer to what was typed."""
    if is_classified(turn.message.text):
        return keep_from_all(turn)
    if turn.message.is_released:
        return _only_a_report(turn)
    if turn.message.channel == "console" and not turn.is_training:
        return _at_the_console(turn)
    commanded = carry_out(turn)
    if commanded is not None:
        return commanded
    turn, drafts = replace(turn, waiting=open_questions(turn)), open_drafts(turn)
    about_before = _answered(turn, drafts) or about_the_list(turn)
    if about_before is not None:
        return about_before
    reading = understand(turn)
    if reading.intent not in _RECORDS and not throttle.allows(turn.person.id):
        return Answer("too_many_questions", disposition=Disposition.REFUSED)
    answer = _route(turn, reading)
    return remind(turn, drafts) if drafts and answer.event in _BESIDE else answer


def _answered(turn: Turn, drafts: Sequence[Question]) -> Answer | None:
    """What was asked last is answered first."""
    asked = turn.waiting
    if not drafts:
        return answers_to(turn, asked) if asked else None
    if asked and asked[-1].id > drafts[0].id:
        return answers_to(turn, asked) or complete_assignment(turn, drafts[0])
    return complete_assignment(turn, drafts[0]) or (answers_to(turn, asked) if asked else None)


def obey(turn: Turn) -> Answer:
    """A pressed button says words; who pressed it is checked like anybody who types them."""
    return carry_out(turn) or _route(turn, understand(turn))


def _at_the_console(turn: Turn) -> Answer:
    """Nobody proves who he is at a terminal: reports and questions only, and nothing is signed there."""
    reading = understand(turn)
    if reading.intent not in _WITHOUT_PROOF or is_command(turn.message.text):
        return Answer("console_only_reports", disposition=Disposition.REFUSED)
    return _route(turn, reading)


def _only_a_report(turn: Turn) -> Answer:
    """Out of quarantine: reports count from their CreateTime; commands never run by themselves (T2, I3)."""
    reading = understand(turn)
    if reading.intent is not Intent.REPORT or is_command(turn.message.text):
        return not_carried_out(turn.message)
    return _route(turn, reading)


def _route(turn: Turn, reading: Reading) -> Answer:
    answer = rules_asked(turn, reading) or on_nodes(turn, reading) or ROUTES[reading.intent](turn, reading)
    return replace(answer, intent=reading.intent.value)
