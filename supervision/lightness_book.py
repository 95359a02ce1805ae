"""减负账: what the bot sent by itself and asked for in a month, counted from the sends and the books (P05, P08)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import Duty, Outgoing, Person, Question, Report, Send, Suggestion, Unit
from models.outbox import OutgoingState
from models.person import Role
from supervision.clock import at, day_of
from supervision.lightness import DROPPED, Kind, kind_of
from supervision.sending import Outcome

PEOPLE = (Role.UNIT_HEAD, Role.LIAISON, Role.LEADER)
SHOWN = (Kind.UNASKED, Kind.FORMAL, Kind.URGENT)
MOST_UNITS = 15
A_WEEK = timedelta(days=7)


@dataclass(slots=True)
class _Message:
    """One letter on the wire: to whom, when, of how many parts, and what its intents are."""

    person_id: int | None
    sent_at: datetime
    parts: int
    kinds: set[Kind] = field(default_factory=set)
    intents: int = 0

    @property
    def kind(self) -> Kind:
        """What it is counted as: as in the budget, one unasked intent makes it unasked."""
        order = (Kind.UNASKED, Kind.OFFICE, Kind.FORMAL, Kind.URGENT, Kind.DECISION, Kind.ANSWER)
        return next(kind for kind in order if kind in self.kinds)


def of_month(session: Session, year: int, month: int) -> dict[str, Any]:
    """The facts of the text `burden_of_month`, as plain JSON values."""
    first = date(year, month, 1)
    end = (first + timedelta(days=31)).replace(day=1)
    messages = [one for one in _messages(session, first, end) if one.kind is not Kind.ANSWER]
    people = {person.id: person for person in session.scalars(select(Person))}
    weeks = _weeks(messages, people, first, end)
    return {
        "year": year,
        "month": month,
        "units": _units(session, messages, people),
        "groups": sum(one.parts for one in messages if one.person_id is None),
        "office": sum(one.parts for one in messages if one.kind in (Kind.OFFICE, Kind.DECISION)),
        "median": float(median(weeks)) if weeks else 0.0,
        "most": max(weeks, default=0),
        "merged": sum(one.intents - 1 for one in messages),
        "dropped": _count(session, Outgoing, Outgoing.trouble == DROPPED, *_within(Outgoing.ended_at, first, end)),
        "questions": _count(session, Question, *_within(Question.asked_at, first, end)),
        "reports_asked": _count(session, Duty, Duty.waived_because.is_(None), *_within(Duty.due_at, first, end)),
        "suggestions": _count(session, Suggestion, *_within(Suggestion.told_at, first, end)),
        "answered": _count(session, Suggestion, *_within(Suggestion.answered_at, first, end)),
        "no_change": _count(session, Report, Report.is_no_change, *_within(Report.told_at, first, end)),
    }


def _messages(session: Session, first: date, end: date) -> Iterable[_Message]:
    roles = {person.id: person.role for person in session.scalars(select(Person))}
    rows = session.execute(
        select(Send, Outgoing)
        .join(Outgoing, Outgoing.send_id == Send.id)
        .where(
            *_within(Send.created_at, first, end),
            Send.outcome.not_in([Outcome.NOT_SENT, Outcome.FAILED]),
            Outgoing.state != OutgoingState.FAILED,
        )
    )
    found: dict[int, _Message] = {}
    for send, row in rows:
        one = found.setdefault(send.id, _Message(row.person_id, send.created_at, send.parts))
        role = roles[row.person_id] if row.person_id is not None else None
        one.kinds.add(kind_of(row.event, row.message_class, role, is_urgent=row.is_urgent))
        one.intents += 1
    return found.values()


def _units(session: Session, messages: Iterable[_Message], people: Mapping[int, Person]) -> list[dict[str, Any]]:
    """By unit, the most burdened first."""
    counted: Counter[tuple[int, Kind]] = Counter()
    for one in messages:
        if one.person_id is not None and people[one.person_id].role in PEOPLE:
            counted[people[one.person_id].unit_id, one.kind] += one.parts
    names = {unit.id: unit.name for unit in session.scalars(select(Unit))}
    units = {unit_id for unit_id, _ in counted}
    burdened = sorted(units, key=lambda unit_id: (-counted[unit_id, Kind.UNASKED], names[unit_id]))
    return [
        {"unit": names[unit_id], **{kind.value: counted[unit_id, kind] for kind in SHOWN}}
        for unit_id in burdened[:MOST_UNITS]
    ]


def _weeks(messages: Iterable[_Message], people: Mapping[int, Person], first: date, end: date) -> list[int]:
    """How many unasked messages each person had in each calendar week of the month, those with none included."""
    counted: Counter[tuple[int, date]] = Counter()
    for one in messages:
        if one.person_id is not None and one.kind is Kind.UNASKED:
            counted[one.person_id, _monday(day_of(one.sent_at))] += one.parts
    mondays = [_monday(first) + A_WEEK * number for number in range((_monday(end) - _monday(first)).days // 7 + 1)]
    asked = [person.id for person in people.values() if person.is_active and person.role in PEOPLE]
    return [counted[person_id, monday] for person_id in asked for monday in mondays if monday < end]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _within(column: Any, first: date, end: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:  # noqa: ANN401
    return column >= at(first, time()), column < at(end, time())


def _count(session: Session, table: type[Any], *which: ColumnElement[bool] | InstrumentedAttribute[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*which)) or 0
