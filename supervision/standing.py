"""How a matter stands: each word told of it, laid upon what stood before; and the one statement that keeps it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import cast

from sqlalchemy import Table, bindparam, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from models import Matter, Progress, plan_look
from models.matter import OPEN, MatterStatus
from models.prepared import Prepared
from supervision.errors import AlreadyRevoked


@dataclass(frozen=True, slots=True)
class Word:
    """What one row says of a matter; None: it does not tell."""

    told_at: datetime
    told_key: str
    status: MatterStatus | None
    percent: int | None
    expected_on: date | None
    has_problem: bool
    words: str
    is_correction: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """The columns of a matter that reports move; `told_at` and `told_key` are those of the record that made them."""

    status: MatterStatus
    percent: int | None
    expected_on: date | None = None
    has_problem: bool = False
    problem_words: str = ""
    told_at: datetime | None = None
    told_key: str = ""


_MATTER = cast(Table, Matter.__table__)
_COLUMNS = tuple(column.name for column in fields(Standing))
_KEEP = Prepared(
    update(_MATTER).where(_MATTER.c.id == bindparam("matter_id")).values({name: bindparam(name) for name in _COLUMNS})
)


def require_standing(matter: Matter) -> None:
    """Of what was taken back nothing is recorded, found or scored any more. Raises AlreadyRevoked."""
    if matter.status is MatterStatus.REVOKED:
        raise AlreadyRevoked(number=matter.number, title=matter.title, because=matter.revoked_because or "")


def word_of(row: Progress) -> Word:
    """The same of a row that was written earlier."""
    return Word(
        told_at=row.told_at,
        told_key=row.told_key,
        status=row.status,
        percent=row.percent,
        expected_on=row.expected_on,
        has_problem=row.has_problem,
        words=row.words,
        is_correction=row.is_correction,
    )


def standing_of(matter: Matter) -> Standing:
    """As it is on record."""
    return Standing(
        status=matter.status,
        percent=matter.percent,
        expected_on=matter.expected_on,
        has_problem=matter.has_problem,
        problem_words=matter.problem_words,
        told_at=matter.told_at,
        told_key=matter.told_key,
    )


def is_newest(standing: Standing, word: Word) -> bool:
    """Whether nothing that was told later made what stands, whatever came in first (I6)."""
    return standing.told_at is None or (standing.told_at, standing.told_key) <= (word.told_at, word.told_key)


def after(standing: Standing, word: Word, *, is_confirmed: bool) -> Standing:
    """How it stands once the word is laid upon it; what the office has confirmed, words no longer move."""
    tells_of_trouble = word.has_problem or not word.is_correction
    return Standing(
        status=standing.status if is_confirmed or word.status is None else word.status,
        percent=standing.percent if is_confirmed or word.percent is None else word.percent,
        expected_on=word.expected_on or standing.expected_on,
        has_problem=word.has_problem if tells_of_trouble else standing.has_problem,
        problem_words=(word.words if word.has_problem else "") if tells_of_trouble else standing.problem_words,
        told_at=word.told_at,
        told_key=word.told_key,
    )


def keep(session: Session, matter: Matter, standing: Standing) -> None:
    """Write how the matter stands, at once: this ends nearly every report, so it is one prepared statement.

    The matter in hand shows it too, as read from the table, so that the session has, as a rule, nothing left to write.
    """
    values = {name: getattr(standing, name) for name in _COLUMNS}
    _KEEP.change(session, [{"matter_id": matter.id, **values}])
    plan_moves = _moves_the_plan(matter, standing)
    for name, value in values.items():
        set_committed_value(matter, name, value)
    if plan_moves:
        matter.plan_look_on = plan_look(matter)


def _moves_the_plan(matter: Matter, standing: Standing) -> bool:
    """Whether it may be behind its plan earlier than was reckoned; a figure that rises only puts that off."""
    fell = standing.percent is not None and (matter.percent is None or standing.percent < matter.percent)
    return fell or (standing.status in OPEN and matter.status not in OPEN)
