"""The words of a message, read with what the office knows of their sender."""

from __future__ import annotations

from functools import partial

from handlers.last_told import spoken_of_last
from handlers.reading import read
from handlers.reading.conversation import Conversation, EveryWeekday, Workdays
from handlers.reading.result import Reading
from handlers.turn import Turn
from supervision.clock import local
from supervision.errors import CalendarYearMissing


def understand(turn: Turn, text: str | None = None) -> Reading:
    """The message, or other words as if he had said them."""
    words = turn.message.text if text is None else text
    try:
        return _read_with(turn, words, turn.rules.calendar)
    except CalendarYearMissing:
        # 「三个工作日内」 in a year nobody has loaded is only an expectation: no report is lost for it.
        return _read_with(turn, words, EveryWeekday())


def _read_with(turn: Turn, text: str, calendar: Workdays) -> Reading:
    return read(
        text,
        turn.registry,
        sender=turn.person.userid,
        sent_at=local(turn.message.told_at),
        conversation=Conversation(last_matters=partial(spoken_of_last, turn)),
        calendar=calendar,
    )
