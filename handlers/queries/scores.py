"""「考核 招商局」「为什么扣0.3」: totals, and for each entry the paper, the clause and the days it rests on."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from handlers.message import Answer
from handlers.queries.asking import units_of
from handlers.reading.result import Query
from supervision.clock import day_of
from supervision.lookups.scores import Ground, UnitScore, entries, totals
from supervision.numbers import number_of
from supervision.visibility import Viewer

MOST_UNITS = 15
MOST_ENTRIES = 5
MOST_GROUNDS = 2
_WHY = re.compile(r"为什么|为啥|凭什么|什么原因|依据|明细|怎么扣")
_POINTS = re.compile(r"(?:扣|减|加)(?:了|我们|你们|的|掉)?\s*(\d{1,3}(?:\.\d{1,3})?)")


def answer_scores(session: Session, query: Query, viewer: Viewer, today: date, text: str) -> Answer:
    """Totals by unit; for one unit also its entries; asked why, the chain behind them."""
    units = units_of(session, query, viewer)
    year = query.period.last.year if query.period else today.year
    words = unicodedata.normalize("NFKC", text)
    if _WHY.search(words) or _POINTS.search(words):
        return _why(session, viewer, year, units, _POINTS.search(words))
    found = totals(session, viewer, year, units)
    facts: dict[str, Any] = {
        "year": year,
        "unit": "" if query.mine else query.unit or "",
        "is_own": viewer.is_of_unit,
        "units": [_score(score) for score in found[:MOST_UNITS]],
        "rest": max(0, len(found) - MOST_UNITS),
    }
    if not found:
        return Answer("query_scores_none", facts)
    if len(found) > 1:
        return Answer("query_scores", facts)
    shown = entries(session, viewer, year, MOST_ENTRIES, units)
    return Answer("query_score", {**facts, "items": [_item(ground) for ground in shown]})


def _why(
    session: Session, viewer: Viewer, year: int, units: frozenset[int] | None, named: re.Match[str] | None
) -> Answer:
    points = Decimal(named[1]) if named else None
    shown = entries(session, viewer, year, MOST_GROUNDS + 1, units, points)
    facts = {
        "points": named[1] if named else "",
        "year": year,
        "items": [_item(ground) for ground in shown[:MOST_GROUNDS]],
        "has_more": len(shown) > MOST_GROUNDS,
        "is_own": viewer.is_of_unit,
    }
    return Answer("query_grounds" if shown else "query_grounds_none", facts)


def _score(score: UnitScore) -> dict[str, Any]:
    return {"unit": score.unit, "total": _plain(score.total), "entries": score.entries}


def _item(ground: Ground) -> dict[str, Any]:
    """A sealed matter's entry keeps its points and clause, and loses all else."""
    entry, notice = ground.entry, ground.notice
    evidence: dict[str, Any] = notice.grounds if notice else {}
    return {
        "unit": ground.unit,
        "points": _plain(entry.points),
        "kind": entry.kind,
        "clause": entry.clause,
        "on": day_of(entry.entered_at).isoformat(),
        "paper": number_of(notice) if notice else "",
        "name": evidence.get("name", ""),
        "title": ground.title,
        "due_on": evidence.get("due_on", ""),
        "workdays_late": evidence.get("workdays_late"),
        "reminders": len(evidence.get("reminders", [])),
        "told_on": (evidence.get("last_report") or {}).get("told_at", ""),
        "reason": notice.reason if notice else "",
        "signer": ground.signer,
    }


def _plain(points: Decimal) -> str:
    """+0.3, -1: without an exponent or noughts at the end."""
    text = format(points.normalize(), "f")
    return text if points <= 0 else f"+{text}"
