"""How a matter stands, what is in its way, what comes next."""

from __future__ import annotations

import pytest

from handlers.reading.result import Status
from tests.reading.office import only


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("新院区尚未开工", Status.NOT_STARTED),
        ("新院区正在铺设管线", Status.IN_PROGRESS),
        ("新院区全线停工", Status.BLOCKED),
        ("新院区没停工，正常施工", Status.IN_PROGRESS),
        ("新院区已经停了二十多天了", Status.BLOCKED),
        ("新院区一标段停工，其他正常施工", Status.IN_PROGRESS),
        ("新院区停工半月后已复工", Status.IN_PROGRESS),
        ("新院区说是复工了，实际仍是停工", Status.BLOCKED),
        ("新院区已竣工验收", Status.COMPLETED),
        ("新院区门诊楼已完工", Status.IN_PROGRESS),
        ("新院区基本完工，还有零星收尾", Status.IN_PROGRESS),
        ("新院区主体施工，预计年底全部完工", Status.IN_PROGRESS),
        ("新院区还没完成，差最后一层", Status.IN_PROGRESS),
        ("新院区因高考停工两天，10日恢复，目前正常", Status.IN_PROGRESS),
        ("新院区停工，下周一才能恢复", Status.BLOCKED),
        ("新院区停工令已解除", Status.IN_PROGRESS),
        ("新院区停工解除", Status.IN_PROGRESS),
        ("新院区停工令已于6月12日解除", Status.IN_PROGRESS),
        ("新院区解除停工", Status.IN_PROGRESS),
        ("新院区停工整改已完成", Status.IN_PROGRESS),
        ("新院区停工整改完成，已复工", Status.IN_PROGRESS),
        ("新院区停工令尚未解除", Status.BLOCKED),
        ("新院区停工，等停工令解除", Status.BLOCKED),
        ("新院区停工整改", Status.BLOCKED),
        ("新院区无新进展", None),
        ("新院区春节放假", None),
    ],
)
def test_the_state(told: str, status: Status | None) -> None:
    assert only(told).status is status


def test_a_completed_matter_is_full() -> None:
    assert only("新院区已全部完工").percent == 100


def test_where_the_title_is_an_act_the_act_completes_it() -> None:
    assert only("氢能产业园今天正式签约了", "zhoubin").status is Status.COMPLETED


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ("新院区66%，缺用电指标", True),
        ("新院区66%，无问题", False),
        ("新院区66%，一切顺利", False),
        ("新院区66%，之前的用电问题已解决", False),
        ("新院区66%，高压线迁改卡着", True),
        ("新院区66%，施工未受影响", False),
        ("新院区66%，排查隐患20处", False),
        ("新院区停工", True),
        ("新院区停工令已解除", False),
        ("新院区不再停工", False),
        ("新院区停工令未解除", True),
    ],
)
def test_a_difficulty(told: str, problem: bool) -> None:
    assert only(told).problem is problem


def test_who_is_asked_for_help_is_named_as_the_registry_names_it() -> None:
    assert only("新院区66%，缺电力指标，请经信局协调").needs == ("市经信局",)
    assert only("新院区66%，请供电公司支持").needs == ("供电公司",)


@pytest.mark.parametrize(
    ("told", "is_announced"),
    [
        ("新院区66%，下步开展幕墙安装", True),
        ("新院区66%，明天继续浇筑", True),
        ("新院区66%，预计月底封顶", False),
        ("新院区66%，落后计划", False),
        ("新院区66%，请交通局明天到场", False),
    ],
)
def test_an_act_to_come(told: str, is_announced: bool) -> None:
    assert only(told).has_next_steps is is_announced
