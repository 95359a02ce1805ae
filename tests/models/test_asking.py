"""A prepared question sees what its session has not written yet, as the session's own selects do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models import Matter
from models.asking import Asking
from models.session import Database
from tests.models.rows import stand

TITLED = Asking(select(Matter.id).where(Matter.title == bindparam("title")))
NEWEST = Asking(select(func.max(Matter.closed_at)))


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.write() as session:
        stand(session)
        yield session


def test_what_was_changed_is_written_before_it_is_asked_for(session: Session) -> None:
    assert not TITLED.finds(session, {"title": "二期厂房"})
    session.get_one(Matter, 1).title = "二期厂房"
    assert TITLED.finds(session, {"title": "二期厂房"})
    assert TITLED.all(session, {"title": "二期厂房"}) == [1]


def test_no_row_and_a_row_with_nothing_in_it_are_the_same_answer(session: Session) -> None:
    assert TITLED.first(session, {"title": "没有这一件"}) is None
    assert NEWEST.first(session) is None
    assert NEWEST.finds(session)
