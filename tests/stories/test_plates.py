"""红黄绿牌: hung once a month from the lights, changed by a person with a reason; red ones are warned of (E09, E10)."""

from __future__ import annotations

from datetime import date

import pytest

from supervision.policies.active import preset
from supervision.policies.reader import read
from supervision.texts import render
from tests.stories.office import StoryOffice, add_matter
from tests.stories.plans import in_category
from tests.stories.policies import days, govern, heard

OFFICE, LEADER, UNIT, LIAISON, OTHERS = "zhouming", "liuyang", "chenchen", "limin", "zhangwei"


@pytest.fixture
def office(small_office: StoryOffice) -> StoryOffice:
    """Under 湘潭's policy: a road that is late, a park that is on its way, and a matter of another kind."""
    govern(small_office, preset("xiangtan"))
    add_matter(small_office, 8, "滨江路改造", "城管局", due_on=date(2026, 6, 20), percent=40)
    add_matter(small_office, 9, "鞋服产业园", "招商局", due_on=date(2026, 9, 30), percent=40)
    add_matter(small_office, 10, "信访积案", "招商局", due_on=date(2026, 6, 20))
    in_category(small_office, 8, "重点工作")
    in_category(small_office, 9, "在建项目")
    return small_office


def test_the_months_plates_are_hung_and_red_warns_a_person(office: StoryOffice) -> None:
    office.until(days(6, 30, 18))
    assert "没有公示牌" in office.says(OFFICE, "公示牌")
    office.until(days(7, 1, 12))

    assert heard(office, OFFICE, "2026年6月公示牌已按灯色拟好", "红牌1件,黄牌0件,绿牌1件")
    assert heard(office, UNIT, "警示:#8 滨江路改造 2026年6月红牌", "时限6月20日")
    shown = office.says(LEADER, "公示牌")
    assert shown.splitlines()[0] == "2026年6月公示牌:红牌1件,黄牌0件,绿牌1件"
    assert "红牌 #8 滨江路改造(城管局)" in shown and "绿牌 #9 鞋服产业园(招商局)" in shown
    assert "信访积案" not in shown
    assert "滨江路" not in office.says(OTHERS, "公示牌 6月")


def test_a_person_changes_a_colour_and_says_why(office: StoryOffice) -> None:
    office.until(days(7, 1, 12))
    assert "还缺原因" in office.says(OFFICE, "改牌 8 黄")
    assert "2026年6月黄牌" in office.says(OFFICE, "改牌 8 黄 管线迁改由市里统一安排")
    assert "黄牌 #8 滨江路改造(城管局),人工改:管线迁改" in office.says(LEADER, "公示牌")
    assert "没有挂过红牌" in office.says(LEADER, "红牌 2026")

    office.says(OFFICE, "改牌 9 红 现场停工两周没有报")
    office.live()
    assert heard(office, OTHERS, "警示:#9 鞋服产业园", "现场停工两周没有报")


def test_the_years_red_plates_are_a_list_for_people(office: StoryOffice) -> None:
    office.until(days(8, 3, 12))
    said = office.says(OFFICE, "红牌")
    assert "2026年挂过红牌的1件,共2次" in said and "#8 滨江路改造(城管局):2次" in said
    assert "机器人不建议" in said


def test_the_policy_explains_its_plates() -> None:
    explained = render("policy_explained", policy=read(preset("xiangtan")))
    assert "给重点工作、在建项目类事项挂牌" in explained and "红牌警示单位负责人" in explained
    assert "红黄绿牌" not in render("policy_explained", policy=read(preset("xianyang")))


@pytest.mark.parametrize("said", ["挂牌 3 家企业,进度正常", "红牌楼改造正常推进"])
def test_words_that_only_begin_like_it_are_none(small_office: StoryOffice, said: str) -> None:
    assert "不在您的权限内" not in small_office.says(LIAISON, said)
