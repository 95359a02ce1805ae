"""Questions with conditions, answered from the tables: figures, two lights, the slowest, whose help is awaited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Progress
from models.matter import MatterStatus
from models.session import Database
from tests.handlers.asking import ask
from tests.supervision.ledger import NOW, TODAY, City


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.read() as session:
        yield session


@pytest.fixture
def city(session: Session) -> City:
    """Beside 奥瑞金 (60%, green) and 智慧停车系统 (40%, red)."""
    city = City(session)
    book = city.book
    book.matter(31, "滨江公园", city.streets, percent=85, category="续建项目", due_on=TODAY + timedelta(days=4))
    book.matter(32, "北门广场", city.streets, percent=12, category="续建项目", due_on=TODAY + timedelta(days=40))
    book.matter(33, "南湖绿道", city.streets, status=MatterStatus.NOT_STARTED, due_on=TODAY + timedelta(days=80))
    book.matter(34, "东街夜市", city.investment, helpers=[city.streets], due_on=TODAY + timedelta(days=90))
    return city


def numbers(answer: str) -> list[int]:
    """The matters of an answer, in its order."""
    lines = [line for line in answer.splitlines() if line.startswith("#")]
    return [int(line[1:].partition(" ")[0]) for line in lines]


@pytest.mark.parametrize(
    ("typed", "heading", "found"),
    [
        ("进度低于50%的", "进度49%以下", {12, 32, 33}),
        ("进度过半的", "进度51%以上", {3, 31}),
        ("快完成的", "", {31}),
        ("零进度的", "", {33}),
        ("红黄灯", "红灯 黄灯", {12, 31}),
        ("不是绿灯的", "红灯 黄灯", {12, 31}),
        ("续建项目有哪些", "续建项目", {3, 31, 32}),
        ("城管局进度低于50%的红灯", "", {12}),
        ("超期10天以上的", "", {12}),
        ("城管局配合的", "", {34}),
        ("31号和32号", "", {31, 32}),
        ("#31到#33", "", {31, 32, 33}),
        ("还没动的", "", {33}),
    ],
)
def test_conditions(session: Session, city: City, typed: str, heading: str, found: set[int]) -> None:
    answer = ask(session, city.mayor, typed)
    assert set(numbers(answer)) == found, answer
    assert answer.startswith(heading)


def test_the_slowest_and_the_fastest_come_in_their_order(session: Session, city: City) -> None:
    slowest = ask(session, city.mayor, "最慢的三个")
    assert numbers(slowest) == [33, 32, 12]
    assert slowest.splitlines()[0] == "进度最慢的 3项:"
    assert numbers(ask(session, city.mayor, "进度最快的两个")) == [31, 3]
    assert numbers(ask(session, city.mayor, "最早到期的两项")) == [31, 32]


def test_a_figure_that_nobody_told_takes_no_part(session: Session, city: City) -> None:
    assert 34 not in numbers(ask(session, city.mayor, "最慢的八个"))
    assert 34 not in numbers(ask(session, city.mayor, "进度低于90%的"))


def test_a_helper_learns_no_figure_from_a_condition(session: Session, city: City) -> None:
    assert numbers(ask(session, city.helper, "奥瑞金")) == [3]
    assert numbers(ask(session, city.helper, "进度过半的")) == []
    assert numbers(ask(session, city.helper, "进度最快的两个")) == []


def test_whose_help_is_awaited(session: Session, city: City) -> None:
    told = city.book.told(city.cans, city.head, "三层浇筑完,缺电力指标", NOW - timedelta(days=2))
    city.book.call(told, city.industry, "请协调电力指标")

    answer = ask(session, city.mayor, "等经信局的有哪些")

    assert numbers(answer) == [3]
    assert ask(session, city.mayor, "等城管局的有哪些").startswith("等城管局处理的:没有查到")


def test_the_days_left_are_told(session: Session, city: City) -> None:
    assert "时限2026年6月19日,还剩4天" in ask(session, city.mayor, "滨江公园还剩几天")


def test_questions_leave_no_trace(session: Session, city: City) -> None:
    before = session.scalar(select(func.count()).select_from(Progress))
    for typed in ("进度低于50%的", "最慢的三个", "#31到#33", "滨江公园还剩几天"):
        assert not ask(session, city.head, typed).startswith("<")
    assert session.scalar(select(func.count()).select_from(Progress)) == before
