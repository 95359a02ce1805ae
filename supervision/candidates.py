"""Which matters a message may mean, asked of the database: above some hundred matters nobody holds all their names.

Whatever shares a rare part of its names with the text is a candidate; how many share the other parts is told with
them, so that what says little elsewhere says little here. Only what the reader may see is counted (T10).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import String as Text
from sqlalchemy import column, func, literal_column, select, values
from sqlalchemy.orm import Session

from models import CoUnit, Matter, NamePart, Progress, Report, Unit
from models.spelling import parts_of
from supervision.visibility import Viewer, may_see

RARE = 12  # matters that share a part; where more do it brings none
COUNTED = 65  # further nobody counts: such a part tells nothing
AT_ONCE = 300  # parts in one statement
LAST_TOLD = 30  # matters of the person's last reports, for 该项目


@dataclass(frozen=True, slots=True)
class Candidates:
    ids: frozenset[int]
    shared: Mapping[str, int]  # by part of a name: how many matters have it


def sees_more_than(session: Session, viewer: Viewer, some: int) -> bool:
    """Whether this viewer may see more than so many matters."""
    seen = select(Matter.id).where(may_see(viewer)).limit(some + 1).subquery()
    return (session.scalar(select(func.count()).select_from(seen)) or 0) > some


def candidates(
    session: Session, viewer: Viewer, texts: Iterable[str], numbers: Collection[int], units: Collection[str]
) -> Candidates:
    """By parts of names in the texts, by numbers, and all that the units lead or assist."""
    shared = _shared(session, viewer, sorted(parts_of(*texts)))
    rare = [part for part, many in shared.items() if many <= RARE]
    ids = set(_theirs(session, viewer, units))
    ids.update(session.scalars(select(Matter.id).where(Matter.number.in_(numbers)).limit(len(numbers) * RARE)))
    for first in range(0, len(rare), AT_ONCE):
        some = rare[first : first + AT_ONCE]
        seen = select(NamePart.matter_id).join(Matter, Matter.id == NamePart.matter_id).where(may_see(viewer))
        ids.update(session.scalars(seen.where(NamePart.part.in_(some))))
    return Candidates(frozenset(ids), shared)


def _shared(session: Session, viewer: Viewer, parts: list[str]) -> dict[str, int]:
    """By part how many matters he may see share it; those nobody bears are left out."""
    found: dict[str, int] = {}
    for first in range(0, len(parts), AT_ONCE):
        asked = values(column("part", Text()), name="asked").data([(one,) for one in parts[first : first + AT_ONCE]])
        said = asked.cte("said")
        having = (
            select(literal_column("1"))
            .select_from(NamePart)
            .join(Matter, Matter.id == NamePart.matter_id)
            .where(NamePart.part == said.c.part, may_see(viewer))
            .correlate(said)
            .limit(COUNTED)
            .subquery()
        )
        many = select(func.count()).select_from(having).scalar_subquery()
        found |= {row.part: row.many for row in session.execute(select(said.c.part, many.label("many"))) if row.many}
    return found


def _theirs(session: Session, viewer: Viewer, units: Collection[str]) -> Iterable[int]:
    unit_ids = [viewer.unit_id, *session.scalars(select(Unit.id).where(Unit.name.in_(units)))]
    led = select(Matter.id).where(Matter.unit_id.in_(unit_ids))
    assisted = select(CoUnit.matter_id).where(CoUnit.unit_id.in_(unit_ids))
    told = (
        select(Progress.matter_id)
        .join(Report, Report.id == Progress.report_id)
        .where(Report.person_id == viewer.person_id)
        .order_by(Report.told_at.desc())
        .limit(LAST_TOLD)
    )
    return {found for one in (led, assisted, told) for found in session.scalars(one)}
