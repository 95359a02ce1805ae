"""Entries are only added (N4): to a book that is open, or as the counter-entry to one that stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Person, ScoreEntry, ScoreSheet, Unit
from supervision.scores.kinds import EntryKind
from supervision.scores.reckoning import Line, unrevoked
from supervision.scores.refusals import BookFrozen


@dataclass(frozen=True, slots=True)
class Signed:
    """What an entry rests on, and whose name stands under it."""

    ground_kind: str
    ground_id: int
    clause: str
    signer: Person
    now: datetime


def enter(
    session: Session, unit_id: int, year: int, kind: EntryKind, points: Decimal, book: str | None, signed: Signed,
    name: str | None = None,
) -> ScoreEntry:  # fmt: skip
    """Raises BookFrozen. The database refuses a second one of the kind for the same ground and unit."""
    require_open(session, unit_id, book, year)
    entry = ScoreEntry(
        unit_id=unit_id,
        year=year,
        kind=kind.value,
        points=points,
        ground_kind=signed.ground_kind,
        ground_id=signed.ground_id,
        clause=signed.clause,
        signed_by_id=signed.signer.id,
        entered_at=signed.now,
        book=book,
        name=name,
    )
    session.add(entry)
    session.flush()
    return entry


def counter(
    session: Session, entry: ScoreEntry, clause: str, signer: Person, now: datetime, *, after_appeal: bool
) -> ScoreEntry:
    """The counter-entry. Once the book is closed only a review opens the way to it; raises BookFrozen."""
    if not after_appeal:
        require_open(session, entry.unit_id, entry.book, entry.year)
    against = ScoreEntry(
        unit_id=entry.unit_id,
        year=entry.year,
        kind=EntryKind.REVOKE.value,
        points=-entry.points,
        ground_kind=entry.ground_kind,
        ground_id=entry.ground_id,
        clause=clause,
        signed_by_id=signer.id,
        entered_at=now,
        book=entry.book,
        name=entry.name,
    )
    session.add(against)
    session.flush()
    return against


def standing(session: Session, ground_kind: str, ground_id: int) -> Sequence[ScoreEntry]:
    """What a ground gave or took and nothing countered, by unit."""
    rows = session.scalars(
        select(ScoreEntry)
        .where(ScoreEntry.ground_kind == ground_kind, ScoreEntry.ground_id == ground_id)
        .order_by(ScoreEntry.unit_id, ScoreEntry.id)
    ).all()
    revoked = {row.unit_id for row in rows if row.kind == EntryKind.REVOKE}
    return [row for row in rows if row.kind != EntryKind.REVOKE and row.unit_id not in revoked]


def of_book(session: Session, unit_id: int, book: str, year: int) -> list[ScoreEntry]:
    """Every entry of one unit's book and year, oldest first."""
    wanted = select(ScoreEntry).where(
        ScoreEntry.unit_id == unit_id, ScoreEntry.book == book, ScoreEntry.year == year
    )  # fmt: skip
    return list(session.scalars(wanted.order_by(ScoreEntry.id)))


def lines(entries: Sequence[ScoreEntry]) -> tuple[Line, ...]:
    """As the reckoning wants them; all of one unit."""
    return tuple(
        Line(each.id, EntryKind(each.kind), each.points, (each.ground_kind, each.ground_id), each.name or "")
        for each in entries
    )


def live(session: Session, unit_id: int, book: str, year: int, kind: EntryKind) -> list[ScoreEntry]:
    """Those of one kind that stand."""
    found = of_book(session, unit_id, book, year)
    ids = {line.id for line in unrevoked(lines(found)) if line.kind is kind}
    return [entry for entry in found if entry.id in ids]


def sheet_of(session: Session, unit_id: int, book: str, year: int) -> ScoreSheet | None:
    """定档, if it was."""
    return session.scalar(
        select(ScoreSheet).where(ScoreSheet.unit_id == unit_id, ScoreSheet.book == book, ScoreSheet.year == year)
    )


def require_open(session: Session, unit_id: int, book: str | None, year: int) -> None:
    """Raises BookFrozen. The unit is locked, so nothing enters a book while somebody closes it."""
    if book is None:
        return
    unit = session.scalar(select(Unit).where(Unit.id == unit_id).with_for_update(key_share=True))
    if unit is None:
        raise LookupError(f"no unit {unit_id}")
    if sheet_of(session, unit_id, book, year) is not None:
        raise BookFrozen(unit=unit.name, book=book, year=year)
