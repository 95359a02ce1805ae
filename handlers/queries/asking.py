"""A query as it was read → a question to the ledger: names become ids, the asker's own words become units."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.reading.result import About, Query
from models import Person, Unit
from models.matter import MatterStatus
from models.person import Role
from supervision.lights import Light
from supervision.lookups.question import Order, Question
from supervision.visibility import Viewer, viewer_of

AND = "、"


def question_of(session: Session, query: Query, asker: Viewer) -> Question:
    """What the asker wants to know, whoever may see it."""
    due = query.due
    waiting_on = unit_of(session, query.waits_for) if query.waits_for else None
    return Question(
        codes=query.matters,
        units=units_of(session, query, asker),
        assisting=query.assists,
        waiting_on=waiting_on,
        on_office=is_office(session, waiting_on),
        lights=tuple(Light(light.value) for light in query.lights),
        statuses=tuple(MatterStatus(status.value) for status in query.status),
        due_first=due.first if due else None,
        due_last=due.last if due else None,
        overdue=due is not None and due.overdue,
        percent=(query.percent.least, query.percent.most) if query.percent else None,
        order=Order(query.order.value) if query.order else Order.URGENCY,
        most=query.most,
        category=query.category or "",
        keyword=query.keyword,
        problem=query.problem,
        without_problem=query.without_problem,
        waiting=query.who_holds,
        with_closed=query.about is About.SUMMARY,
    )


def units_of(session: Session, query: Query, asker: Viewer) -> frozenset[int] | None:
    """The units asked about; None: all. A name nobody bears is no unit."""
    if query.mine:
        return _units_behind(asker)
    if query.unit is not None:
        return frozenset().union(*(unit_of(session, name) for name in (query.unit, *query.units_beside)))
    if query.person is not None:
        person = session.scalar(select(Person).where(Person.userid == query.person))
        return _units_behind(viewer_of(session, person))
    return None


def whose(query: Query) -> str:
    """The units named, as the answer names them; empty where it is one's own or everybody's."""
    return "" if query.mine else AND.join((query.unit or "", *query.units_beside))


def unit_of(session: Session, name: str) -> frozenset[int]:
    """Empty where nobody bears the name."""
    return frozenset(session.scalars(select(Unit.id).where(Unit.name == name)))


def is_office(session: Session, units: frozenset[int] | None) -> bool:
    """Whether supervisors work in one of these units."""
    if not units:
        return False
    office = select(Person.id).where(Person.unit_id.in_(sorted(units)), Person.role == Role.SUPERVISOR)
    return session.scalar(office.where(Person.is_active).limit(1)) is not None


def asked(session: Session, query: Query) -> dict[str, Any]:
    """The question in plain values, for the first line of an answer."""
    if query.matters:
        query = Query(query.about)  # those that are named are shown however they stand
    due = query.due
    person = session.scalar(select(Person.name).where(Person.userid == query.person)) if query.person else None
    return {
        "mine": query.mine,
        "unit": whose(query),
        "person": person or "",
        "assists": query.assists,
        "waits_for": query.waits_for or "",
        "lights": [light.value for light in query.lights],
        "statuses": [status.value for status in query.status],
        "overdue": due is not None and due.overdue,
        "due_first": due.first.isoformat() if due and due.first else "",
        "due_last": due.last.isoformat() if due and due.last else "",
        "percent": [query.percent.least, query.percent.most] if query.percent else [],
        "order": query.order.value if query.order else "",
        "category": query.category or "",
        "keyword": query.keyword,
        "problem": query.problem,
        "without_problem": query.without_problem,
        "who_holds": query.who_holds,
    }


def _units_behind(viewer: Viewer) -> frozenset[int] | None:
    """A unit's people stand for it, a leader for the units in his charge, the office for all."""
    if viewer.has_all_units:
        return None
    if viewer.role is Role.LEADER:
        return viewer.charges
    return frozenset({viewer.unit_id})
