"""Every row of the house, to see that nothing has changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models import Base
from tests.stories.office import StoryOffice

Rows = dict[str, list[tuple[Any, ...]]]


def rows(office: StoryOffice, *, but: tuple[str, ...] = ()) -> Rows:
    """Table → its rows, without the tables in `but`."""
    with office.house.database.read() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table))]
            for table in Base.metadata.sorted_tables
            if table.name not in but
        }


def beyond_the_inbox(office: StoryOffice) -> Rows:
    """What messages have brought about."""
    return rows(office, but=("inbox",))
