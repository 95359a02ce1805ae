"""What is asked of the matters, and the same as conditions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, and_, case, exists, or_, select

from models import Alias, Matter, NamePair
from models.matter import OPEN, MatterStatus
from supervision.lights import Light, is_overdue, light_is
from supervision.lookups.balls import is_waiting
from supervision.visibility import Audience, Part, Readers, may_see_whole, parts

NOT_CLOSED = tuple(status for status in MatterStatus if status is not MatterStatus.CLOSED)
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


@dataclass(frozen=True, slots=True)
class Asked:
    """A part of what may be seen, and what is wanted of it: conditions on Matter."""

    part: Part
    wanted: tuple[ColumnElement[bool], ...]

    def found(self, *more: ColumnElement[bool]) -> ColumnElement[bool]:
        """By whatever index is best. What a unit leads is little, so there the search begins with its matters."""
        return self.walked(*more) if self.part.is_few else and_(self.part.condition, *self.wanted, *more)

    def walked(self, *more: ColumnElement[bool]) -> ColumnElement[bool]:
        """Nothing that is wanted is a reason to choose an index: for the one that yields the order of a page."""
        return and_(self.part.condition, *(case((one, 1), else_=0) == 1 for one in (*self.wanted, *more)))


def asked_of(question: Question, readers: Readers, today: date, pair: str = "") -> list[Asked]:
    """The question for each part of what these readers may see; no matter is in two. Visibility is never left out.

    `pair` is a pair of characters that all names with the keyword hold: where to look in a large ledger.
    """
    if question.codes:
        named = Matter.code.in_(question.codes)
        return [Asked(replace(part, condition=and_(part.condition, named)), ()) for part in parts(readers)]
    wanted = [*_state(question, readers, today), *_kind(question), *_names(question.keyword, readers)]
    at = [Matter.id.in_(select(NamePair.matter_id).where(NamePair.pair == pair))] if pair else []
    return [Asked(part, (*([] if part.is_few else at), *wanted)) for part in parts(readers)]


def _state(question: Question, readers: Readers, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if question.statuses:
        found.append(Matter.status.in_(question.statuses))
    elif not question.with_closed:
        found.append(Matter.status.in_(NOT_CLOSED))
    if question.light:
        found.append(light_is(question.light, today))
    if question.overdue:
        found.append(is_overdue(today))
    if question.due_first or question.due_last:
        found.append(Matter.status.in_(OPEN))
    if question.due_first:
        found += [Matter.order_on >= question.due_first, Matter.order_on < date.max]
    if question.due_last:
        found.append(Matter.order_on <= question.due_last)
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
            exists()
            .where(Alias.matter_id == Matter.id, Alias.text.icontains(word, autoescape=True), is_spoken(readers))
            .correlate(Matter),
        )
        for word in keyword.split()
    ]


def is_spoken(readers: Readers) -> ColumnElement[bool]:
    """A condition on Alias: these readers use the name. A learned one is valid in one unit's mouth only."""
    if isinstance(readers, Audience):
        return Alias.of_unit_id.is_(None)
    return or_(Alias.of_unit_id.is_(None), Alias.of_unit_id == readers.unit_id)
