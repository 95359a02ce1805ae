"""石狮百日大会战: each node is collected on its day; who is late through his own want of effort answers for it.

The hundred days are 2 March to 9 June 2026. What belongs to the month's cycle (回头看) is said by the office.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import select

from models import Climb, Handover
from models.notice import NoticeState
from supervision.policies.active import preset
from supervision.policies.reader import read
from tests.stories.office import StoryOffice, add_matter
from tests.stories.plans import add_node, meet_node
from tests.stories.policies import days, heard, notices_of, points_of

Under = Callable[[str, datetime], StoryOffice]
LAST_DAY = date(2026, 6, 9)
ROAD, PARK, MILL = 8, 9, 10


@pytest.fixture
def office(under: Under) -> StoryOffice:
    opened = under("shishi", days(3, 2, 7))
    add_matter(opened, ROAD, "滨海新区道路", "城管局", due_on=LAST_DAY, percent=10)
    add_matter(opened, PARK, "鞋服产业园", "招商局", due_on=LAST_DAY, percent=10)
    add_matter(opened, MILL, "印染技改项目", "经信局", due_on=date(2026, 5, 15), percent=10)
    add_node(opened, ROAD, "路基开工", date(2026, 3, 10))
    add_node(opened, PARK, "签约", date(2026, 3, 10))
    return opened


def names_of(office: StoryOffice) -> list[str]:
    return [notice.grounds["name"] for notice in notices_of(office)]


def ends_of(office: StoryOffice) -> list[str | None]:
    with office.house.database.read() as session:
        return list(session.scalars(select(Climb.ended_because).order_by(Climb.id)))


def test_a_node_that_is_met_is_collected_in_silence(office: StoryOffice) -> None:
    """A02, A07: warned before; 收讫 by its day, and nobody hears of a ladder."""
    office.until(days(3, 9))
    assert heard(office, "limin", "签约", "3月10日")
    meet_node(office, "签约")
    office.until(days(3, 13))
    assert not heard(office, "zhouming", "待填写", "鞋服产业园")
    assert {notice.grounds["findings"][0]["facts"]["milestone"] for notice in notices_of(office)} == {"路基开工"}


def test_the_hundred_days_of_a_road(office: StoryOffice) -> None:
    """收账, 整改, 问责, 再问责, until it is solved (A02, A16, A14, A25, A26, A27, A28)."""
    meet_node(office, "签约")
    _its_node_passes(office)
    _what_the_document_does_not_say_is_asked(office)
    _only_want_of_effort_is_held_against_anybody(office)
    _until_it_is_solved(office)
    _and_then_nothing_more(office)


def _its_node_passes(office: StoryOffice) -> None:
    """A02, A15: not on the day itself, but on the next working day's morning; A16: cause, blame, rectification."""
    office.until(days(3, 10, 18))
    assert notices_of(office) == []
    office.until(days(3, 11))
    assert heard(office, "zhouming", "督查整改通知单待填写", "“路基开工”应于3月10日完成", "督查方式:节点督查")
    refused = office.says("zhouming", f"签发 {ROAD} 标准:查明原因,分清责任,路基开工")
    assert "完成时限" in refused  # A28: each slip sets its own
    office.says("zhouming", f"签发 {ROAD} 标准:查明原因,分清责任,路基开工 时限:3月20日")
    office.until(days(3, 12))
    assert heard(office, "chenchen", "狮效督〔2026〕1号 督查整改通知单", "查明原因,分清责任,督促整改", "“路基开工”")
    assert not office.group_hears()


def _what_the_document_does_not_say_is_asked(office: StoryOffice) -> None:
    """A28: no number of days; nothing is drafted by itself, the office is asked and says when."""
    office.until(days(3, 31))
    assert names_of(office) == ["督查整改通知单"]
    assert heard(office, "zhouming", "办法没有规定几天后拟效能问责建议书", f"拟单 {ROAD}")
    assert "效能问责建议书" in office.says("zhouming", f"拟单 {ROAD}")
    office.live()
    assert heard(office, "chenchen", "请说明情况", "狮效督〔2026〕1号的完成时限是3月20日", "依问责情形扣减绩效分值")


def _only_want_of_effort_is_held_against_anybody(office: StoryOffice) -> None:
    """A14: the cause comes first, and 客观 is not signed; A25: the deduction is asked; P13: two people."""
    office.until(days(4, 8))
    propose = f"提请 {ROAD} 标准:路基开工 时限:4月17日 认定:"
    assert "原因" in office.says("zhouming", f"{propose}拖延 扣分:1")
    office.says("zhouming", f"提请 {ROAD} 标准:路基开工 时限:4月17日 认定:等料 原因:客观 扣分:1")
    assert notices_of(office)[-1].state is not NoticeState.PROPOSED
    asked = office.says("zhouming", f"提请 {ROAD} 标准:路基开工 时限:4月17日 认定:主观努力不够 原因:主观")
    assert "扣多少分" in asked
    office.says("zhouming", f"提请 {ROAD} 标准:路基开工 时限:4月17日 认定:主观努力不够 原因:主观 扣分:1")
    assert "狮效督〔2026〕2号" in office.says("liuyang", f"签发 {ROAD}")
    office.live()
    with office.house.database.read() as session:
        [handover] = session.scalars(select(Handover))
    assert (handover.body, handover.asks_for) == ("市效能办", "对责任单位和责任人员分别作出问责决定")
    assert str(points_of(office)) == "-1"


def _until_it_is_solved(office: StoryOffice) -> None:
    """A27: 逐档升级, 直至问题解决: the last rung again, heard and signed again."""
    office.until(days(4, 22))
    assert len(notices_of(office)) == 2
    assert "效能问责建议书" in office.says("zhouming", f"拟单 {ROAD}")
    office.until(days(4, 28))
    office.says("zhouming", f"提请 {ROAD} 标准:路基开工 时限:5月8日 认定:主观努力不够 原因:主观 扣分:1")
    office.says("liuyang", f"签发 {ROAD}")
    office.live()
    assert [(one.level, one.state) for one in notices_of(office)] == [(n, NoticeState.SIGNED) for n in (1, 2, 3)]


def _and_then_nothing_more(office: StoryOffice) -> None:
    """The node is done: the climb for it ends by itself, and what was signed stays (N2)."""
    meet_node(office, "路基开工")
    office.until(days(5, 12))
    assert ends_of(office) == ["cause_gone"]
    assert names_of(office) == ["督查整改通知单", "效能问责建议书", "效能问责建议书"]
    assert str(points_of(office)) == "-2"


def test_a_node_set_for_a_holiday_is_collected_after_the_next_working_day(office: StoryOffice) -> None:
    """X9: 清明, 4 to 6 April 2026: in time until Tuesday the 7th."""
    meet_node(office, "路基开工")
    add_node(office, ROAD, "桥梁合龙", date(2026, 4, 4))
    meet_node(office, "签约")
    office.until(days(4, 7, 18))
    assert notices_of(office) == []
    office.until(days(4, 8))
    assert names_of(office) == ["督查整改通知单"]


def test_a_granted_extension_moves_the_day_and_keeps_what_was(office: StoryOffice) -> None:
    """A27, X4: what is not done after it climbs anew, from the day that was granted; lateness alone moves nothing."""
    office.until(days(5, 12))
    office.says("wangqiang", f"申请延期 {MILL} 到5月29日 因设备到港推迟")
    office.says("zhouming", f"同意 {MILL}")
    office.until(days(5, 20))
    assert not heard(office, "zhouming", "印染技改项目", "拟单")
    office.until(days(6, 2))
    assert heard(office, "zhouming", "印染技改项目", "应于5月29日完成,已过期", f"拟单 {MILL}")
    office.says("zhouming", f"拟单 {MILL}")
    grounds = notices_of(office)[-1].grounds
    assert (grounds["due_on"], grounds["original_due_on"]) == ("2026-05-29", "2026-05-15")


def test_a_revisit_that_fails_leads_straight_to_accountability(office: StoryOffice) -> None:
    """A17, A12: 整改不到位; recorded by the office, heard first, and still two people."""
    meet_node(office, "签约")
    office.until(days(4, 30))
    said = office.says("zhouming", f"认定 {PARK} 回头看不合格:临时用电整改没有落实")
    assert "效能问责建议书" in said and "3个工作日内说明" in said
    office.until(days(4, 30, 11))
    last = notices_of(office)[-1]
    assert (last.level, last.state, last.grounds["needs_cause"]) == (2, NoticeState.HEARING, True)


def test_each_matter_counts_in_one_book() -> None:
    """A22, A23: two groups on their own, the rest by the scheme they had; A20: one series; what waits is listed."""
    policy = read(preset("shishi"))
    books = [policy.book_of(category) for category in ("大会战项目", "重大项目投资攻坚", "谋划")]
    assert [book.name for book in books if book] == ["大会战项目单列考评", "重大项目投资攻坚单列考评", "四项考评"]
    assert [one.series for one in policy.bulletins] == ["石狮市督查督办工作通报"]
    assert policy.revisits.every_months == 1
    assert not any(step.after_workdays or step.points for step in policy.ladder)
    assert {word.code for word in policy.accountability.circumstances} == {  # type: ignore[union-attr]
        "不作为", "慢作为", "主观努力不够", "推诿扯皮", "敷衍塞责"
    }  # fmt: skip
    assert not any("收讫" in one for one in policy.waits)
