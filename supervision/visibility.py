"""Who may see what: one predicate, used by every reader (query, screen, export, papers, reminders).

unit_head, liaison: the matters their unit leads, whole; those it assists, in outline: title, state, dates and the call
for help addressed to it. leader: the units in his charge; none listed means all. supervisor: all. Sealed matters: only
those named on them. administrator: settings and delivery states, no content. Anybody else: nothing.
What is sealed and what does not exist get the same answer, so nothing here ever says why something is not seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sqlalchemy import ColumnElement, Select, String, and_, case, false, literal_column, or_, select, true, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models import Charge, Chat, ChatMember, CoUnit, HelpCall, LeadChange, Matter, NamedOn, Notice, Person
from models.notice import NoticeState
from models.person import Role

FEW_UNITS = 200  # in a leader's charge
UNIT_ROLES = (Role.UNIT_HEAD, Role.LIAISON)
INSIDE_THE_OFFICE = (NoticeState.DRAFT, NoticeState.PROPOSED, NoticeState.REFUSED, NoticeState.CANCELLED)


class Scope(StrEnum):
    """How much of a matter is seen."""

    WHOLE = "whole"
    OUTLINE = "outline"  # title, state, dates, the call for help
    NOTHING = "nothing"


class Known(Protocol):
    """A person in another shape than his row."""

    @property
    def id(self) -> int: ...
    @property
    def unit_id(self) -> int: ...
    @property
    def role(self) -> Role: ...
    @property
    def is_active(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Viewer:
    """One person who reads. `role` is None for a stranger and for one who left."""

    person_id: int
    role: Role | None
    unit_id: int
    charges: frozenset[int] = frozenset()

    @property
    def is_of_unit(self) -> bool:
        return self.role in UNIT_ROLES

    @property
    def has_all_units(self) -> bool:
        return self.role is Role.SUPERVISOR or (self.role is Role.LEADER and not self.charges)


@dataclass(frozen=True, slots=True)
class Audience:
    """Those who sit in one chat: what is said there is what each of them may see. Sealed matters are never said."""

    viewers: frozenset[Viewer]


@dataclass(frozen=True, slots=True)
class Part:
    """A condition on Matter and how much is seen where it holds. `is_few`: so narrow that it is to lead a search."""

    condition: ColumnElement[bool]
    scope: ColumnElement[str]
    is_few: bool


Readers = Viewer | Audience


def viewer_of(session: Session, person: Person | Known | None) -> Viewer:
    """How a person reads; a stranger or an inactive person sees nothing."""
    if person is None or not person.is_active:
        return Viewer(0, None, 0)
    charges: frozenset[int] = frozenset()
    if person.role is Role.LEADER:
        charges = frozenset(session.scalars(select(Charge.unit_id).where(Charge.person_id == person.id)))
    return Viewer(person.id, person.role, person.unit_id, charges)


def audience_of(session: Session, chat_id: int) -> Audience:
    """The members of a chat as one reader. A chat whose members nobody entered may see nothing."""
    people = session.scalars(
        select(Person)
        .join(ChatMember, ChatMember.person_id == Person.id)
        .join(Chat, Chat.id == ChatMember.chat_id)
        .where(ChatMember.chat_id == chat_id)
    ).all()
    viewers = (viewer_of(session, person) for person in people)
    # Nobody is person 0, so nobody in a chat is named on a sealed matter; and members of one unit count once.
    return Audience(frozenset(Viewer(0, viewer.role, viewer.unit_id, viewer.charges) for viewer in viewers))


def may_see(readers: Readers) -> ColumnElement[bool]:
    """A condition on Matter: at least its outline is seen."""
    if isinstance(readers, Audience):
        return _by_all(readers, may_see)
    if not readers.is_of_unit:
        return may_see_whole(readers)
    return Matter.id.in_(union_all(*_of_unit(readers)))


def may_name(viewer: Viewer) -> ColumnElement[bool]:
    """A condition on Matter: what is seen, and what the unit led until it was handed on (改派).

    The name is still in its people's mouths: read as nobody's, 厂房一期 would go to the unit's 厂房二期. Of what is
    only named nothing is shown, and nothing is recorded on it.
    """
    if not viewer.is_of_unit:
        return may_see(viewer)
    led_once = select(LeadChange.matter_id).where(LeadChange.from_unit_id == viewer.unit_id)
    handed_on = select(_Any.id).where(_Any.id.in_(led_once), _Any.is_sealed.is_(False))
    return Matter.id.in_(union_all(*_of_unit(viewer), handed_on))


def _of_unit(viewer: Viewer) -> tuple[Select[int], ...]:
    """The ids of what its people see, each gathered by an index.

    As one long OR the database would walk the whole ledger for a unit that has ten matters in it.
    """
    led = select(_Any.id).where(_Any.unit_id == viewer.unit_id, _Any.is_sealed.is_(False))
    helped = select(CoUnit.matter_id).where(CoUnit.unit_id == viewer.unit_id)
    assisted = select(_Any.id).where(_Any.id.in_(helped), _Any.is_sealed.is_(False))
    sealed = select(_Any.id).where(_Any.id.in_(_naming(viewer)), _Any.is_sealed.is_(True))
    return led, assisted, sealed


def parts(readers: Readers) -> tuple[Part, ...]:
    """The same as conditions of which at most one holds, each with its scope: every part has an index of its own."""
    if isinstance(readers, Audience):
        is_few = not all(viewer.has_all_units for viewer in readers.viewers)
        return (Part(may_see(readers), seen_scope(readers), is_few),)
    if not _sees_content(readers):
        return (Part(false(), _OUTLINE, is_few=True),)
    is_few = not readers.has_all_units and len(_own_units(readers)) <= FEW_UNITS
    named = Part(and_(Matter.is_sealed.is_(True), Matter.id.in_(_naming(readers))), _WHOLE, is_few=True)
    led = Part(and_(Matter.is_sealed.is_(False), may_see_units(readers, Matter.unit_id)), _WHOLE, is_few)
    if not readers.is_of_unit:
        return led, named
    helped = Matter.id.in_(select(CoUnit.matter_id).where(CoUnit.unit_id == readers.unit_id))
    assisted = and_(helped, Matter.is_sealed.is_(False), Matter.unit_id != readers.unit_id)
    return led, Part(assisted, _OUTLINE, is_few=True), named


def may_see_whole(readers: Readers) -> ColumnElement[bool]:
    """A condition on Matter: percent, words, problems and grounds are seen, too."""
    if isinstance(readers, Audience):
        return _by_all(readers, may_see_whole)
    if not _sees_content(readers):
        return false()
    open_to_role = and_(Matter.is_sealed.is_(False), may_see_units(readers, Matter.unit_id))
    return or_(open_to_role, and_(Matter.is_sealed.is_(True), Matter.id.in_(_naming(readers))))


def seen_scope(readers: Readers) -> ColumnElement[str]:
    """The scope as a column of a statement that selects from Matter where `may_see` holds."""
    return case((may_see_whole(readers), Scope.WHOLE.value), else_=Scope.OUTLINE.value)


def scope(session: Session, readers: Readers, matter_id: int) -> Scope:
    """How much of one matter is seen; nothing, also when there is none."""
    found = session.scalar(select(seen_scope(readers)).where(Matter.id == matter_id, may_see(readers)))
    return Scope(found) if found else Scope.NOTHING


def scope_of(session: Session, viewer: Viewer, matter: Matter) -> Scope:
    """The same for a matter that was read already; the everyday cases need no further question."""
    if not matter.is_sealed and _sees_content(viewer) and may_see_unit(viewer, matter.unit_id):
        return Scope.WHOLE
    return scope(session, viewer, matter.id)


def may_see_units(readers: Readers, unit_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """A condition on a column with a unit's id: what concerns the unit as such is seen: notices, scores, reports."""
    if isinstance(readers, Audience):
        return _by_all(readers, lambda viewer: may_see_units(viewer, unit_id))
    if readers.has_all_units:
        return true()
    return unit_id.in_(sorted(_own_units(readers)))


def may_see_unit(readers: Readers, unit_id: int) -> bool:
    """The same for one unit."""
    if isinstance(readers, Audience):
        return bool(readers.viewers) and all(may_see_unit(viewer, unit_id) for viewer in readers.viewers)
    return readers.has_all_units or unit_id in _own_units(readers)


def may_see_notices(readers: Readers) -> ColumnElement[bool]:
    """A condition on Notice joined with its Matter. A unit sees a draft only once it was heard about it."""
    if isinstance(readers, Audience):
        return _by_all(readers, may_see_notices)
    if not _sees_content(readers):
        return false()
    seen = and_(
        may_see_units(readers, Notice.unit_id), or_(Matter.is_sealed.is_(False), Matter.id.in_(_naming(readers)))
    )
    if not readers.is_of_unit:
        return seen
    return and_(seen, or_(Notice.state.not_in(INSIDE_THE_OFFICE), Notice.hearing_until.is_not(None)))


def may_see_calls(readers: Readers) -> ColumnElement[bool]:
    """A condition on HelpCall joined with its Matter: all calls of a matter seen whole, else one's own."""
    if isinstance(readers, Audience):
        return _by_all(readers, may_see_calls)
    if not readers.is_of_unit:
        return may_see_whole(readers)
    return or_(may_see_whole(readers), and_(may_see(readers), HelpCall.unit_id == readers.unit_id))


def _by_all(audience: Audience, condition: Callable[[Viewer], ColumnElement[bool]]) -> ColumnElement[bool]:
    return and_(*map(condition, audience.viewers)) if audience.viewers else false()


def _sees_content(viewer: Viewer) -> bool:
    return viewer.is_of_unit or viewer.role in (Role.LEADER, Role.SUPERVISOR)


def _own_units(viewer: Viewer) -> frozenset[int]:
    if viewer.is_of_unit:
        return frozenset({viewer.unit_id})
    return viewer.charges if viewer.role is Role.LEADER else frozenset()


def _naming(viewer: Viewer) -> Select[int]:
    return select(NamedOn.matter_id).where(NamedOn.person_id == viewer.person_id)


_Any = aliased(Matter)
_WHOLE: ColumnElement[str] = literal_column(f"'{Scope.WHOLE.value}'", String())
_OUTLINE: ColumnElement[str] = literal_column(f"'{Scope.OUTLINE.value}'", String())
