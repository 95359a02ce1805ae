"""咸宁市水务局: 问题清单 rectified and struck off, slowness followed, and a year's score in three weighted parts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest

from models.notice import NoticeState
from tests.stories.office import StoryOffice, add_matter
from tests.stories.policies import days, heard, notices_of, points_of

Under = Callable[[str, datetime], StoryOffice]


@pytest.fixture
def office(under: Under) -> StoryOffice:
    opened = under("xianning-water", days(6, 15, 7))
    add_matter(opened, 8, "城区内涝点整治", "城管局", due_on=date(2026, 9, 30), percent=50)
    return opened


def test_what_is_found_is_listed_rectified_and_struck_off(office: StoryOffice) -> None:
    """D24: 一经发现问题,责令限时整改; D34: 28 张清单, 全部整改销号. No points, no name in public."""
    office.until(days(6, 16))
    assert "问题清单" in office.says("zhouming", "认定 8 发现问题:泵站值守记录缺三天")
    office.until(days(6, 16, 11))
    assert "问题清单" in office.says("zhouming", "签发 8 标准:补齐值守制度并公示")
    office.live()
    assert heard(office, "chenchen", "咸水督〔2026〕1号", "泵站值守记录缺三天")
    office.until(days(6, 22))
    office.says("chenchen", "申请销号 8 值守制度已公示,照片已报")
    office.says("zhouming", "同意 8")
    office.until(days(7, 6))
    assert [one.state for one in notices_of(office)] == [NoticeState.SIGNED]
    assert points_of(office) == 0
    assert not any("城管局" in text for text in office.group_hears())


def test_what_is_not_rectified_is_reported_in_writing_by_two_people(office: StoryOffice) -> None:
    """D33: 推进不力 → 重点督办; D35: 书面通报; P13."""
    office.until(days(6, 16))
    office.says("zhouming", "认定 8 发现问题:泵站值守记录缺三天")
    office.until(days(6, 16, 11))
    office.says("zhouming", "签发 8 标准:补齐值守制度")
    office.live()
    office.until(days(6, 29))
    assert heard(office, "chenchen", "请说明情况", "书面通报")
    office.until(days(7, 3))
    office.says("zhouming", "提请 8 认定:逾期没有整改,也没有说明 标准:补齐值守制度 时限:7月10日")
    assert "咸水督〔2026〕2号" in office.says("liuyang", "签发 8")


def test_a_year_in_three_parts_has_no_total_while_one_is_missing(office: StoryOffice) -> None:
    """D36, X6: 30/30/40; what is missing is shown as missing, never as zero."""
    for proposal, words in enumerate(("个人自评 90", "科室评价 80"), start=1):
        office.says("zhouming", f"记分 城管局 {words}")
        office.says("liuyang", f"签发 考核{proposal}")
    assert "缺领导测评" in office.says("zhouming", "考核 城管局").replace(" ", "").replace("“", "").replace("「", "")
    office.says("zhouming", "记分 城管局 领导测评 85")
    office.says("liuyang", "签发 考核3")
    assert str(Decimal("27.0") + Decimal("24.0") + Decimal("34.0")).rstrip("0").rstrip(".") in office.says(
        "zhouming", "考核 城管局"
    )


def test_a_veto_needs_both_conditions_and_touches_no_points(office: StoryOffice) -> None:
    """D37: 任务没有完成 **and** it hurt the bureau's own score → 评先评优、共建共享 are lost, apart from points."""
    office.says("zhouming", "否决 城管局 1:内涝点整治没有完成")
    assert "签发 考核" not in office.says("liuyang", "待办")
    office.says("zhouming", "否决 城管局 1:内涝点整治没有完成 2:市对局考评扣2分")
    office.says("liuyang", "签发 考核1")
    assert "取消评先评优、共建共享资格" in office.says("chenchen", "考核")
    assert points_of(office) == 0
