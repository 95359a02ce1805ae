"""时限: the day by which a paper wants something done, as it is said."""

from __future__ import annotations

from datetime import date

from handlers.office.fields import day_in
from handlers.turn import Turn
from supervision.clock import day_of
from supervision.errors import DateNotPossible


def limit_in(turn: Turn, words: str | None) -> date | None:
    """The day a 时限 names; None where none is given. Raises DateNotPossible."""
    if not words:
        return None
    found = day_in(words, day_of(turn.now), turn.rules.calendar)
    if found is None:
        raise DateNotPossible(day=words)
    return found[0]
