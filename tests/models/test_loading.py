"""A matter that a prepared statement brought is the session's own, like one it selected itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import Matter
from models.loading import Loading
from models.session import Database
from tests.models.rows import stand

BY_CODE = Loading(Matter, Matter.code == bindparam("code"))
CODE = {"code": "ZD-2026-001"}


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.write() as session:
        stand(session)
        yield session


def test_a_loaded_matter_is_the_sessions_own(session: Session) -> None:
    matter = BY_CODE.first(session, CODE)
    assert matter is not None
    assert session.scalar(select(Matter).where(Matter.code == CODE["code"])) is matter
    assert BY_CODE.first(session, CODE) is matter
    assert BY_CODE.first(session, {"code": "ZD-2026-999"}) is None


def test_what_is_changed_of_a_loaded_matter_is_written(database: Database) -> None:
    with database.write() as session:
        stand(session)
        matter = BY_CODE.first(session, CODE)
        assert matter is not None
        matter.title, matter.suspended_since = "二期厂房", datetime(2026, 6, 15, 8, tzinfo=UTC)
    with database.read() as session:
        found = session.get_one(Matter, 1)
        assert (found.title, found.suspended_since) == ("二期厂房", datetime(2026, 6, 15, 8, tzinfo=UTC))


def test_a_loaded_matter_shows_what_the_session_has_changed_but_not_yet_written(session: Session) -> None:
    session.get_one(Matter, 1).title = "二期厂房"
    matter = BY_CODE.first(session, CODE)
    assert matter is not None
    assert matter.title == "二期厂房"
