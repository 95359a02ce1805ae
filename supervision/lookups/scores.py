"""考核: what a unit's points come to, and from which entries. Exact decimals throughout."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Matter, Notice, Person, ScoreEntry, Unit
from supervision.visibility import Readers, may_see_notices, may_see_units


@dataclass(frozen=True, slots=True)
class Ground:
    """An entry and the paper it rests on; `title` is empty when the matter is not for these readers."""

    entry: ScoreEntry
    unit: str
    signer: str
    notice: Notice | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class UnitScore:
    unit: str
    total: Decimal
    entries: int


def totals(session: Session, readers: Readers, year: int, units: frozenset[int] | None = None) -> list[UnitScore]:
    """Per unit of which these readers may know and that has entries in the year; the most points lost first."""
    wanted = [ScoreEntry.year == year, may_see_units(readers, ScoreEntry.unit_id)]
    if units is not None:
        wanted.append(ScoreEntry.unit_id.in_(sorted(units)))
    points: dict[str, list[Decimal]] = defaultdict(list)
    rows = select(Unit.name, ScoreEntry.points).join(Unit, Unit.id == ScoreEntry.unit_id).where(*wanted)
    for name, one in session.execute(rows):
        points[name].append(one)
    found = [UnitScore(name, sum(ones, Decimal(0)), len(ones)) for name, ones in points.items()]
    return sorted(found, key=lambda score: (score.total, score.unit))


def entries(
    session: Session, readers: Readers, year: int, limit: int, units: frozenset[int] | None = None,
    points: Decimal | None = None,
) -> Sequence[Ground]:  # fmt: skip
    """The entries of a year, newest first; `points` asks for those of this size, whatever their sign."""
    wanted = [ScoreEntry.year == year, may_see_units(readers, ScoreEntry.unit_id)]
    if units is not None:
        wanted.append(ScoreEntry.unit_id.in_(sorted(units)))
    rows = session.execute(
        select(ScoreEntry, Unit.name, Person.name)
        .join(Unit, Unit.id == ScoreEntry.unit_id)
        .join(Person, Person.id == ScoreEntry.signed_by_id)
        .where(*wanted)
        .order_by(ScoreEntry.entered_at.desc(), ScoreEntry.id.desc())
    )
    # Points are kept as exact text, so their size is compared here: 0.30 is 0.3.
    fitting = [row for row in rows if points is None or abs(row[0].points) == points][:limit]
    papers = _papers(session, readers, [entry.ground_id for entry, _, _ in fitting if entry.ground_kind == "notice"])
    return [_ground(*row, papers) for row in fitting]


def _ground(entry: ScoreEntry, unit: str, signer: str, papers: dict[int, tuple[Notice, str]]) -> Ground:
    paper = papers.get(entry.ground_id) if entry.ground_kind == "notice" else None
    return Ground(entry, unit, signer, *paper) if paper else Ground(entry, unit, signer)


def _papers(session: Session, readers: Readers, ids: list[int]) -> dict[int, tuple[Notice, str]]:
    rows = session.execute(
        select(Notice, Matter.title)
        .join(Matter, Matter.id == Notice.matter_id)
        .where(Notice.id.in_(ids), may_see_notices(readers))
    )
    return {notice.id: (notice, title) for notice, title in rows}
