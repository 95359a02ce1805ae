"""「考核 招商局」「为什么扣0.3」: what the books say, and for each entry the clause and the days it rests on."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from handlers.message import Answer
from handlers.queries import score_items
from handlers.queries.asking import units_of, whose
from handlers.reading.result import Query
from supervision.lookups.score_sheets import Standing, standing
from supervision.lookups.scores import Ground, UnitScore, entries, totals
from supervision.visibility import Viewer

MOST_UNITS = 15
MOST_ENTRIES = 4
MOST_GROUNDS = 2
MOST_BOOKS = 2
MOST_MARKS = 2
_WHY = re.compile(r"为什么|为啥|凭什么|什么原因|依据|明细|怎么扣")
_LOSS = re.compile(r"扣|减")
_POINTS = re.compile(r"(?:扣|减|加)(?:了|我们|你们|的|掉)?\s*(\d{1,3}(?:\.\d{1,3})?)")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


def answer_scores(session: Session, query: Query, viewer: Viewer, today: date, text: str) -> Answer:
    """Totals by unit; for one unit its books and entries; asked why, the chain behind them."""
    units = units_of(session, query, viewer)
    if units is None and viewer.is_of_unit:
        units = frozenset({viewer.unit_id})  # a unit's own is all it may see
    words = unicodedata.normalize("NFKC", text)
    year = _year(query, words, today)
    if _WHY.search(words) or _POINTS.search(words):
        return _why(session, viewer, year, units, words)
    found = totals(session, viewer, year, units)
    one = _the_unit(session, viewer, year, units)
    if one is not None and (one.sheets or one.marks or found):
        return _of_unit(session, viewer, year, units, one, found)
    facts: dict[str, Any] = {
        "year": year,
        "unit": whose(query),
        "is_own": viewer.is_of_unit,
        "units": [_score(score) for score in found[:MOST_UNITS]],
        "rest": max(0, len(found) - MOST_UNITS),
    }
    return Answer("query_scores" if found else "query_scores_none", facts)


def _year(query: Query, words: str, today: date) -> int:
    if query.period:
        return query.period.last.year
    named = _YEAR.search(words)
    return int(named[1]) if named else today.year


def _the_unit(session: Session, viewer: Viewer, year: int, units: frozenset[int] | None) -> Standing | None:
    if units is None or len(units) != 1:
        return None
    return standing(session, viewer, next(iter(units)), year)


def _of_unit(
    session: Session, viewer: Viewer, year: int, units: frozenset[int] | None, one: Standing, found: list[UnitScore]
) -> Answer:
    shown = entries(session, viewer, year, MOST_ENTRIES, units)
    facts = {
        "year": year,
        "unit": one.unit,
        "is_own": viewer.is_of_unit,
        "total": score_items.signed(found[0].total) if found else "0",
        "entries": found[0].entries if found else 0,
        "sheets": [score_items.sheet(each) for each in one.sheets[:MOST_BOOKS]],
        "marks": [score_items.mark(each) for each in one.marks[:MOST_MARKS]],
        "items": [score_items.item(ground, one) for ground in shown],
        "has_papers": any(ground.notice is not None and ground.appeal is None for ground in shown),
    }
    return Answer("query_score", facts)


def _why(session: Session, viewer: Viewer, year: int, units: frozenset[int] | None, words: str) -> Answer:
    named = _POINTS.search(words)
    points = Decimal(named[1]) if named else None
    # Asked in general, what was taken back again is no loss; asked by its figure, both are shown.
    only_losses = points is None and _LOSS.search(words) is not None
    shown = entries(session, viewer, year, MOST_GROUNDS + 1, units, points, only_losses=only_losses)
    facts = {
        "points": named[1] if named else "",
        "year": year,
        "items": [_with_standing(session, viewer, year, ground) for ground in shown[:MOST_GROUNDS]],
        "has_more": len(shown) > MOST_GROUNDS,
        "is_own": viewer.is_of_unit,
    }
    return Answer("query_grounds" if shown else "query_grounds_none", facts)


def _with_standing(session: Session, viewer: Viewer, year: int, ground: Ground) -> dict[str, Any]:
    return score_items.item(ground, standing(session, viewer, ground.entry.unit_id, year))


def _score(score: UnitScore) -> dict[str, Any]:
    return {"unit": score.unit, "total": score_items.signed(score.total), "entries": score.entries}
