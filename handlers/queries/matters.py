"""「红灯」「招商局」「奥瑞金到哪了」「#12」「逾期」「我的事项」「卡在谁那里」, and counts of them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from handlers.message import Answer
from handlers.queries.asking import asked, question_of
from handlers.reading.result import About, Query
from supervision.lookups.balls import Ball
from supervision.lookups.cards import Card, LateNode, cards
from supervision.lookups.matters import Row, find
from supervision.lookups.measures import latest_measures
from supervision.lookups.question import SHORTEST_KEYWORD
from supervision.lookups.summaries import Tally, summary
from supervision.lookups.taken_back import TakenBack
from supervision.visibility import Scope, Viewer

MOST_MATTERS = 8  # one phone screen
MOST_CARDS = 2  # so many are told in three lines each, more in one line
LONGEST_KEYWORD = 16  # characters; what is longer is a sentence
_NUMBER = re.compile(r"#?\s*(?:[a-z]{1,4}-?)?\d[\d-]{0,12}号?(?:到哪了)?", re.IGNORECASE)  # of no matter he may see


def answer_matters(session: Session, query: Query, viewer: Viewer, today: date, text: str = "") -> Answer:
    """One matter in full, two in short, up to eight in a line each."""
    if _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip()) and not query.matters:
        return Answer("query_none", {"asked": asked(session, query), "reports": viewer.is_of_unit})
    if query.keyword and len(query.keyword.strip()) < SHORTEST_KEYWORD and not query.matters:
        return Answer("query_keyword_short")
    page = find(session, question_of(session, query, viewer), viewer, today, MOST_MATTERS)
    found = cards(session, page.rows, viewer, today, with_words=page.total <= MOST_CARDS)
    facts = {
        "asked": asked(session, query),
        "items": [_card(card) for card in found],
        "total": page.total,
        "rest": page.total - len(page.rows),
        "reports": viewer.is_of_unit,
    }
    if not page.total:
        return Answer("query_none", facts)
    if page.total == 1:
        return Answer("query_matter", {**facts, "measures": _measures(session, page.rows[0])})
    return Answer("query_few" if page.total <= MOST_CARDS else "query_many", facts)


def answer_keyword(session: Session, text: str, viewer: Viewer, today: date) -> Answer | None:
    """A word on its own, 「水库」, that is part of a visible matter's name; None when it is of none."""
    word = unicodedata.normalize("NFKC", text).strip(" \n。.!?")
    if not SHORTEST_KEYWORD <= len(word) <= LONGEST_KEYWORD:
        return None
    answer = answer_matters(session, Query(About.MATTERS, keyword=word), viewer, today)
    return None if answer.event == "query_none" else answer


def answer_summary(session: Session, query: Query, viewer: Viewer, today: date) -> Answer:
    """Counts by light, and by unit where several are meant."""
    found = summary(session, question_of(session, query, viewer), viewer, today)
    facts = {
        "asked": asked(session, query),
        "whole": _tally(found.whole),
        "units": [{"unit": one.unit, **_tally(one.tally)} for one in found.units],
        "rest": found.rest,
    }
    return Answer("query_summary" if found.whole.total else "query_none", {**facts, "reports": viewer.is_of_unit})


def _measures(session: Session, row: Row) -> list[dict[str, Any]]:
    found = latest_measures(session, row.matter.id) if row.scope is Scope.WHOLE else []
    return [
        {"name": one.name, "amount": one.amount, "unit": one.unit, "told_at": one.told_at.isoformat()}
        for one in found
    ]  # fmt: skip


def _card(card: Card) -> dict[str, Any]:
    return {
        "is_outline": card.scope is Scope.OUTLINE,
        "number": card.number,
        "title": card.title,
        "unit": card.unit,
        "light": card.light.value if card.light else "",
        "status": card.status.value,
        "is_suspended": card.is_suspended,
        "percent": card.percent,
        "due_on": card.due_on.isoformat() if card.due_on else None,
        "days_late": card.days_late,
        "days_left": card.days_left,
        "expected_on": card.expected_on.isoformat() if card.expected_on else None,
        "told_at": card.told_at.isoformat() if card.told_at else None,
        "told": card.told,
        "problem": card.problem if card.problem != card.told else "",
        "has_problem": bool(card.problem),
        "balls": [_ball(ball) for ball in card.balls],
        "taken_back": _taken_back(card.taken_back),
        "late_node": _late_node(card.late_node),
    }


def _ball(ball: Ball) -> dict[str, Any]:
    return {
        "move": ball.move.value,
        "unit": ball.unit,
        "since": ball.since.isoformat() if ball.since else None,
        "words": ball.words,
    }


def _taken_back(gone: TakenBack | None) -> dict[str, Any] | None:
    return {"at": gone.at.isoformat(), "because": gone.because, "by": gone.by} if gone else None


def _late_node(node: LateNode | None) -> dict[str, Any] | None:
    return {"name": node.name, "due_on": node.due_on.isoformat()} if node else None


def _tally(tally: Tally) -> dict[str, int]:
    return {
        "total": tally.total,
        "red": tally.red,
        "yellow": tally.yellow,
        "green": tally.green,
        "suspended": tally.suspended,
        "completed": tally.completed,
        "closed": tally.closed,
    }
