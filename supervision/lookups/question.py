"""What is asked of the matters, and the same as conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, true

from models import Alias, CoUnit, Matter, NamePart
from models.matter import ENDED, OPEN, MatterStatus
from supervision.lights import Light, has_light, light_is
from supervision.lookups.balls import is_waiting, is_waiting_on
from supervision.visibility import Audience, Part, Readers, may_see_whole, parts

NOT_ENDED = tuple(status for status in MatterStatus if status not in ENDED)
SHORTEST_KEYWORD = 2  # characters: one letter matches half of the ledger


class Order(StrEnum):
    """Which matters come first."""

    URGENCY = "urgency"  # red, yellow, green, then by due day
    SLOWEST = "slowest"
    FASTEST = "fastest"
    SOONEST = "soonest"  # by due day alone


@dataclass(frozen=True, slots=True)
class Question:
    """All parts must hold. Matters asked for by code are shown however they stand."""

    codes: tuple[str, ...] = ()
    units: frozenset[int] | None = None  # led by one of these; None: by any
    assisting: bool = False  # not led by the units: helped by them
    waiting_on: frozenset[int] | None = None  # one of these units has to move
    on_office: bool = False  # the office is one of them
    lights: tuple[Light, ...] = ()  # any of them
    statuses: tuple[MatterStatus, ...] = ()
    due_first: date | None = None
    due_last: date | None = None  # due from … to …, and not completed
    overdue: bool = False
    percent: tuple[int, int] | None = None  # least and most, both included; of those seen whole whose figure is known
    order: Order = Order.URGENCY
    most: int | None = None  # no more than so many are meant
    category: str = ""
    keyword: str = ""  # each of its words is part of the title or of another name
    problem: bool = False
    without_problem: bool = False
    waiting: bool = False  # somebody else than the lead unit has to move
    with_closed: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A part of what may be seen, and what is wanted of it: conditions on Matter.

    The database is told by which index to search, or it would look for all that is open before what is red: a unit's
    matters are few, so there visibility leads; of a whole ledger `leads` does.
    """

    part: Part
    within: tuple[ColumnElement[bool], ...] = ()  # days: the index of the pages begins with them, so it may always lead
    leads: tuple[ColumnElement[bool], ...] = ()
    wanted: tuple[ColumnElement[bool], ...] = ()

    def found(self, *more: ColumnElement[bool]) -> ColumnElement[bool]:
        """To be counted, or sorted."""
        if self.part.is_few:
            return self.walked(*more)
        return and_(self.part.condition, *self.within, *self.leads, *_unindexed(self.wanted), *more)

    def walked(self, *more: ColumnElement[bool]) -> ColumnElement[bool]:
        """To be walked in the order of a page, whose index leads."""
        return and_(self.part.condition, *self.within, *_unindexed((*self.leads, *self.wanted, *more)))


def asked_of(question: Question, readers: Readers, today: date, part_of_name: str = "") -> list[Asked]:
    """The question for each part of what these readers may see; no matter is in two. Visibility is never left out.

    `part_of_name` is one that all names with the keyword hold: where to look in a large ledger.
    """
    if question.codes:
        named = Matter.code.in_(question.codes)
        return [Asked(replace(part, condition=and_(part.condition, named))) for part in parts(readers)]
    at = [Matter.id.in_(select(NamePart.matter_id).where(NamePart.part == part_of_name))] if part_of_name else []
    narrow = [*at, *_units(question), *_narrow(question, readers, today)]
    within = _within(question, today)
    wide = [*_kind(question, readers), *_names(question.keyword, readers)]
    state = _state(question, is_alone=not (narrow or within or wide))
    # Alone a state has an index; beside something else the index of the pages, that holds both, is walked.
    leads, wanted = (narrow[:1], [*narrow[1:], *wide, *state]) if narrow or within or wide else (state, [])
    if wide and not (leads or within):
        within = _ALL_DAYS
    return [
        Asked(part, tuple(within), () if at and part.is_few else tuple(leads), tuple(wanted)) for part in parts(readers)
    ]


Conditions = list[ColumnElement[bool]]
_ALL_DAYS: Conditions = [Matter.order_on >= date.min]  # holds for all; says which index to walk


def _narrow(question: Question, readers: Readers, today: date) -> Conditions:
    """What few matters fulfil, and an index finds."""
    found: Conditions = []
    if question.waiting:
        found.append(is_waiting(readers))
    if question.waiting_on is not None:
        found.append(is_waiting_on(readers, question.waiting_on, on_office=question.on_office))
    if question.lights:
        found.append(_lit(question.lights, today))
    return found


def _lit(lights: Sequence[Light], today: date) -> ColumnElement[bool]:
    if set(lights) == {Light.RED, Light.YELLOW}:
        return Matter.yellow_from <= today  # a range of an index
    return or_(*(light_is(light, today) for light in lights))


def _units(question: Question) -> Conditions:
    if question.units is None:
        return []
    units = sorted(question.units)
    if question.assisting:
        return [Matter.id.in_(select(CoUnit.matter_id).where(CoUnit.unit_id.in_(units)))]
    return [Matter.unit_id.in_(units)]


def _state(question: Question, *, is_alone: bool) -> Conditions:
    found: Conditions = [has_light()] if question.overdue else []
    if question.due_first or question.due_last:
        found.append(Matter.status.in_(OPEN))
    if question.statuses:
        found.append(Matter.status.in_(question.statuses))
    elif not (question.with_closed or found or question.lights):
        found.append(Matter.status.in_(NOT_ENDED) if is_alone else Matter.status.not_in(ENDED))
    return found


def _within(question: Question, today: date) -> Conditions:
    found: Conditions = []
    if question.overdue:
        found += [Matter.order_on < today, func.coalesce(Matter.in_time_until, Matter.order_on) < today]
    if question.due_first:
        found.append(Matter.order_on >= question.due_first)
    if question.due_last:
        found.append(Matter.order_on <= question.due_last)
    elif question.due_first:
        found.append(Matter.order_on < date.max)
    return found


def _unindexed(conditions: Sequence[ColumnElement[bool]]) -> Conditions:
    return [case((and_(*conditions), 1), else_=0) == 1] if conditions else []


def _kind(question: Question, readers: Readers) -> Conditions:
    found: Conditions = []
    if question.category:
        found.append(Matter.category == question.category)
    if question.problem:
        # That work has stopped is part of the outline; that something is difficult is not.
        told = Matter.has_problem & _unless_whole(readers)
        found.append(or_(Matter.status == MatterStatus.BLOCKED, told))
    if question.without_problem:
        found += [Matter.status != MatterStatus.BLOCKED, Matter.has_problem.is_(False), _unless_whole(readers)]
    if question.percent:
        found += [figure().between(*question.percent), _unless_whole(readers)]
    if question.order in (Order.SLOWEST, Order.FASTEST):
        found += [figure().is_not(None), _unless_whole(readers)]
    return found


def figure() -> ColumnElement[int | None]:
    """A column of a statement that selects from Matter: its percent; of what has not begun 0, where none was told."""
    return func.coalesce(Matter.percent, case((Matter.status == MatterStatus.NOT_STARTED, 0)))


def _unless_whole(readers: Readers) -> ColumnElement[bool]:
    """Whoever is of no unit sees what he sees whole, and visibility is asked anyway."""
    return may_see_whole(readers) if isinstance(readers, Audience) or readers.is_of_unit else true()


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
