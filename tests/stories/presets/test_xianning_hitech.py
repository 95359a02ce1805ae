"""咸宁高新区: 日报计划、周报小结、月报总结 are three things; nodes are followed, criticism has two hands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from models.notice import NoticeState
from supervision.policies.active import preset
from supervision.policies.reader import read
from tests.stories.office import StoryOffice, add_matter
from tests.stories.policies import days, heard, notices_of, points_of

Under = Callable[[str, datetime], StoryOffice]


@pytest.fixture
def office(under: Under) -> StoryOffice:
    opened = under("xianning-hitech", days(6, 15, 7))
    add_matter(opened, 8, "立邦涂料项目", "城管局", due_on=date(2026, 6, 30), percent=50)
    add_matter(opened, 9, "南玻光电玻璃项目", "招商局", due_on=date(2026, 9, 30), percent=40)
    return opened


def test_a_daily_is_a_plan_a_weekly_a_short_sum_a_monthly_the_close(office: StoryOffice) -> None:
    """D07; 随时上报 (D09): a plan told at eight meets the day; nothing is scored (P03)."""
    office.until(days(6, 15, 8))
    assert "日报(计划)" in office.says("zhangwei", "日报 南玻光电玻璃今天浇二层梁板,下步进设备")
    office.until(days(6, 15, 11))
    assert heard(office, "chenchen", "日报(计划)还没有收到", "打算做什么")
    assert not heard(office, "limin", "日报(计划)还没有收到")
    office.until(days(6, 19, 9))
    assert "周报(小结)" in office.says("zhangwei", "周报 南玻光电玻璃45%")
    office.until(days(6, 30, 11))
    assert heard(office, "chenchen", "月报(总结)还没有收到")
    assert points_of(office) == 0


def test_a_node_that_went_by_and_a_due_day_climb_to_a_report_that_two_people_sign(office: StoryOffice) -> None:
    """D13: 关键节点和完成时限; D15: 通报 says the handling, too; P13."""
    office.until(days(7, 1))
    [reminder] = notices_of(office)
    assert (reminder.grounds["name"], reminder.grounds["workdays_late"]) == ("督查提醒单", 1)
    assert "督查提醒单" in office.says("zhouming", "签发 8 标准:设备基础交安装")
    office.live()
    office.until(days(7, 9))
    assert heard(office, "chenchen", "请说明情况", "督查通报")
    office.until(days(7, 14))
    office.says("zhouming", "提请 8 认定:没有提交说明,设备基础至今没有交 标准:设备基础交安装 时限:7月20日")
    assert [one.state for one in notices_of(office)] == [NoticeState.SIGNED, NoticeState.PROPOSED]
    assert "高新督〔2026〕2号" in office.says("liuyang", "签发 8")
    assert points_of(office) == 0


def test_what_the_team_finds_is_written_down_whatever_the_day(office: StoryOffice) -> None:
    """D12, D24: 督查专班 finds a problem long before the due day."""
    office.until(days(6, 16))
    answer = office.says("zhouming", "认定 9 发现问题:二层钢筋绑扎不合要求,责令返工")
    assert "督查提醒单" in answer
    office.until(days(6, 16, 11))
    [found] = notices_of(office)
    assert found.grounds["findings"][0]["words"] == "二层钢筋绑扎不合要求,责令返工"


def test_five_series_side_by_side() -> None:
    """D14: several at once, each with its audience and rhythm; on-site presence is no check-in (D11, P01)."""
    text = preset("xianning-hitech")
    assert [one.series for one in read(text).bulletins] == [
        "工作动态", "招商视窗", "征地拆迁通报", "纪工委通报", "督查通报"
    ]  # fmt: skip
    assert "到岗" not in "".join(line.split("#")[0] for line in text.splitlines())
