"""「哪个单位最差」「谁做得最好」: the units by lights and overdue matters, to a leader or the office alone (P06).

A unit's people are told how their own unit stands, and nothing of the others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from handlers.message import Answer
from handlers.queries.asking import asked, question_of
from handlers.queries.matters import answer_summary
from handlers.reading.result import Order, Query
from supervision.lookups.summaries import Tally, summary
from supervision.visibility import Viewer

MOST_SHOWN = 8  # one phone screen
ALL_UNITS = 500  # of one office


@dataclass(frozen=True, slots=True)
class _Standing:
    unit: str
    tally: Tally
    overdue: int

    @property
    def running(self) -> int:
        return self.tally.total - self.tally.completed - self.tally.closed


def answer_ranking(session: Session, query: Query, viewer: Viewer, today: date) -> Answer:
    """The first few; units without a running matter are not compared."""
    if viewer.is_of_unit:
        return answer_summary(session, replace(query, units_by=None, mine=True), viewer, today)
    question = question_of(session, query, viewer)
    late = summary(session, replace(question, overdue=True), viewer, today, ALL_UNITS)
    overdue = {one.unit: one.tally.total for one in late.units}
    units = summary(session, question, viewer, today, ALL_UNITS).units
    standing = [_Standing(one.unit, one.tally, overdue.get(one.unit, 0)) for one in units]
    compared = [one for one in standing if one.running]
    if not compared:
        return Answer("query_none", {"asked": asked(session, query), "reports": False})
    is_worst = query.units_by is Order.SLOWEST
    ranked = sorted(compared, key=_worst_first if is_worst else _best_first)
    facts = {
        "is_worst": is_worst,
        "units": [_facts(one) for one in ranked[:MOST_SHOWN]],
        "rest": len(ranked) - MOST_SHOWN,
    }
    return Answer("query_ranking", facts)


def _worst_first(one: _Standing) -> tuple[int, int, int, str]:
    return -one.tally.red, -one.overdue, -one.tally.yellow, one.unit


def _best_first(one: _Standing) -> tuple[int, int, int, int, str]:
    """Among those that have equally little amiss, who has done more."""
    return one.tally.red, one.overdue, one.tally.yellow, -one.tally.completed - one.tally.closed, one.unit


def _facts(one: _Standing) -> dict[str, Any]:
    tally = one.tally
    return {
        "unit": one.unit,
        "red": tally.red,
        "yellow": tally.yellow,
        "green": tally.green,
        "overdue": one.overdue,
        "running": one.running,
        "done": tally.completed + tally.closed,
    }
