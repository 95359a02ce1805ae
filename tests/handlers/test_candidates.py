"""Read against the candidates of each message: what is read is what the whole list of names would have given."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.corpus.prediction import EVERYTHING
from bot.corpus.registry_file import write_registry
from handlers.known import registry_of
from handlers.reading import Reading, read
from handlers.reading.registry import Registry
from handlers.registry import RegistryCache
from models import Alias, Matter, Person
from models.session import Database
from supervision.clock import local
from supervision.registry import touch_registry
from supervision.visibility import Viewer
from supervision.workdays import Calendar
from tests.reading.corpus import DEV, Record, messages_of
from tests.supervision.ledger import City


def candidates_for(names: RegistryCache, session: Session, viewer: Viewer, text: str) -> set[str]:
    return set(names.current(session, viewer, text=text).matters)


def test_the_dev_set_is_read_the_same(database: Database) -> None:
    with database.read() as session:
        write_registry(session, json.loads((DEV / "registry.json").read_text(encoding="utf-8")))
        session.flush()
        whole, names = registry_of(session, EVERYTHING), RegistryCache(most_held=0)
        for message in messages_of(DEV):
            person = session.scalar(select(Person).where(Person.userid == message["sender"].lower()))
            viewer = replace(EVERYTHING, unit_id=person.unit_id) if person else EVERYTHING
            narrow = names.current(session, viewer, text=message["text"])
            assert _read(message, narrow) == _read(message, whole), message["id"]


def _read(message: Record, registry: Registry) -> Reading:
    sent_at = local(datetime.fromisoformat(message["sent_at"]))
    return read(message["text"], registry, sender=message["sender"].lower(), sent_at=sent_at, calendar=Calendar())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("奥瑞金二期到哪了", {"ZD-2026-003"}),
        ("#12", {"ZD-2026-012"}),
        ("第十二项完成了", {"ZD-2026-012"}),
        ("zd2026012 完成60%", {"ZD-2026-012"}),
        ("城管局的怎么样了", {"ZD-2026-012"}),
        ("停车和两片罐都好", {"ZD-2026-003", "ZD-2026-012"}),
        ("今天天气好", set()),
        ("", set()),
        ("%%__'", set()),
    ],
)
def test_a_text_brings_what_it_may_mean(database: Database, text: str, found: set[str]) -> None:
    with database.read() as session:
        city = City(session)
        assert candidates_for(RegistryCache(most_held=1), session, city.mayor, text) == found


def test_a_unit_of_many_matters_has_its_own_at_hand(database: Database) -> None:
    with database.read() as session:
        city = City(session)
        assert candidates_for(RegistryCache(most_held=0), session, city.head, "进度70%") == {"ZD-2026-003"}


def test_what_may_not_be_seen_is_no_candidate_and_counts_for_nothing(database: Database) -> None:
    """A part of a name that many sealed matters share is as rare as without them (T10)."""
    text = "罐子项目到哪了"
    with database.read() as session:
        city = City(session)
        city.book.matter(20, "罐子项目", city.investment)
        names = RegistryCache(most_held=0)
        before = names.current(session, city.mayor, text=text)
        for number in range(100, 120):
            city.book.matter(number, f"罐子项目{number}", city.investment, named=[], aliases=[f"罐子{number}"])
        touch_registry(session)
        after = names.current(session, city.mayor, text=text)

        assert set(after.matters) == set(before.matters) == {"ZD-2026-020", "ZD-2026-003"}
        assert names.current(session, city.administrator, text=text).matters == {}


def test_what_many_share_elsewhere_says_little_here(database: Database) -> None:
    """奥瑞金 brings the matter; 公路, that a hundred others bear, does not make a mention of it."""
    with database.read() as session:
        city = City(session)
        for number in range(100, 200):
            city.book.matter(number, f"公路{number}", city.streets)
        only = city.book.matter(30, "蓝天公路提升", city.investment)
        registry = RegistryCache(most_held=0).current(session, city.mayor, text="蓝天的公路")
        [index] = registry.scope(None).indexes

        assert set(registry.matters) >= {only.code} and len(registry.matters) < 20
        assert index.weight_of("公路") < 0.05


def test_a_learned_name_is_in_one_units_mouth_only(database: Database) -> None:
    with database.read() as session:
        city = City(session)
        session.add(Alias(text="罐子项目", matter_id=city.cans.id, of_unit_id=city.industry.id))
        session.flush()
        registry = RegistryCache(most_held=0).current(session, city.mayor, text="罐子项目")

        assert all("罐子项目" not in matter.aliases for matter in registry.matters.values())


def test_a_circle_that_grows_is_no_longer_held(database: Database) -> None:
    with database.read() as session:
        city, names = City(session), RegistryCache(most_held=2)
        assert candidates_for(names, session, city.mayor, "") == {"ZD-2026-003", "ZD-2026-012"}
        added = city.book.matter(13, "招商大会", city.investment)
        touch_registry(session, [added.id])
        assert candidates_for(names, session, city.mayor, "大会") == {"ZD-2026-013"}
        session.get_one(Matter, added.id).is_sealed = True
        touch_registry(session, [added.id])
        assert candidates_for(names, session, city.mayor, "大会") == {"ZD-2026-003", "ZD-2026-012"}
