"""The simulation's seams reach every statement that changes the file, those too that go around SQLAlchemy's events."""

from __future__ import annotations

from typing import cast

import pytest
from sqlalchemy import Table, bindparam, func, insert, select, update

from models import Unit
from models.prepared import Prepared
from models.session import Database
from tests.faults.driver import hang
from tests.faults.seams import Point

_UNIT = cast(Table, Unit.__table__)
_ADD = Prepared(insert(_UNIT).values(name=bindparam("name"), owes_reports=False))
_RENAME = Prepared(update(_UNIT).where(_UNIT.c.name == bindparam("known_as")).values(name=bindparam("called")))


class _Gone(BaseException):
    """As a process that is no more."""


def test_each_way_to_the_file_is_seen(sqlite: Database) -> None:
    seen: list[Point] = []
    hang(sqlite.engine, seen.append)
    with sqlite.write() as session:
        session.add(Unit(name="城管局", owes_reports=False))
        session.flush()
    added = [Point.INSERT, Point.INSERTED, Point.COMMIT, Point.COMMITTED]
    assert seen == added

    with sqlite.write() as session:
        _ADD.new_id(session, {"name": "经信局"})
    with sqlite.write() as session:
        _RENAME.change(session, [{"known_as": "经信局", "called": "工信局"}])
    assert seen == [*added, *added, Point.CHANGE, Point.COMMIT, Point.COMMITTED]


@pytest.mark.parametrize("point", [Point.INSERT, Point.INSERTED, Point.COMMIT])
def test_who_is_struck_before_the_commit_leaves_nothing(sqlite: Database, point: Point) -> None:
    def strike(at: Point) -> None:
        if at is point:
            raise _Gone

    hang(sqlite.engine, strike)
    with pytest.raises(_Gone), sqlite.write() as session:
        _ADD.new_id(session, {"name": "经信局"})
    with sqlite.read() as session:
        assert session.scalar(select(func.count()).select_from(Unit)) == 0
