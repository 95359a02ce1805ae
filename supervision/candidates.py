"""Which matters a message may mean, asked of the database: above some hundred matters nobody holds all their names.

Whatever shares a rare part of its names with the text is a candidate; how many share the other parts is told with
them, so that what says little elsewhere says little here. Only what the reader may name is counted (T10).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Select, String, bindparam, cast, func, literal_column, select, union_all
from sqlalchemy.orm import Session

from models import CoUnit, Matter, NamePart, Progress, Report, Unit
from models.spelling import parts_of
from supervision.visibility import Viewer, may_name, may_see

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
    ids = _theirs(session, viewer, units)
    if numbers:
        ids.update(session.scalars(select(Matter.id).where(Matter.number.in_(numbers)).limit(len(numbers) * RARE)))
    for first in range(0, len(rare), AT_ONCE):
        some = rare[first : first + AT_ONCE]
        seen = select(NamePart.matter_id).join(Matter, Matter.id == NamePart.matter_id).where(may_name(viewer))
        ids.update(session.scalars(seen.where(NamePart.part.in_(some))))
    return Candidates(frozenset(ids), shared)


def _shared(session: Session, viewer: Viewer, parts: list[str]) -> dict[str, int]:
    """By part how many matters he may name share it; those nobody bears are left out."""
    rows = session.execute(_counting(viewer, session.connection().dialect.name), {"said": json.dumps(parts)})
    return {row.part: row.many for row in rows if row.many}


@lru_cache(maxsize=256)
def _counting(viewer: Viewer, dialect: str) -> Select[Any]:
    """Built once for each viewer. The list is one value, or every length of it would be another statement."""
    listed = bindparam("said", type_=String())
    if dialect == "sqlite":
        said = func.json_each(listed).table_valued("value", name="said")
    else:
        said = func.json_array_elements_text(cast(listed, JSON)).table_valued("value", name="said").render_derived()
    having = (
        select(literal_column("1"))
        .select_from(NamePart)
        .join(Matter, Matter.id == NamePart.matter_id)
        .where(NamePart.part == said.c.value, may_name(viewer))
        .correlate(said)
        .limit(COUNTED)
        .subquery()
    )
    many = select(func.count()).select_from(having).scalar_subquery()
    return select(said.c.value.label("part"), many.label("many"))


def _theirs(session: Session, viewer: Viewer, units: Collection[str]) -> set[int]:
    named = select(Unit.id).where(Unit.name.in_(units))
    unit_ids = [viewer.unit_id, *(session.scalars(named) if units else ())]
    led = select(Matter.id).where(Matter.unit_id.in_(unit_ids))
    assisted = select(CoUnit.matter_id).where(CoUnit.unit_id.in_(unit_ids))
    found = set(session.scalars(union_all(led, assisted)))
    return found | _last_told(session, viewer) if viewer.is_of_unit else found


def _last_told(session: Session, viewer: Viewer) -> set[int]:
    told = select(Progress.matter_id).join(Report, Report.id == Progress.report_id)
    newest = told.where(Report.person_id == viewer.person_id).order_by(Report.told_at.desc()).limit(LAST_TOLD)
    return set(session.scalars(newest))
