"""The names a sender's words are read against: his own circle's, and never older than the last change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from handlers.on_record import OnRecord
from handlers.reading.registry import KnownMatter
from handlers.reading.result import Status
from handlers.registry import RegistryCache
from models import Alias, Office, Person
from models.matter import MatterStatus
from models.session import Database
from supervision.registry import ANYTHING, Changes, changes_since, registry_version, touch_registry
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


def test_only_what_a_change_names_is_read_anew(session: Session, city: City) -> None:
    names = RegistryCache()
    before = {who: names.current(session, who) for who in (city.head, city.outsider, city.mayor)}

    city.cans.title = "奥瑞金二期两片罐扩建"
    city.parking.title = "没有说过的改动"
    session.flush()
    touch_registry(session, [city.cans.id])

    assert names.current(session, city.head).matters["ZD-2026-003"].title == "奥瑞金二期两片罐扩建"
    everything = names.current(session, city.mayor).matters
    assert (everything["ZD-2026-003"].title, everything["ZD-2026-012"].title) == (
        "奥瑞金二期两片罐扩建", "智慧停车系统",
    )  # fmt: skip
    assert names.current(session, city.outsider).matters is before[city.outsider].matters


def test_a_matter_that_is_sealed_leaves_and_one_that_is_opened_comes(session: Session, city: City) -> None:
    names = RegistryCache()
    hidden = city.book.matter(7, "巡视反馈整改", city.investment, named=[])
    assert set(names.current(session, city.head).matters) == {"ZD-2026-003"}

    hidden.is_sealed, city.cans.is_sealed = False, True
    session.flush()
    touch_registry(session, [hidden.id, city.cans.id])

    assert set(names.current(session, city.head).matters) == {"ZD-2026-007"}


def test_one_person_more_less_or_renamed_is_known_at_once(session: Session, city: City) -> None:
    names = RegistryCache()
    first = names.current(session, city.head)
    person = session.get_one(Person, city.liaison.person_id)
    userid, name = person.userid, person.name

    person.name = "欧阳红旗"
    touch_registry(session, (), [person.id])
    renamed = names.current(session, city.head)
    assert [hit.person for hit in renamed.exact("欧阳红旗在吗")] == [userid]
    assert userid not in [hit.person for hit in renamed.exact(name)]
    assert renamed.directory.surnames > {"欧"} and renamed.matters is first.matters

    person.userid = "another"
    touch_registry(session, (), [person.id])
    assert set(names.current(session, city.head).people) == set(first.people) - {userid} | {"another"}

    person.is_active = False
    touch_registry(session, (), [person.id])
    left = names.current(session, city.head)
    assert "another" not in left.people and not list(left.exact("欧阳红旗"))


def test_a_change_that_is_not_on_record_means_anything(session: Session, city: City) -> None:
    """Somebody raised the version by hand."""
    names = RegistryCache()
    names.current(session, city.head)
    city.cans.title = "改过的"
    session.execute(update(Office).values(registry_version=Office.registry_version + 1))

    assert names.current(session, city.head).matters["ZD-2026-003"].title == "改过的"


def test_a_long_list_of_changes_is_kept_as_one(session: Session, city: City) -> None:
    version = registry_version(session)
    touch_registry(session, [city.cans.id], directory=True)
    touch_registry(session, [city.cans.id], [city.head.person_id])

    assert changes_since(session, version, version + 2) == Changes(
        frozenset({city.cans.id}), frozenset({city.head.person_id}), directory=True
    )
    assert changes_since(session, version + 1, version + 2).directory is False
    assert changes_since(session, version - 1, version + 2) == ANYTHING
    touch_registry(session)
    assert changes_since(session, version, version + 3) == ANYTHING


def test_a_session_of_an_earlier_moment_reads_its_own_names(session: Session, city: City) -> None:
    names = RegistryCache()
    names.current(session, city.head)
    version = registry_version(session)
    touch_registry(session)
    names.current(session, city.head)
    city.cans.title = "从前的"
    session.execute(update(Office).values(registry_version=version))

    assert names.current(session, city.head).matters["ZD-2026-003"].title == "从前的"
