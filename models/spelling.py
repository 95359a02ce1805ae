"""Names in pairs of characters, so that a part of one is found without reading them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from sqlalchemy import Table, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.matter import Matter
from models.name import NamePair
from models.unit import Alias

_PAIR = cast(Table, NamePair.__table__)
_FORGET = delete(_PAIR).where(_PAIR.c.pair == bindparam("old_pair"), _PAIR.c.matter_id == bindparam("old_matter"))


def pairs_of(*names: str) -> set[str]:
    """All pairs of neighbouring characters, blanks left out."""
    return {
        name[at : at + 2]
        for name in (one.lower() for one in names)
        for at in range(len(name) - 1)
        if not name[at : at + 2].isspace()
    }


def respell(session: Session, ids: Sequence[int], given_up: Mapping[int, Sequence[str]]) -> None:
    """The pairs of these matters' names as they are now; `given_up` are names they had before."""
    connection = session.connection()
    titles = connection.execute(select(Matter.id, Matter.title).where(Matter.id.in_(ids)))
    names: dict[int, list[str]] = {row.id: [row.title] for row in titles}
    aliases = select(Alias.matter_id, Alias.text).where(Alias.matter_id.in_(ids))
    for row in connection.execute(aliases):
        names[row.matter_id].append(row.text)
    spelt = {matter_id: pairs_of(*called) for matter_id, called in names.items()}
    gone = [
        {"old_pair": pair, "old_matter": matter_id}
        for matter_id, former in given_up.items()
        for pair in pairs_of(*former) - spelt.get(matter_id, set())
        if matter_id in spelt
    ]
    if gone:
        connection.execute(_FORGET, gone)
    rows = [{"pair": pair, "matter_id": matter_id} for matter_id, pairs in spelt.items() for pair in sorted(pairs)]
    if rows:
        insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        connection.execute(insert(_PAIR).on_conflict_do_nothing(), rows)
