"""The names a sender's words are read against: his own circle's, and never older than the last change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from handlers.on_record import OnRecord
from handlers.reading.registry import KnownMatter
from handlers.reading.result import Status
from handlers.registry import RegistryCache
from models import Alias
from models.matter import MatterStatus
from models.session import Database
from supervision.registry import registry_version, touch_registry
from supervision.visibility import Viewer
from tests.supervision.ledger import City


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.read() as session:
        yield session


@pytest.fixture
def city(session: Session) -> City:
    return City(session)


def test_each_circle_knows_what_it_may_see(session: Session, city: City) -> None:
    names = RegistryCache()

    assert set(names.current(session, city.head).matters) == {"ZD-2026-003"}
    assert set(names.current(session, city.helper).matters) == {"ZD-2026-003"}
    assert set(names.current(session, city.outsider).matters) == {"ZD-2026-012"}
    assert set(names.current(session, city.supervisor).matters) == {"ZD-2026-003", "ZD-2026-012"}
    assert set(names.current(session, city.administrator).matters) == set()


def test_units_and_people_are_known_to_all(session: Session, city: City) -> None:
    known = RegistryCache().current(session, city.outsider)

    assert known.units["招商局"].aliases == ("招商",)
    assert known.people["zhangwei"].unit == "招商局"


def test_a_sealed_name_is_known_to_those_named_and_to_no_colleague(session: Session, city: City) -> None:
    names = RegistryCache()
    city.book.matter(7, "巡视反馈整改", city.investment, named=[city.liaison])

    assert "ZD-2026-007" in names.current(session, city.liaison).matters
    assert "ZD-2026-007" not in names.current(session, city.head).matters
    assert "ZD-2026-007" not in names.current(session, city.supervisor).matters


def test_a_learned_name_is_in_the_mouth_of_the_unit_that_confirmed_it(session: Session, city: City) -> None:
    session.add(Alias(text="罐子项目", matter_id=city.cans.id, of_unit_id=city.industry.id))
    session.flush()
    names = RegistryCache()

    assert names.current(session, city.helper).matters["ZD-2026-003"].aliases == ("奥瑞金二期", "罐子项目")
    assert names.current(session, city.head).matters["ZD-2026-003"].aliases == ("奥瑞金二期",)


def test_a_new_name_is_known_once_the_change_is_told(session: Session, city: City) -> None:
    names = RegistryCache()
    assert set(names.current(session, city.head).matters) == {"ZD-2026-003"}
    version = registry_version(session)

    city.book.matter(9, "招商大会", city.investment)
    touch_registry(session)

    assert registry_version(session) == version + 1
    assert set(names.current(session, city.head).matters) == {"ZD-2026-003", "ZD-2026-009"}


def test_the_figure_is_the_one_on_record_now(session: Session, city: City) -> None:
    names = RegistryCache()
    assert known_of(names, session, city.head).percent == 60

    city.cans.percent, city.cans.status = 65, MatterStatus.BLOCKED
    session.flush()

    now = known_of(names, session, city.head)
    assert (now.status, now.percent) == (Status.BLOCKED, 65)
    assert known_of(names, session, city.helper).percent is None


def known_of(names: RegistryCache, session: Session, viewer: Viewer) -> KnownMatter:
    registry = names.current(session, viewer, OnRecord(session, viewer))
    return registry.matter(registry.codes.index("ZD-2026-003"))
