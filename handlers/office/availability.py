"""「可用性 6月」「6月15日系统正常吗」: was the machine there, and what share of the hours in which units report?"""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.message import Answer
from handlers.turn import Turn
from models.inbox import Disposition
from supervision.availability.period import of_period
from supervision.clock import day_of

MOST_SHOWN = 5
A_DAY = timedelta(days=1)


def availability(turn: Turn, match: re.Match[str]) -> Answer | None:
    """Without a date the last day, which is all a unit is told. A month or day without a year is the latest past."""
    asked = _period(match.groupdict(), day_of(turn.now))
    if asked is None:
        return None
    facts = of_period(turn.session, turn.rules.calendar, *asked, turn.now, MOST_SHOWN)
    return Answer("availability", facts, Disposition.DONE)


def _period(said: dict[str, str | None], today: date) -> tuple[date, date] | None:
    """None: there is no such day."""
    year, month, day = (int(said.get(name) or 0) for name in ("year", "month", "day"))
    if not month:
        return today - A_DAY, today
    try:
        first = date(year or today.year, month, day or 1)
        if first > today and not year:
            first = first.replace(year=first.year - 1)
    except ValueError:
        return None
    return first, first if day else (first + 31 * A_DAY).replace(day=1) - A_DAY
