"""无进展, 进展缓慢: reckoned by the policy's own measure, never guessed (C16, X5). Pure.

A plan is the straight line of calendar days from the first day of a matter to its due day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from supervision.clock import at
from supervision.duties import ONE_DAY, Period

ALL = 100


@dataclass(frozen=True, slots=True)
class Away:
    """A stretch in which reports may not have reached us; `last` None: it lasts."""

    first: datetime
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """A plan and what was told of it."""

    start_on: date
    due_on: date
    percent: int


def counted(periods: Iterable[Period], away: Sequence[Away], today: date) -> list[Period]:
    """The periods that are over and in which we were always there, newest first."""
    over = (period for period in periods if period.last < today)
    return sorted(
        (period for period in over if not any(_touches(one, period) for one in away)), key=_first, reverse=True
    )


def planned(line: Line, day: date) -> int:
    """Percent that the straight line has reached on the morning of a day; whole, rounded down."""
    if day >= line.due_on:
        return ALL
    return max(0, ALL * (day - line.start_on).days // (line.due_on - line.start_on).days)


def points_behind(line: Line, day: date) -> int:
    """Percentage points below the line; negative: ahead of it."""
    return planned(line, day) - line.percent


def behind_on(line: Line, points: int) -> date | None:
    """The first day on which so much is missing if nothing more is told; None when that is not before the due day."""
    goal = line.percent + points
    if line.due_on <= line.start_on or goal >= ALL:
        return None
    day = line.start_on + timedelta(days=-(-goal * (line.due_on - line.start_on).days // ALL))
    return day if day < line.due_on else None


def month_after(day: date) -> date:
    """The first day of the month after."""
    return (day.replace(day=28) + 4 * ONE_DAY).replace(day=1)


def _first(period: Period) -> date:
    return period.first


def _touches(away: Away, period: Period) -> bool:
    begins, ends = at(period.first, time()), at(period.last + ONE_DAY, time())
    return away.first < ends and (away.last is None or away.last >= begins)
