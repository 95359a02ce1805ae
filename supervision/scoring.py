"""考核: points, each with its ground, clause and signer. A mistake gets a counter-entry, never a change (N4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Matter, Notice, Outgoing, Person, ScoreEntry
from supervision.numbers import number_of

NOTICE = "notice"


class EntryKind(StrEnum):
    DEDUCT = "deduct"
    BONUS = "bonus"
    REVOKE = "revoke"


@dataclass(frozen=True, slots=True)
class Reminded:
    """Something we told the unit beforehand, and what became of it on the wire."""

    event: str
    at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Ground:
    """「为什么扣0.3」: the whole chain behind one entry."""

    entry: ScoreEntry
    notice: Notice
    number: str
    matter_number: int
    title: str
    evidence: Mapping[str, Any]  # as it stood when the notice was drafted (N8)
    reminded: Sequence[Reminded]  # as it stands now
    signer: str


def deduct(session: Session, notice: Notice, clause: str, signer: Person, now: datetime) -> None:
    """Enter what a signed notice costs. Once: the database refuses a second entry for the same ground."""
    if notice.points is None or notice.year is None:
        return
    session.add(_entry(notice, EntryKind.DEDUCT, notice.points, notice.year, clause, signer, now))


def revoke(session: Session, notice: Notice, clause: str, signer: Person, now: datetime) -> None:
    """The counter-entry to whatever the notice cost; nothing when it cost nothing."""
    entry = session.scalar(_entries_of(notice).where(ScoreEntry.kind == EntryKind.DEDUCT))
    if entry is not None:
        session.add(_entry(notice, EntryKind.REVOKE, -entry.points, entry.year, clause, signer, now))


def total(session: Session, unit_id: int, year: int) -> Decimal:
    """Exact: the points are added here, not in a database that might make them binary."""
    points = session.scalars(
        select(ScoreEntry.points).where(ScoreEntry.unit_id == unit_id, ScoreEntry.year == year)
    ).all()
    return sum(points, Decimal(0))


def grounds(session: Session, unit_id: int, year: int) -> list[Ground]:
    """Every entry of a unit and year that rests on a notice, with its chain, oldest first."""
    rows = session.execute(
        select(ScoreEntry, Notice, Matter.number, Matter.title, Person.name)
        .join(Notice, Notice.id == ScoreEntry.ground_id)
        .join(Matter, Matter.id == Notice.matter_id)
        .join(Person, Person.id == ScoreEntry.signed_by_id)
        .where(ScoreEntry.unit_id == unit_id, ScoreEntry.year == year, ScoreEntry.ground_kind == NOTICE)
        .order_by(ScoreEntry.id)
    )
    return [
        Ground(entry, notice, number_of(notice), number, title, notice.grounds, reminded(session, notice), signer)
        for entry, notice, number, title, signer in rows
    ]


def reminded(session: Session, notice: Notice) -> list[Reminded]:
    """The reminders named in a notice's evidence, with their present state."""
    ids = [each["id"] for each in notice.grounds.get("reminders", [])]
    rows = session.scalars(select(Outgoing).where(Outgoing.id.in_(ids)).order_by(Outgoing.id)).all() if ids else []
    return [Reminded(row.event, row.ended_at or row.created_at, row.state.value) for row in rows]


def _entries_of(notice: Notice) -> Any:  # noqa: ANN401 (a select of ScoreEntry)
    return select(ScoreEntry).where(ScoreEntry.ground_kind == NOTICE, ScoreEntry.ground_id == notice.id)


def _entry(
    notice: Notice, kind: EntryKind, points: Decimal, year: int, clause: str, signer: Person, now: datetime
) -> ScoreEntry:
    return ScoreEntry(
        unit_id=notice.unit_id,
        year=year,
        kind=kind.value,
        points=points,
        ground_kind=NOTICE,
        ground_id=notice.id,
        clause=clause,
        signed_by_id=signer.id,
        entered_at=now,
    )
