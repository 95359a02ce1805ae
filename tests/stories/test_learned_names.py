"""A name is learned from the answer that confirmed it, for one unit, until the office adopts it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from handlers.learning import could_mean, name_in
from models import Act, Alias, Office
from tests.stories.office import StoryOffice, add_matter


def _teach(office: StoryOffice, words: str = "智慧园林平台 70%", answer: str = "#3", who: str = "limin") -> str:
    office.clock.now += timedelta(minutes=1)
    office.says(who, words)
    return office.says(who, answer)


def _learned(office: StoryOffice) -> list[tuple[str, int | None]]:
    with office.house.database.read() as session:
        found = session.scalars(select(Alias).where(Alias.confirmed_at.is_not(None)).order_by(Alias.id))
        return [(one.text, one.of_unit_id) for one in found]


def _version(office: StoryOffice) -> int:
    with office.house.database.read() as session:
        return session.scalars(select(Office.registry_version)).one()


def _acts(office: StoryOffice) -> list[str]:
    with office.house.database.read() as session:
        return list(session.scalars(select(Act.act).where(Act.act.startswith("alias_")).order_by(Act.id)))


def _number(office: StoryOffice) -> int:
    with office.house.database.read() as session:
        return session.scalars(select(Alias.id).where(Alias.confirmed_at.is_not(None))).one()


def test_a_confirmed_name_is_not_asked_about_again(office: StoryOffice) -> None:
    before = _version(office)
    assert "记住了:您单位说的「智慧园林平台」就是 #3" in _teach(office)
    assert [text for text, _ in _learned(office)] == ["智慧园林平台"]
    assert _version(office) == before + 1
    office.clock.now += timedelta(minutes=1)
    assert "70%→75%" in office.says("zhangwei", "智慧园林平台 75%")


def test_another_unit_is_asked_what_it_means(office: StoryOffice) -> None:
    add_matter(office, 8, "老旧小区改造", "城管局", due_on=date(2026, 9, 30), percent=50)
    _teach(office)
    assert "没有找到「智慧园林平台」" in office.says("chenchen", "智慧园林平台 60%")
    office.says("chenchen", "8")
    assert office.matter(8).percent == 60
    office.clock.now += timedelta(minutes=1)
    assert "60%→65%" in office.says("chenchen", "智慧园林平台 65%")
    assert "70%→72%" in office.says("limin", "智慧园林平台 72%")


def test_what_could_mean_several_of_the_units_matters_is_not_learned(small_office: StoryOffice) -> None:
    assert "记住了" not in _teach(small_office, "厂房进度40%", "2")
    assert _learned(small_office) == []


def test_a_correction_teaches_nothing(small_office: StoryOffice) -> None:
    small_office.says("limin", "奥瑞金二期 64%,厂房一期 35%")
    _teach(small_office, "改成停工", "2")
    assert _learned(small_office) == []


def test_another_units_matter_gets_no_name_here(small_office: StoryOffice) -> None:
    """A supervisor's unit has no matters of its own: nothing tells his words apart."""
    _teach(small_office, who="zhouming")
    assert small_office.matter(3).percent == 70
    assert _learned(small_office) == []


@pytest.mark.parametrize(
    "mention",
    [
        "该项目",
        "上述工程",
        "项目",
        "工程",
        "重点项目",
        "3",
        "#3",
        "第三项",
        "ZD-2026-003",
        "70%",
        "厂",
        "这个",
        "园" * 17,
    ],
)
def test_words_that_are_no_name(mention: str) -> None:
    assert name_in(mention) == ""


@pytest.mark.parametrize(
    ("name", "called", "expected"),
    [
        ("一期", "标准化厂房一期", True),
        ("标厂", "标准化厂房一期", True),
        ("标场", "标准化厂房一期", True),  # by its sound
        ("一期项目", "标准化厂房一期", True),
        ("二期", "标准化厂房一期", False),
        ("园林平台", "标准化厂房一期", False),
    ],
)
def test_what_a_name_could_mean(name: str, called: str, *, expected: bool) -> None:
    assert could_mean(name, [called]) is expected


def test_the_office_sees_adopts_and_deletes(office: StoryOffice) -> None:
    assert "还没有学到" in office.says("zhouming", "别名")
    _teach(office)
    number = _number(office)
    listed = office.says("zhouming", "别名")
    assert f"{number}. 「智慧园林平台」→ #3 奥瑞金二期两片罐项目(招商局 李敏 6月15日)" in listed
    assert "今后谁说都指 #3" in office.says("zhouming", f"采用别名 {number}")
    assert "已采用" in office.says("zhaojie", "别名")
    assert "#3" in office.says("liuyang", "智慧园林平台")
    assert "不再指 #3" in office.says("zhouming", f"删除别名{number}")
    office.clock.now += timedelta(minutes=1)
    assert "没有找到" in office.says("limin", "智慧园林平台 75%")
    assert _acts(office) == ["alias_learned", "alias_adopted", "alias_deleted"]


def test_a_name_that_could_mean_another_matter_stays_with_its_unit(office: StoryOffice) -> None:
    _teach(office)
    add_matter(office, 8, "智慧园林平台二期", "城管局", percent=50)
    assert "不能对所有人采用" in office.says("zhouming", f"采用别名 {_number(office)}")
    assert _acts(office) == ["alias_learned"]


@pytest.mark.parametrize("who", ["limin", "liuyang", "admin"])
@pytest.mark.parametrize("words", ["别名", "采用别名 {}", "删除别名 {}"])
def test_only_the_office_decides_on_names(small_office: StoryOffice, who: str, words: str) -> None:
    _teach(small_office)
    small_office.says(who, words.format(_number(small_office)))
    assert _acts(small_office) == ["alias_learned"]
    assert "智慧园林平台" not in small_office.says(who, "别名")


@pytest.mark.parametrize("words", ["采用别名 999", "删除别名 999"])
def test_a_number_that_no_name_has(small_office: StoryOffice, words: str) -> None:
    assert "没有第999号别名" in small_office.says("zhouming", words)


def test_the_ledgers_own_names_are_not_deleted_here(small_office: StoryOffice) -> None:
    assert "没有第1号别名" in small_office.says("zhouming", "删除别名 1")


def test_names_of_sealed_matters_are_shown_to_nobody_else(small_office: StoryOffice) -> None:
    _teach(small_office)
    number = _number(small_office)
    with small_office.house.database.write() as session:
        matter = small_office.matter(3)
        session.merge(matter)
        session.get_one(type(matter), matter.id).is_sealed = True
    assert "智慧园林平台" not in small_office.says("zhouming", "别名")
    assert "没有" in small_office.says("zhouming", f"采用别名 {number}")
