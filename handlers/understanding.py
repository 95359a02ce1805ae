"""The words of a message, read with what the office knows of their sender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from handlers.known import known_matter
from handlers.last_told import last_within_a_day, spoken_of_last
from handlers.reading import read
from handlers.reading.conversation import Conversation, EveryWeekday, Workdays
from handlers.reading.normalise import normalise
from handlers.reading.numbered import ANAPHOR
from handlers.reading.registry import Known, Registry
from handlers.reading.result import Reading
from handlers.turn import Turn
from models import Matter
from supervision import registry as names
from supervision.clock import local
from supervision.errors import CalendarYearMissing
from supervision.reports import last_matters


def understand(turn: Turn) -> Reading:
    """What the message says. 该项目 is one of those last told of, which its words alone would not bring."""
    report = last_within_a_day(turn) if ANAPHOR.search(normalise(turn.message.text)) else None
    return understand_words(turn, turn.message.text, last_matters(turn.session, report.id) if report else ())


def understand_words(turn: Turn, words: str, about: Sequence[Matter]) -> Reading:
    """Other words as if he had said them of these matters."""
    turn = replace(turn, registry=_knowing(turn, about))
    try:
        return _read_with(turn, words, turn.rules.calendar)
    except CalendarYearMissing:
        # 「三个工作日内」 in a year nobody has loaded is only an expectation: no report is lost for it.
        return _read_with(turn, words, EveryWeekday())


def _knowing(turn: Turn, about: Sequence[Matter]) -> Registry:
    """Of a large ledger the registry holds only what the message's own words could mean."""
    missing = [one.id for one in about if turn.registry.number_of(one.code) is None]
    if not missing:
        return turn.registry
    added = map(known_matter, names.matters(turn.session, turn.viewer, missing))
    known = Known(matters=(*turn.registry.matters.values(), *added), categories=turn.registry.categories)
    return Registry(known, turn.registry.directory).with_figures(turn.on_record)


def _read_with(turn: Turn, text: str, calendar: Workdays) -> Reading:
    return read(
        text,
        turn.registry,
        sender=turn.person.userid,
        sent_at=local(turn.message.told_at),
        conversation=Conversation(last_matters=partial(spoken_of_last, turn)),
        calendar=calendar,
    )
