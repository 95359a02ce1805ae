"""Which matters a question means, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, union_all
from sqlalchemy import Row as Found
from sqlalchemy.orm import Session

from models import Matter, NamePart
from models.matter import OPEN
from models.spelling import parts_of
from supervision.lights import BY_URGENCY, Light, urgency
from supervision.lookups.counting import count
from supervision.lookups.question import SHORTEST_KEYWORD, Asked, Order, Question, asked_of, figure
from supervision.visibility import Readers, Scope

MOST_ROWS = 50  # for people; papers and screens ask for more in pages
FEW = 1000  # so many are sorted at once; of more the index is walked in the order of the page until it is full
FAR = 10**9  # no ledger is so large
RARE = 2000  # matters that share a part of their names: whether more do is not counted
MOST_PARTS = 12  # of a keyword that are compared


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
    """Red before yellow before green, then by due day and code, or in the order that is asked for.

    A keyword that only closed matters bear names them.
    """
    if question.keyword and len(question.keyword.strip()) < SHORTEST_KEYWORD:
        return Page((), 0)
    page = _find(session, question, readers, today, limit, offset)
    if page.total or not question.keyword or question.with_closed:
        return page
    return _find(session, replace(question, with_closed=True), readers, today, limit, offset)


def _find(session: Session, question: Question, readers: Readers, today: date, limit: int, offset: int) -> Page:
    asked = asked_of(question, readers, today, _rarest_part(session, question.keyword))
    total = min(count(session, asked), question.most or FAR)
    most = min(offset + limit, total)
    found: list[Found[Any]] = []
    if total and question.order is not Order.URGENCY:
        found = list(session.execute(_sorted(asked, today, most, question.order)))
    elif 0 < total <= FEW:
        found = list(session.execute(_page(asked, today, most)))
    elif total:
        for rank in _ranks(question):
            found += session.execute(_page(asked, today, most - len(found), rank))
            if len(found) >= most:
                break
    found = found[offset:]
    if not found:
        return Page((), 0)
    # Sorting narrow rows and fetching the few wide ones afterwards is what keeps a large ledger quick.
    wide = session.scalars(select(Matter).where(Matter.id.in_([row.id for row in found])))
    by_id = {matter.id: matter for matter in wide}
    return Page(tuple(Row(by_id[row.id], Scope(row.scope), BY_URGENCY[row.rank]) for row in found), total)


def _page(asked: Sequence[Asked], today: date, most: int, rank: int | None = None) -> Select[Any]:
    """The first of all parts; with a rank those of this light, out of each part the first only."""
    light = urgency(today).label("rank")
    first = []
    for one in asked:
        wanted = select(Matter.id, light, Matter.order_on, Matter.code, one.part.scope.label("scope"))
        if rank is None:
            first.append(wanted.where(one.found()))
            continue
        walked = wanted.where(one.walked(light == rank)).order_by(Matter.order_on, Matter.code).limit(most)
        first.append(select(walked.subquery()))
    both = (union_all(*first) if len(first) > 1 else first[0]).subquery()
    place = both.c
    return select(place.id, place.rank, place.scope).order_by(place.rank, place.order_on, place.code).limit(most)


def _sorted(asked: Sequence[Asked], today: date, most: int, order: Order) -> Select[Any]:
    """All are sorted: no index holds figures, and of few questions an order is asked."""
    light = urgency(today).label("rank")
    columns = (Matter.id, light, Matter.order_on, Matter.code, figure().label("figure"))
    both = union_all(*(select(*columns, one.part.scope.label("scope")).where(one.found()) for one in asked)).subquery()
    place = both.c
    figures: dict[Order, list[ColumnElement[Any]]] = {
        Order.SLOWEST: [place.figure],
        Order.FASTEST: [place.figure.desc()],
    }
    by = figures.get(order, [])
    return select(place.id, place.rank, place.scope).order_by(*by, place.order_on, place.code).limit(most)


def _ranks(question: Question) -> Sequence[int]:
    """The lights that can be among the answers."""
    if question.lights:
        return sorted(BY_URGENCY.index(light) for light in question.lights)
    if question.statuses and not set(question.statuses) & set(OPEN):
        return [BY_URGENCY.index(None)]
    return range(len(BY_URGENCY))


def _rarest_part(session: Session, keyword: str) -> str:
    """Of the parts of a keyword the one that fewest names hold."""
    parts = sorted(set().union(*map(parts_of, keyword.split())), key=len)[-MOST_PARTS:]
    if len(parts) < 2:
        return "".join(parts)
    holding = [
        select(func.count())
        .select_from(select(NamePart.matter_id).where(NamePart.part == part).limit(RARE).subquery())
        .scalar_subquery()
        for part in parts
    ]
    counts = session.execute(select(*holding)).one()
    return min(zip(counts, parts, strict=True))[1]
