"""收账: a node's day ends with 收讫 or 未收 and its reason; until then the office is asked each morning (A02, A15)."""

from __future__ import annotations

from datetime import date

import pytest

from supervision.policies.active import preset
from tests.stories.office import StoryOffice, add_matter
from tests.stories.plans import add_node
from tests.stories.policies import days, govern, heard

OFFICE, LEADER, UNIT, LIAISON, OTHERS = "zhouming", "liuyang", "chenchen", "limin", "zhangwei"


@pytest.fixture
def office(small_office: StoryOffice) -> StoryOffice:
    """Under 石狮's policy; a road has two nodes, a park one."""
    govern(small_office, preset("shishi"))
    add_matter(small_office, 8, "滨海新区道路", "城管局", due_on=date(2026, 8, 31), percent=10)
    add_matter(small_office, 9, "鞋服产业园", "招商局", due_on=date(2026, 8, 31), percent=10)
    add_node(small_office, 8, "路基开工", date(2026, 6, 16))
    add_node(small_office, 8, "路面铺设", date(2026, 7, 20))
    add_node(small_office, 9, "签约", date(2026, 6, 16))
    return small_office


def asked(office: StoryOffice, *words: str) -> bool:
    return any(all(one in text for one in ("等督查室答复的有", *words)) for text in office.hears(OFFICE))


def test_a_node_that_passed_is_asked_for_until_the_office_says_why(office: StoryOffice) -> None:
    office.until(days(6, 17, 12))
    assert asked(office, "滨海新区道路", "节点“路基开工”没有收,6月16日到期", "收账请回:收讫 编号 节点")
    office.until(days(6, 18, 12))
    assert sum("节点“路基开工”没有收" in text for text in office.hears(OFFICE)) == 2

    said = office.says(OFFICE, "未收 8 路基开工 客观:征地受阻,等补偿款")
    assert "未收" in said and "原因(客观):“征地受阻,等补偿款”" in said
    office.live()
    assert heard(office, UNIT, "“路基开工”应于6月16日完成,督查室记为未收", "征地受阻")
    before = len(office.hears(OFFICE))
    office.until(days(6, 22, 12))
    assert not any("路基开工”没有收" in text for text in office.hears(OFFICE)[before:])


def test_the_list_tells_each_node_and_a_unit_sees_its_own(office: StoryOffice) -> None:
    office.says(LIAISON, "鞋服产业园 签约已完成")
    office.until(days(6, 18))
    office.says(OFFICE, "未收 8 路基开工 等料")

    listed = office.says(OFFICE, "收账")
    assert "鞋服产业园(招商局) 签约:收讫(6月15日)" in listed
    assert "滨海新区道路(城管局) 路基开工:未收,等料" in listed
    assert "鞋服产业园" in office.says(LEADER, "收账")
    assert "鞋服产业园" not in office.says(UNIT, "收账")
    assert "路面铺设" not in listed  # its day has not come


def test_what_is_collected_later_is_done_on_that_day_and_ends_the_climb(office: StoryOffice) -> None:
    office.until(days(6, 17, 12))
    office.says(OFFICE, "未收 8 路基开工 等料")
    office.until(days(6, 24))
    assert "按6月24日完成记" in office.says(OFFICE, "收讫 8")
    office.until(days(6, 25, 12))
    assert "路基开工:收讫(6月24日)" in office.says(UNIT, "收账")


def test_what_the_unit_told_may_be_found_not_to_be_so(office: StoryOffice) -> None:
    office.says(LIAISON, "鞋服产业园 签约已完成")
    office.until(days(6, 17, 12))
    office.says(OFFICE, "未收 9 签约 主观 合同没有盖章")
    assert "签约:未收,主观:合同没有盖章" in office.says(OTHERS, "收账")
    office.says(OFFICE, "未收 9 签约 原因:主观能动性不够")
    assert "签约:未收,主观能动性不够" in office.says(OTHERS, "收账")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("未收 8 路基开工", "还缺原因"),
        ("未收 8 路面铺设 还早", "没有等您处理"),
        ("收讫 8 桥面", "请写明是哪个节点"),
        ("收讫 3 封顶", "没有登记节点"),
    ],
)
def test_what_is_missing_is_asked_for(office: StoryOffice, words: str, answer: str) -> None:
    office.until(days(6, 15, 12))
    if "路基" in words:
        office.until(days(6, 17, 12))
    assert answer in office.says(OFFICE, words)


@pytest.mark.parametrize("said", ["未收 到通知,进度正常", "未收3万元尾款,进度正常", "收账工作正常推进"])
def test_words_that_only_begin_like_it_are_none(small_office: StoryOffice, said: str) -> None:
    assert "不在您的权限内" not in small_office.says(LIAISON, said)
