"""To whose ears: what a person, or the least entitled in a group, may see of a matter at the moment it is said (O5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models import Chat, ChatMember, Outgoing
from models.chat import ChatChannel
from models.outbox import MessageClass
from models.session import Database
from schedules.judging import Why, ears_of, judge
from supervision.visibility import Viewer
from tests.supervision.ledger import NOW, City


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.write() as opened:
        yield opened


@pytest.fixture
def city(session: Session) -> City:
    return City(session)


def verdict(session: Session, to: Viewer | Chat, matter_id: int | None = None, **facts: object) -> Why | None:
    row = Outgoing(
        person_id=to.person_id if isinstance(to, Viewer) else None, chat_id=to.id if isinstance(to, Chat) else None,
        matter_id=matter_id, facts=facts, still_true="", message_class=MessageClass.REMINDER,
        expires_at=NOW + timedelta(hours=1),
    )  # fmt: skip
    session.flush()
    return judge(session, row, ears_of(session, row), {}, NOW)


def group(session: Session, *members: Viewer) -> Chat:
    chat = Chat(name="群", channel=ChatChannel.ROBOT, address="main")
    session.add(chat)
    session.flush()
    session.add_all(ChatMember(chat_id=chat.id, person_id=member.person_id) for member in members)
    return chat


def test_whoever_may_see_a_matter_hears_of_it(session: Session, city: City) -> None:
    for hears in (city.head, city.liaison, city.helper, city.vice_mayor, city.mayor, city.supervisor):
        assert verdict(session, hears, city.cans.id) is None
    for does_not in (city.outsider, city.administrator):
        assert verdict(session, does_not, city.cans.id) is Why.NOT_THEIRS


def test_a_unit_called_for_help_hears_although_it_does_not_assist(session: Session, city: City) -> None:
    told = city.book.told(city.cans, city.liaison, "占道施工请城管协助")
    city.book.call(told, city.streets, "占道施工请城管协助")
    assert verdict(session, city.outsider, city.cans.id) is None
    city.cans.is_sealed = True
    assert verdict(session, city.outsider, city.cans.id) is Why.SEALED


def test_one_matter_that_is_not_theirs_silences_all_that_is_said_with_it(session: Session, city: City) -> None:
    assert verdict(session, city.head, matter_ids=[city.cans.id]) is None
    assert verdict(session, city.head, matter_ids=[city.cans.id, city.parking.id]) is Why.NOT_THEIRS


def test_in_a_group_the_least_entitled_decides(session: Session, city: City) -> None:
    chat = group(session, city.head, city.vice_mayor)
    assert verdict(session, chat, city.cans.id) is None
    session.add(ChatMember(chat_id=chat.id, person_id=city.outsider.person_id))
    assert verdict(session, chat, city.cans.id) is Why.NOT_THEIRS


def test_a_group_whose_members_nobody_entered_hears_of_no_matter(session: Session, city: City) -> None:
    chat = group(session)
    assert verdict(session, chat, city.cans.id) is Why.NOT_THEIRS
    assert verdict(session, chat) is None


def test_a_sealed_matter_is_pushed_to_nobody_not_even_to_those_named(session: Session, city: City) -> None:
    secret = city.book.matter(20, "专项", city.investment, named=[city.head])
    for ears in (city.head, city.supervisor, group(session, city.head)):
        assert verdict(session, ears, secret.id) is Why.SEALED
        assert verdict(session, ears, matter_ids=[secret.id]) is Why.SEALED


def test_a_group_that_was_switched_off(session: Session, city: City) -> None:
    chat = group(session, city.head)
    chat.is_active = False
    assert verdict(session, chat) is Why.CHAT_CLOSED
