"""红黄绿 by the numbers of the policy in force: a change is seen on every open matter, and explained (E09)."""

from __future__ import annotations

from datetime import date

import pytest

from supervision.policies.active import preset
from supervision.policies.complaints import PolicyError
from supervision.policies.lint import lint
from supervision.policies.reader import read
from supervision.texts import render
from tests.stories.office import StoryOffice, add_matter
from tests.stories.plans import add_node
from tests.stories.policies import days, govern

LIGHTS = """
[lights]
article = "第三条"
yellow_before = 20
node_late = 1
"""
EARLIER = preset("xianyang") + LIGHTS


def test_a_new_policy_moves_the_lights_of_what_is_open(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "滨江路改造", "城管局", due_on=date(2026, 7, 1), percent=40)
    add_node(small_office, 5, "主体封顶", date(2026, 6, 12))
    small_office.until(days(6, 15))
    assert "#8" not in small_office.says("liuyang", "黄灯")
    assert "#5" in small_office.says("liuyang", "黄灯")

    govern(small_office, EARLIER)
    small_office.until(days(6, 15, 11))
    assert "滨江路改造" in small_office.says("liuyang", "黄灯")
    assert "标准化厂房二期" in small_office.says("liuyang", "红灯")  # its node is three days late

    small_office.says("zhouming", "交办 滨河路改造 城管局 7月3日前 依据:县长批示")
    assert "滨河路改造" in small_office.says("liuyang", "黄灯")


def test_the_numbers_are_explained_checked_and_bounded() -> None:
    explained = render("policy_explained", policy=read(EARLIER))
    assert "到期前20天起亮黄灯,过期亮红灯;节点过期1天以内黄灯,再久红灯;停工受阻红灯。(第三条)" in explained
    assert "到期前7天起亮黄灯" in render("policy_explained", policy=read(preset("xianyang")))
    assert lint(EARLIER) == []
    with pytest.raises(PolicyError) as refused:
        read(EARLIER.replace("yellow_before = 20", "yellow_before = 0\nred = 3"))
    assert {one.key for one in refused.value.complaints} == {"lights.yellow_before", "lights.red"}
