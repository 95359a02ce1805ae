"""Non-interference (T10): worlds that differ only in what a reader may not see give him the same words, to the byte."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from handlers.registry import RegistryCache
from models import Alias, Duty, Unit
from models.matter import MatterStatus
from models.notice import NoticeState
from models.report import ReportKind
from models.session import Database
from supervision.visibility import Viewer
from tests.handlers.asking import ask
from tests.supervision.ledger import NOW, TODAY, City

QUESTIONS = (
    "红灯", "黄灯有哪些", "奥瑞金到哪了", "招商局", "城管局", "#3", "#12", "水库怎么样了", "红黄绿灯各几个", "谁没交",
    "我的事项", "督办单有哪些没签收", "考核", "为什么扣0.3", "本月到期", "逾期", "卡在谁那里", "停工的",
    "罐子项目到哪了", "哪些事项有困难",
)  # fmt: skip
TITLES = ("奥瑞金二期", "水库", "红旗水库除险加固", "罐子项目", "智慧停车系统", "招商局办公楼", "红灯")

Hidden = Callable[[City], None]


def matter_of(
    choose: Callable[[City], Unit], title: str, place: int, due: int, status: MatterStatus, sealed: bool
) -> Hidden:
    def hide(city: City) -> None:
        unit, number = choose(city), 500 + place
        if city.book.session.scalar(Alias.__table__.select().where(Alias.text == f"别名{number}")):
            return  # drawn twice
        matter = city.book.matter(
            number, title, unit, due_on=TODAY + timedelta(days=due), status=status, percent=due % 100,
            problem="资金不足", named=[] if sealed else None, aliases=[f"别名{number}"],
        )  # fmt: skip
        city.book.milestone(matter, "封顶", TODAY - timedelta(days=9))
        told = city.book.told(matter, city.outsider, "停工了")
        city.book.call(told, city.town_hall, "请市领导协调")

    return hide


def a_name_learned_by_another_unit(city: City) -> None:
    city.book.session.add(Alias(text="罐子项目", matter_id=city.cans.id, of_unit_id=city.streets.id))
    city.book.session.flush()


def a_duty_of_another_unit(city: City) -> None:
    city.book.session.add(
        Duty(
            unit_id=city.office.id, kind=ReportKind.DAILY, period_first=TODAY, period_last=TODAY,
            opens_at=NOW - timedelta(hours=9), due_at=NOW + timedelta(hours=1),
        )
    )  # fmt: skip
    city.book.session.flush()


def points_of_another_unit(city: City) -> None:
    notice = city.book.notice(city.parking, NoticeState.SIGNED, signer=city.supervisor, serial=8, was_heard=True)
    city.book.score(notice, "-0.3", city.supervisor)


def a_draft_the_unit_was_not_heard_about(city: City) -> None:
    city.book.notice(city.cans, NoticeState.DRAFT, level=3)


def what_the_outline_leaves_out(city: City) -> None:
    city.cans.percent, city.cans.has_problem, city.cans.problem_words = 5, True, "资金不足"
    told = city.book.told(city.cans, city.head, "只完成了5%,资金不足,请城管局协助")
    city.book.call(told, city.streets, "请城管局协助")
    city.book.extension(city.cans, city.head)
    city.book.closeout(city.cans, city.head)
    notice = city.book.notice(city.cans, NoticeState.SIGNED, signer=city.supervisor, serial=9, level=4, was_heard=True)
    city.book.score(notice, "-0.3", city.supervisor)


def matters(of: Callable[[City], Unit], sealed: st.SearchStrategy[bool]) -> st.SearchStrategy[Hidden]:
    return st.builds(
        matter_of, st.just(of), st.sampled_from(TITLES), st.integers(0, 40), st.integers(-40, 40),
        st.sampled_from(MatterStatus), sealed,
    )  # fmt: skip


FOREIGN = matters(lambda city: city.streets, st.booleans())
SEALED = matters(lambda city: city.investment, st.just(True))
ELSEWHERE: list[Hidden] = [a_name_learned_by_another_unit, a_duty_of_another_unit, points_of_another_unit]
FROM_THE_HEAD = [*ELSEWHERE, a_draft_the_unit_was_not_heard_about]
FROM_THE_HELPER = [*FROM_THE_HEAD, what_the_outline_leaves_out]

Choose = Callable[[City], Viewer]
READERS: dict[str, tuple[Choose, list[Hidden], st.SearchStrategy[Hidden]]] = {
    "head": (lambda city: city.head, FROM_THE_HEAD, FOREIGN | SEALED),
    "helper": (lambda city: city.helper, FROM_THE_HELPER, FOREIGN | SEALED),
    "vice_mayor": (lambda city: city.vice_mayor, ELSEWHERE, FOREIGN | SEALED),
    "supervisor": (lambda city: city.supervisor, [], SEALED),
    "mayor": (lambda city: city.mayor, [], SEALED),
    "administrator": (lambda city: city.administrator, FROM_THE_HELPER, FOREIGN | SEALED),
}


HELD = 300
ASKED_FOR = 0  # matters that a circle holds: the names of each message come from the database


def answers(session: Session, viewer: Viewer, most_held: int) -> dict[str, str]:
    names = RegistryCache(most_held)
    return {question: ask(session, viewer, question, names=names) for question in QUESTIONS}


@pytest.mark.parametrize("most_held", [HELD, ASKED_FOR])
@pytest.mark.parametrize("reader", [who for who, (_, things, _) in READERS.items() if things])
def test_one_hidden_thing_changes_no_byte(database: Database, reader: str, most_held: int) -> None:
    choose, things, _ = READERS[reader]
    with database.read() as session:
        city = City(session)
        before = answers(session, choose(city), most_held)
        for hide in things:
            with session.begin_nested() as world:
                hide(city)
                session.flush()
                assert answers(session, choose(city), most_held) == before, hide.__name__
                world.rollback()


@pytest.mark.parametrize("most_held", [HELD, ASKED_FOR])
@pytest.mark.parametrize("reader", READERS)
def test_hidden_matters_change_no_byte(database: Database, reader: str, most_held: int) -> None:
    choose, _, invisible = READERS[reader]
    with database.read() as session:
        city = City(session)
        before = answers(session, choose(city), most_held)

        @settings(max_examples=6, deadline=None)
        @given(st.lists(invisible, min_size=1, max_size=5))
        def no_byte_changes(hidden: list[Hidden]) -> None:
            with session.begin_nested() as world:
                for hide in hidden:
                    hide(city)
                session.flush()
                assert answers(session, choose(city), most_held) == before
                world.rollback()

        no_byte_changes()


def test_the_worlds_do_differ_for_those_who_may_see(database: Database) -> None:
    """Guards the test above: what it hides is there."""
    with database.read() as session:
        city = City(session)
        before = answers(session, city.mayor, HELD)
        matter_of(lambda city: city.streets, "红旗水库除险加固", 1, -3, MatterStatus.BLOCKED, False)(city)
        points_of_another_unit(city)
        after = answers(session, city.mayor, HELD)

    changed = {question for question in QUESTIONS if before[question] != after[question]}
    assert {"红灯", "水库怎么样了", "红黄绿灯各几个", "考核", "为什么扣0.3", "停工的"} <= changed
