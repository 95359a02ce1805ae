"""Names in their parts of two and three characters, so that one is found without reading them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from sqlalchemy import Table, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.matter import Matter
from models.name import LONGEST, NamePart
from models.unit import Alias

_PART = cast(Table, NamePart.__table__)
_FORGET = delete(_PART).where(_PART.c.part == bindparam("old_part"), _PART.c.matter_id == bindparam("old_matter"))


def parts_of(*names: str) -> set[str]:
    """All runs of two and three characters; none that is blank."""
    lower = [name.lower() for name in names]
    runs = (name[at : at + length] for name in lower for length in (2, LONGEST) for at in range(len(name) - length + 1))
    return {run for run in runs if not run.isspace()}


def respell(session: Session, ids: Sequence[int], given_up: Mapping[int, Sequence[str]]) -> None:
    """The parts of these matters' names as they are now; `given_up` are names they had before."""
    connection = session.connection()
    titles = connection.execute(select(Matter.id, Matter.title).where(Matter.id.in_(ids)))
    names: dict[int, list[str]] = {row.id: [row.title] for row in titles}
    aliases = select(Alias.matter_id, Alias.text).where(Alias.matter_id.in_(ids))
    for row in connection.execute(aliases):
        names[row.matter_id].append(row.text)
    spelt = {matter_id: parts_of(*called) for matter_id, called in names.items()}
    gone = [
        {"old_part": part, "old_matter": matter_id}
        for matter_id, former in given_up.items()
        for part in parts_of(*former) - spelt.get(matter_id, set())
        if matter_id in spelt
    ]
    if gone:
        connection.execute(_FORGET, gone)
    rows = [{"part": part, "matter_id": matter_id} for matter_id, parts in spelt.items() for part in sorted(parts)]
    if rows:
        insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        connection.execute(insert(_PART).on_conflict_do_nothing(), rows)
