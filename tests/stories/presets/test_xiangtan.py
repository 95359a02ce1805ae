"""湘潭高新区“预安销号”, half a year: what is struck off in its month hears nothing, what is not climbs by month-ends.

Who plans, who sits on the panel and who revisits comes with the month's own cycle; here its one fact, 月末未销号, is
said by the office at each month's end.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import select

from models import Climb, Handover, Notice
from models.notice import NoticeState
from tests.stories.office import StoryOffice, add_matter
from tests.stories.policies import days, heard, notices_of, points_of

Under = Callable[[str, datetime], StoryOffice]
PAPERS = ("限期整改通知书", "督查通报", "政令不畅问责移交书")


@pytest.fixture
def office(under: Under) -> StoryOffice:
    opened = under("xiangtan", days(3, 2))
    add_matter(opened, 8, "二桥北片区征拆", "城管局", due_on=date(2026, 3, 31), percent=50)
    add_matter(opened, 9, "园区道路改造", "招商局", due_on=date(2026, 3, 31), percent=50)
    return opened


def month_ends(office: StoryOffice, month: int, day: int, left: str) -> str:
    office.until(days(month, day, 18))
    return office.says("zhouming", f"认定 8 月末未销号:{left}")


def papers_of(office: StoryOffice) -> list[str]:
    return [notice.grounds["name"] for notice in notices_of(office) if notice.state is NoticeState.SIGNED]


def test_what_is_struck_off_in_its_month_hears_of_no_ladder_and_lateness_alone_starts_nothing(
    office: StoryOffice,
) -> None:
    """E13, E25: 月底填报销号; the document counts months, not days, and nobody said 月末未销号."""
    office.until(days(3, 31, 15))
    office.says("zhangwei", "申请销号 9 已验收,验收单已报")
    office.says("zhouming", "同意 9")
    office.until(days(4, 20))
    assert notices_of(office) == []
    assert not heard(office, "zhangwei", "请说明情况")


def test_half_a_year(office: StoryOffice) -> None:
    """Month 0, +1, +3: each step once, heard first, signed by two, and none passed over."""
    _its_own_month(office)
    _the_next_month(office)
    _three_months_later(office)
    with office.house.database.read() as session:
        levels = session.scalars(select(Notice.level).order_by(Notice.id)).all()
    assert list(levels) == [1, 2, 3]
    assert papers_of(office) == list(PAPERS)


def _its_own_month(office: StoryOffice) -> None:
    """E25: 限期责令整改, 扣减绩效考核得分; E14: 说明原因; X7: the document gives no figure; P13: two people."""
    answer = month_ends(office, 3, 31, "征拆尚余12户")
    assert "限期整改通知书" in answer and "当月未完成" in answer
    office.until(days(4, 1))
    assert heard(office, "chenchen", "请说明情况", "扣减绩效考核得分", "4月2日前")
    office.says("chenchen", "说明 8 两户要价过高,已列入4月预安")
    office.until(days(4, 8))
    refused = office.says("zhouming", "提请 8 认定:无正当理由 标准:完成签约 时限:4月30日")
    assert "扣多少分" in refused
    office.says("zhouming", "提请 8 扣分:0.5 认定:无正当理由 标准:完成签约 时限:4月30日")
    office.live()
    assert heard(office, "liuyang", "两户要价过高", "考核扣分:0.5")
    assert "高新督〔2026〕1号" in office.says("liuyang", "签发 8")
    office.live()
    assert str(points_of(office)) == "-0.5"


def _the_next_month(office: StoryOffice) -> None:
    """E26: 次月延期未完成 → 诫勉谈话 by 纪检监察机关, 通报; no more points than the document names."""
    month_ends(office, 4, 30, "尚余9户")
    office.until(days(5, 9))
    office.says("zhouming", "提请 8 认定:次月仍未完成 标准:完成签约 时限:5月29日")
    assert "高新督〔2026〕2号" in office.says("liuyang", "签发 8")
    office.live()
    with office.house.database.read() as session:
        handovers = session.scalars(select(Handover)).all()
    assert [(one.body, one.asks_for) for one in handovers] == [("纪检监察机关", "诫勉谈话")]
    assert str(points_of(office)) == "-0.5"
    assert "→ 纪检监察机关" in office.says("zhaojie", "待办")
    assert "诫勉谈话" in office.says("zhouming", "移交 8 纪检监察机关")
    assert "已于5月12日谈话" in office.says("zhaojie", "移交结果 8 纪检监察机关 已于5月12日谈话")
    assert "→" not in office.says("zhouming", "待办")


def _three_months_later(office: StoryOffice) -> None:
    """E27, X3: 延期三个月未完成, and not two; 主观 has to be found before it is signed (A14)."""
    assert "还没有到办法规定的月末" in month_ends(office, 5, 29, "尚余5户")
    office.until(days(6, 3))
    assert len(notices_of(office)) == 2
    month_ends(office, 6, 30, "尚余2户")
    office.until(days(7, 8))
    assert "原因" in office.says("zhouming", "提请 8 认定:拖了三个月 标准:完成签约 时限:7月31日")
    office.says("zhouming", "提请 8 原因:主观 认定:主观努力不够 标准:完成签约 时限:7月31日")
    assert "高新督〔2026〕3号" in office.says("liuyang", "签发 8")
    office.live()


def test_what_is_struck_off_late_climbs_no_further(office: StoryOffice) -> None:
    """E14: 继续列入下月, 直至销号; a confirmed close-out ends the climb."""
    month_ends(office, 3, 31, "征拆尚余12户")
    office.until(days(4, 2))
    office.says("chenchen", "申请销号 8 已全部签约,协议已归档")
    office.says("zhouming", "同意 8")
    office.until(days(4, 10))
    assert papers_of(office) == []
    with office.house.database.read() as session:
        assert [climb.ended_because for climb in session.scalars(select(Climb))] == ["completion_confirmed"]
