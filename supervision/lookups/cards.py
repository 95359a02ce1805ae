"""The facts of a matter for three lines on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Matter, Milestone, Progress, Unit
from models.matter import OPEN, MatterStatus
from supervision.lights import Light
from supervision.lookups.balls import Ball, balls_of
from supervision.lookups.matters import Row
from supervision.lookups.taken_back import TakenBack, taken_back
from supervision.visibility import Readers, Scope


@dataclass(frozen=True, slots=True)
class LateNode:
    """The earliest milestone that is over its day."""

    name: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Card:
    """In outline everything from `percent` to `problem` is empty, and not said why it was taken back."""

    scope: Scope
    number: int
    code: str
    title: str
    unit: str
    light: Light | None
    status: MatterStatus
    is_suspended: bool
    due_on: date | None
    days_late: int  # calendar days; 0 when not overdue
    days_left: int | None  # calendar days; None when overdue, ended, suspended or without a due day
    expected_on: date | None
    percent: int | None
    told_at: datetime | None
    told: str  # the words of the last report, where they were asked for
    problem: str
    balls: tuple[Ball, ...]
    taken_back: TakenBack | None
    late_node: LateNode | None = None  # where that is what the light shows, and it was asked for


@dataclass(frozen=True, slots=True)
class _Words:
    """What only those hear who see the whole."""

    last: Progress | None = None
    taken_back: TakenBack | None = None
    late_node: LateNode | None = None


_NONE = _Words()


def cards(
    session: Session, rows: Sequence[Row], readers: Readers, today: date, *, with_words: bool = True
) -> list[Card]:
    """The cards of a page, in its order; a page costs a handful of statements, never a scan of what was told.

    A list of one line each has no room for what was told last.
    """
    matters = [row.matter for row in rows]
    names = _unit_names(session, {matter.unit_id for matter in matters})
    balls = balls_of(session, matters, readers)
    whole = [row.matter for row in rows if with_words and row.scope is Scope.WHOLE]
    words = {
        matter.id: _Words(_last_told(session, matter), taken_back(session, matter), _late_node(session, matter, today))
        for matter in whole
    }
    return [
        _card(row, names[row.matter.unit_id], balls[row.matter.id], words.get(row.matter.id, _NONE), today)
        for row in rows
    ]


def _card(row: Row, unit: str, balls: tuple[Ball, ...], words: _Words, today: date) -> Card:
    matter, is_whole = row.matter, row.scope is Scope.WHOLE
    return Card(
        scope=row.scope,
        number=matter.number,
        code=matter.code,
        title=matter.title,
        unit=unit,
        light=row.light,
        status=matter.status,
        is_suspended=matter.suspended_since is not None,
        due_on=matter.due_on,
        days_late=_days_late(matter, today),
        days_left=_days_left(matter, today),
        expected_on=matter.expected_on,
        percent=matter.percent if is_whole else None,
        told_at=words.last.told_at if words.last else None,
        told=words.last.words if words.last else "",
        problem=matter.problem_words if is_whole and matter.has_problem else "",
        balls=balls,
        taken_back=words.taken_back,
        late_node=words.late_node,
    )


def _late_node(session: Session, matter: Matter, today: date) -> LateNode | None:
    if (
        matter.node_on is None
        or matter.node_on >= today
        or matter.status not in OPEN
        or matter.suspended_since is not None
    ):
        return None
    late = select(Milestone.name, Milestone.due_on).where(
        Milestone.matter_id == matter.id, Milestone.done_on.is_(None), Milestone.due_on == matter.node_on
    )
    found = session.execute(late.order_by(Milestone.id).limit(1)).one_or_none()
    return LateNode(found.name, found.due_on) if found else None


def _days_late(matter: Matter, today: date) -> int:
    if matter.due_on is None or matter.status not in OPEN or matter.suspended_since is not None:
        return 0
    return max(0, (today - _last_in_time(matter.due_on, matter)).days)


def _days_left(matter: Matter, today: date) -> int | None:
    if matter.due_on is None or matter.status not in OPEN or matter.suspended_since is not None:
        return None
    last = _last_in_time(matter.due_on, matter)
    if last < today:
        return None
    return ((matter.due_on if matter.due_on >= today else last) - today).days


def _last_in_time(due_on: date, matter: Matter) -> date:
    return max(due_on, matter.in_time_until or due_on)


def _last_told(session: Session, matter: Matter) -> Progress | None:
    return session.scalar(
        select(Progress)
        .where(Progress.matter_id == matter.id, Progress.withdrawn_at.is_(None))
        .order_by(Progress.told_at.desc(), Progress.told_key.desc(), Progress.id.desc())
        .limit(1)
    )


def _unit_names(session: Session, ids: set[int]) -> dict[int, str]:
    return dict(session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(ids))).all())
