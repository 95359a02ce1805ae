"""Which matters a question means, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Matter
from supervision.lights import BY_URGENCY, Light, urgency
from supervision.lookups.question import SHORTEST_KEYWORD, Question, conditions
from supervision.visibility import Readers, Scope, seen_scope

MOST_ROWS = 50  # for people; papers and screens ask for more in pages


@dataclass(frozen=True, slots=True)
class Row:
    matter: Matter
    scope: Scope
    light: Light | None


@dataclass(frozen=True, slots=True)
class Page:
    """`total` counts all that match and may be seen, not only the rows of this page; 0 on a page past the end."""

    rows: tuple[Row, ...]
    total: int


def find(
    session: Session, question: Question, readers: Readers, today: date, limit: int = MOST_ROWS, offset: int = 0
) -> Page:
    """Red before yellow before green, then by due day and code. A keyword that only closed matters bear names them."""
    if question.keyword and len(question.keyword.strip()) < SHORTEST_KEYWORD:
        return Page((), 0)
    page = _find(session, question, readers, today, limit, offset)
    if page.total or not question.keyword or question.with_closed:
        return page
    return _find(session, replace(question, with_closed=True), readers, today, limit, offset)


def _find(session: Session, question: Question, readers: Readers, today: date, limit: int, offset: int) -> Page:
    rank = urgency(today).label("rank")
    found = session.execute(
        select(Matter.id, rank, seen_scope(readers).label("scope"), func.count().over().label("total"))
        .where(*conditions(question, readers, today))
        .order_by(rank, Matter.due_on.is_(None), Matter.due_on, Matter.code)
        .limit(limit)
        .offset(offset)
    ).all()
    if not found:
        return Page((), 0)
    # Sorting narrow rows and fetching the few wide ones afterwards is what keeps a large ledger quick.
    wide = session.scalars(select(Matter).where(Matter.id.in_([row.id for row in found])))
    by_id = {matter.id: matter for matter in wide}
    rows = tuple(Row(by_id[row.id], Scope(row.scope), BY_URGENCY[row.rank]) for row in found)
    return Page(rows, found[0].total)
