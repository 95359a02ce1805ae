"""Who may see what: 招商局 leads, 经信局 helps, 城管局 may see nothing of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from models import Chat, ChatMember, HelpCall, Matter, Notice, Person
from models.chat import ChatChannel
from models.notice import NoticeState
from models.person import Role
from models.session import Database
from supervision.visibility import (
    Audience,
    Readers,
    Scope,
    Viewer,
    audience_of,
    may_see,
    may_see_calls,
    may_see_notices,
    may_see_unit,
    may_see_whole,
    parts,
    scope,
    seen_scope,
    viewer_of,
)
from tests.supervision.ledger import City


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.read() as session:  # nothing is committed, so nothing has to be tidied up
        yield session


@pytest.fixture
def city(session: Session) -> City:
    return City(session)


def seen(session: Session, readers: Readers) -> set[str]:
    return set(session.scalars(select(Matter.title).where(may_see(readers))))


def seen_whole(session: Session, readers: Readers) -> set[str]:
    return set(session.scalars(select(Matter.title).where(may_see_whole(readers))))


def chat_of(session: Session, *viewers: Viewer) -> Audience:
    chat = Chat(name="工作群", channel=ChatChannel.ROBOT, address="work")
    session.add(chat)
    session.flush()
    session.add_all(ChatMember(chat_id=chat.id, person_id=viewer.person_id) for viewer in viewers)
    session.flush()
    return audience_of(session, chat.id)


def test_the_leading_unit_sees_its_matter_whole(session: Session, city: City) -> None:
    for viewer in (city.head, city.liaison):
        assert seen(session, viewer) == seen_whole(session, viewer) == {"奥瑞金二期两片罐项目"}
        assert scope(session, viewer, city.cans.id) is Scope.WHOLE


def test_the_helping_unit_sees_the_outline(session: Session, city: City) -> None:
    assert seen(session, city.helper) == {"奥瑞金二期两片罐项目"}
    assert seen_whole(session, city.helper) == set()
    assert scope(session, city.helper, city.cans.id) is Scope.OUTLINE


def test_another_unit_sees_nothing_of_it_and_cannot_tell_it_from_what_does_not_exist(
    session: Session, city: City
) -> None:
    assert scope(session, city.outsider, city.cans.id) is Scope.NOTHING
    assert scope(session, city.outsider, 10_000) is Scope.NOTHING


def test_a_leader_sees_the_units_in_his_charge_and_without_a_list_all(session: Session, city: City) -> None:
    assert seen_whole(session, city.vice_mayor) == {"奥瑞金二期两片罐项目"}
    assert seen_whole(session, city.mayor) == {"奥瑞金二期两片罐项目", "智慧停车系统"}


def test_the_office_sees_all_and_the_administrator_no_content(session: Session, city: City) -> None:
    assert len(seen_whole(session, city.supervisor)) == 2
    assert seen(session, city.administrator) == set()


def test_strangers_and_those_who_left_see_nothing(session: Session, city: City) -> None:
    left = city.book.person("gone", "刘洋", city.office, Role.SUPERVISOR, is_active=False)

    assert left == viewer_of(session, None)
    assert seen(session, left) == set()
    assert not may_see_unit(left, city.investment.id)


def test_a_sealed_matter_is_for_those_named_on_it_alone(session: Session, city: City) -> None:
    sealed = city.book.matter(7, "巡视反馈整改", city.investment, helpers=[city.industry], named=[city.liaison])

    assert scope(session, city.liaison, sealed.id) is Scope.WHOLE
    for viewer in (city.head, city.helper, city.vice_mayor, city.mayor, city.supervisor, city.administrator):
        assert scope(session, viewer, sealed.id) is Scope.NOTHING


def test_the_administrator_sees_no_content_even_when_named(session: Session, city: City) -> None:
    sealed = city.book.matter(7, "巡视反馈整改", city.investment, named=[city.administrator])

    assert scope(session, city.administrator, sealed.id) is Scope.NOTHING


def test_being_named_on_an_open_matter_opens_nothing(session: Session, city: City) -> None:
    sealed = city.book.matter(7, "巡视反馈整改", city.investment, named=[city.outsider])
    sealed.is_sealed = False
    session.flush()

    assert scope(session, city.outsider, sealed.id) is Scope.NOTHING


def test_notices_and_scores_are_the_units_own(city: City) -> None:
    assert may_see_unit(city.head, city.investment.id)
    assert not may_see_unit(city.helper, city.investment.id)
    assert may_see_unit(city.vice_mayor, city.investment.id)
    assert not may_see_unit(city.vice_mayor, city.streets.id)
    assert may_see_unit(city.mayor, city.streets.id)
    assert may_see_unit(city.supervisor, city.streets.id)
    assert not may_see_unit(city.administrator, city.office.id)


@pytest.mark.parametrize(
    ("state", "was_heard", "unit_sees"),
    [
        (NoticeState.HEARING, True, True),
        (NoticeState.DRAFT, False, False),
        (NoticeState.DRAFT, True, True),
        (NoticeState.PROPOSED, False, False),
        (NoticeState.PROPOSED, True, True),
    ],
)
def test_a_unit_sees_what_is_being_prepared_once_it_was_heard(
    session: Session, city: City, state: NoticeState, was_heard: bool, unit_sees: bool
) -> None:
    city.book.notice(city.cans, state, was_heard=was_heard)

    def notices(viewer: Viewer) -> int:
        found = select(Notice).join(Matter, Matter.id == Notice.matter_id).where(may_see_notices(viewer))
        return len(session.scalars(found).all())

    assert notices(city.head) == int(unit_sees)
    assert notices(city.supervisor) == notices(city.vice_mayor) == 1
    assert notices(city.helper) == notices(city.administrator) == 0


def test_a_notice_on_a_sealed_matter_is_sealed_with_it(session: Session, city: City) -> None:
    sealed = city.book.matter(7, "巡视反馈整改", city.investment, named=[city.head])
    city.book.notice(sealed, NoticeState.HEARING)
    found = select(Notice).join(Matter, Matter.id == Notice.matter_id)

    assert session.scalars(found.where(may_see_notices(city.head))).all()
    assert not session.scalars(found.where(may_see_notices(city.supervisor))).all()


def test_the_helping_unit_sees_the_call_addressed_to_it_and_no_other(session: Session, city: City) -> None:
    told = city.book.told(city.cans, city.head, "缺电力指标,请经信局协调")
    city.book.call(told, city.industry, "请协调电力指标")
    city.book.call(told, city.streets, "请协调渣土清运")

    def calls(viewer: Viewer) -> set[str]:
        found = select(HelpCall.words).join(Matter, Matter.id == HelpCall.matter_id).where(may_see_calls(viewer))
        return set(session.scalars(found))

    assert calls(city.helper) == {"请协调电力指标"}
    assert calls(city.head) == calls(city.mayor) == {"请协调电力指标", "请协调渣土清运"}
    assert calls(city.administrator) == set()


def test_a_group_may_see_what_its_least_entitled_member_may(session: Session, city: City) -> None:
    assert seen(session, chat_of(session, city.mayor, city.supervisor)) == {"奥瑞金二期两片罐项目", "智慧停车系统"}


def test_a_group_with_the_helping_unit_hears_the_outline(session: Session, city: City) -> None:
    group = chat_of(session, city.mayor, city.head, city.helper)

    assert seen(session, group) == {"奥瑞金二期两片罐项目"}
    assert scope(session, group, city.cans.id) is Scope.OUTLINE
    assert not may_see_unit(group, city.investment.id)


def test_a_group_with_an_outsider_an_administrator_or_nobody_hears_nothing(session: Session, city: City) -> None:
    for group in (Audience(frozenset()), Audience(frozenset({city.head, city.outsider}))):
        assert seen(session, group) == set()
    assert seen(session, chat_of(session, city.supervisor, city.administrator)) == set()


def test_a_sealed_matter_is_not_said_in_a_group_even_when_all_are_named(session: Session, city: City) -> None:
    sealed = city.book.matter(7, "巡视反馈整改", city.investment, named=[city.head, city.liaison])

    assert scope(session, chat_of(session, city.head, city.liaison), sealed.id) is Scope.NOTHING


def test_one_who_left_silences_the_group_until_he_is_taken_out(session: Session, city: City) -> None:
    group = chat_of(session, city.supervisor, city.mayor)
    assert seen(session, group)
    session.get_one(Person, city.mayor.person_id).is_active = False
    session.flush()

    chat_id = session.scalars(select(Chat.id)).one()
    assert seen(session, audience_of(session, chat_id)) == set()


def test_the_parts_of_what_is_seen_are_the_whole_and_no_matter_is_in_two(session: Session, city: City) -> None:
    book = city.book
    book.matter(7, "巡视反馈整改", city.investment, helpers=[city.industry], named=[city.liaison, city.helper])
    book.matter(8, "只给市长看的", city.streets, named=[city.mayor, city.supervisor, city.administrator])
    book.matter(9, "牵头又配合的", city.industry, helpers=[city.industry, city.investment])
    left = book.person("gone", "刘洋", city.office, Role.SUPERVISOR, is_active=False)
    viewers = (
        city.head, city.liaison, city.helper, city.outsider, city.vice_mayor, city.mayor, city.supervisor,
        city.administrator, left,
    )  # fmt: skip
    for readers in (*viewers, Audience(frozenset()), chat_of(session, city.head, city.helper, city.mayor)):
        whole = sorted(session.execute(select(Matter.id, seen_scope(readers)).where(may_see(readers))).all())
        found: list[Row[int, str]] = []
        for part in parts(readers):
            found += session.execute(select(Matter.id, part.scope).where(part.condition)).all()
        assert sorted(found) == whole
