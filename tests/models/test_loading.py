"""A matter that a prepared statement brought is the session's own, like one it selected itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import bindparam, select, true
from sqlalchemy.orm import Session

from models import Finding, Matter
from models.finding import FindingKind
from models.loading import Loading
from models.session import Database
from tests.models.rows import NOON, stand

BY_CODE = Loading(Matter, Matter.code == bindparam("code"))
BACKWARDS = Loading(Matter, true(), Matter.number.desc(), locks=True)
LAST = Loading(Matter, true(), Matter.number.desc(), most=1, locks=True, skips=True)
FOUND = Loading(Finding, Finding.matter_id == bindparam("matter"))
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


def test_several_come_in_their_order_and_no_more_than_asked_for(session: Session) -> None:
    session.add(second := _like(session.get_one(Matter, 1), "ZD-2026-002", 2))
    assert [one.number for one in BACKWARDS.all(session, {})] == [2, session.get_one(Matter, 1).number]
    assert BACKWARDS.all(session, {})[0] is second
    assert [one.number for one in LAST.all(session, {})] == [2]


def test_attributes_come_under_their_own_names_whatever_the_column_is_called(session: Session) -> None:
    session.add(
        Finding(key="said", matter_id=1, kind=FindingKind.POOR_QUALITY, on=date(2026, 6, 1), facts={}, found_at=NOON)
    )
    session.flush()
    session.expunge_all()
    found = FOUND.first(session, {"matter": 1})
    assert found is not None
    assert (found.on, found.kind, found.facts) == (date(2026, 6, 1), FindingKind.POOR_QUALITY, {})


def _like(matter: Matter, code: str, number: int) -> Matter:
    return Matter(code=code, number=number, title=matter.title, unit_id=matter.unit_id, opened_at=matter.opened_at)
