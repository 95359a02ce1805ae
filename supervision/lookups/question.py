"""What is asked of the matters, and the same as conditions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from models import Alias, Matter
from models.matter import OPEN, MatterStatus
from supervision.lights import Light, is_overdue, light_is
from supervision.lookups.balls import is_waiting
from supervision.visibility import Audience, Readers, may_see, may_see_whole

SHORTEST_KEYWORD = 2  # characters: one letter matches half of the ledger


@dataclass(frozen=True, slots=True)
class Question:
    """All parts must hold. Matters asked for by code are shown however they stand."""

    codes: tuple[str, ...] = ()
    units: frozenset[int] | None = None  # led by one of these; None: by any
    light: Light | None = None
    statuses: tuple[MatterStatus, ...] = ()
    due_first: date | None = None
    due_last: date | None = None  # due from … to …, and not completed
    overdue: bool = False
    category: str = ""
    keyword: str = ""  # each of its words is part of the title or of another name
    problem: bool = False
    waiting: bool = False  # somebody else than the lead unit has to move
    with_closed: bool = False


def conditions(question: Question, readers: Readers, today: date) -> list[ColumnElement[bool]]:
    """Conditions on Matter; visibility comes first and is never left out."""
    seen = may_see(readers)
    if question.codes:
        return [seen, Matter.code.in_(question.codes)]
    return [seen, *_state(question, readers, today), *_kind(question), *_names(question.keyword, readers)]


def _state(question: Question, readers: Readers, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if question.statuses:
        found.append(Matter.status.in_(question.statuses))
    elif not question.with_closed:
        found.append(Matter.status != MatterStatus.CLOSED)
    if question.light:
        found.append(light_is(question.light, today))
    if question.overdue:
        found.append(is_overdue(today))
    if question.due_first or question.due_last:
        found.append(Matter.status.in_(OPEN))
    if question.due_first:
        found.append(Matter.due_on >= question.due_first)
    if question.due_last:
        found.append(Matter.due_on <= question.due_last)
    if question.problem:
        # That work has stopped is part of the outline; that something is difficult is not.
        told = Matter.has_problem & may_see_whole(readers)
        found.append(or_(Matter.status == MatterStatus.BLOCKED, told))
    if question.waiting:
        found.append(is_waiting(readers))
    return found


def _kind(question: Question) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if question.units is not None:
        found.append(Matter.unit_id.in_(sorted(question.units)))
    if question.category:
        found.append(Matter.category == question.category)
    return found


def _names(keyword: str, readers: Readers) -> list[ColumnElement[bool]]:
    """`%` and `_` are letters here like any other (T33)."""
    return [
        or_(
            Matter.title.icontains(word, autoescape=True),
            Matter.id.in_(
                select(Alias.matter_id).where(
                    Alias.matter_id.is_not(None), Alias.text.icontains(word, autoescape=True), is_spoken(readers)
                )
            ),
        )
        for word in keyword.split()
    ]


def is_spoken(readers: Readers) -> ColumnElement[bool]:
    """A condition on Alias: these readers use the name. A learned one is valid in one unit's mouth only."""
    if isinstance(readers, Audience):
        return Alias.of_unit_id.is_(None)
    return or_(Alias.of_unit_id.is_(None), Alias.of_unit_id == readers.unit_id)
