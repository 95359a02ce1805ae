"""咸阳“白黄红”, a quarter: what is late, silent, slow or below the standard gets its slip, in order, each with its why.

June to August 2026; the 19th of June is 端午. 经信局 says nothing, 招商局 reports every week, 城管局 is late.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from models import Climb, Handover, Hold, Notice
from models.notice import NoticeState
from models.run import HoldKind
from tests.stories.office import StoryOffice, add_matter
from tests.stories.plans import runs_from
from tests.stories.policies import days, heard, notices_of, points_of

Under = Callable[[str, datetime], StoryOffice]
LATE, SLOW, SILENT, SHODDY = 8, 9, 10, 11
FRIDAYS = [days(6, 5), days(6, 12), days(6, 18), days(6, 26), days(7, 3), days(7, 10), days(7, 17)]


@pytest.fixture
def office(under: Under) -> StoryOffice:
    opened = under("xianyang", days(6, 1, 0))
    add_matter(opened, LATE, "老旧小区改造", "城管局", due_on=date(2026, 6, 15), percent=50)
    add_matter(opened, SLOW, "公交场站建设", "招商局", due_on=date(2026, 10, 7), percent=20)
    add_matter(opened, SILENT, "智慧园区", "经信局", due_on=date(2026, 12, 31), percent=10)
    add_matter(opened, SHODDY, "滨河公园", "招商局", due_on=date(2026, 12, 31), percent=90)
    runs_from(opened, SLOW, date(2026, 3, 21))
    return opened


def weeks_until(office: StoryOffice, day: datetime) -> None:
    """招商局 speaks of all it leads each week; 「无变化」 is a word, too (P05)."""
    for friday in FRIDAYS:
        if office.clock() < friday <= day:
            office.until(friday)
            office.says("zhangwei", "周报 无变化")
    office.until(day)


def papers_of(office: StoryOffice, number: int) -> list[str]:
    matter_id = office.matter(number).id
    return [one.grounds["name"] for one in notices_of(office) if one.matter_id == matter_id]


def last_of(office: StoryOffice, number: int) -> Notice:
    matter_id = office.matter(number).id
    return [one for one in notices_of(office) if one.matter_id == matter_id][-1]


def ends_of(office: StoryOffice) -> list[str | None]:
    with office.house.database.read() as session:
        return list(session.scalars(select(Climb.ended_because).order_by(Climb.id)))


def test_a_late_matter_climbs_white_yellow_red(office: StoryOffice) -> None:
    """C17–C26: the ladder's three slips, each by its own limit, each costing what the document says and no more."""
    _white(office)
    _yellow(office)
    _red(office)
    _and_no_further(office)


def _white(office: StoryOffice) -> None:
    """C17: 首次专项催办; 整改标准 and 完成时限 are asked for; C25: the slip sets its own limit."""
    office.until(days(6, 15, 18))
    assert notices_of(office) == []
    office.until(days(6, 16))
    assert heard(office, "zhouming", "白色专项督办单待填写", "应于6月15日完成,已过1个工作日", "四、创新结果运用(一)")
    assert "时限" in office.says("zhouming", f"签发 {LATE} 标准:完成主体验收")
    office.says("zhouming", f"签发 {LATE} 标准:完成主体验收 时限:6月24日")
    office.live()
    assert heard(office, "chenchen", "督〔2026〕1号 白色专项督办单", "首次专项催办,以示提醒")
    assert points_of(office) == 0


def _yellow(office: StoryOffice) -> None:
    """C18, C23: heard first, 无正当理由 in words, 0.3 exactly and once; P13: proposer and signer are two."""
    office.until(days(6, 24, 18))
    assert papers_of(office, LATE) == ["白色专项督办单"]
    office.until(days(6, 25))
    assert heard(office, "chenchen", "请说明情况", "黄色专项督办单", "年度目标任务考核扣0.3分")
    assert "说明" in office.says("zhouming", f"提请 {LATE} 标准:完成主体验收 时限:7月8日 认定:无正当理由")
    assert last_of(office, LATE).state is NoticeState.HEARING  # its days are the unit's
    office.until(days(7, 1))
    office.says("zhouming", f"提请 {LATE} 标准:完成主体验收 时限:7月8日 认定:无正当理由,没有提交说明")
    assert "督〔2026〕2号" in office.says("liuyang", f"签发 {LATE}")
    office.until(days(7, 2))
    assert points_of(office) == Decimal("-0.3")


def _red(office: StoryOffice) -> None:
    """C19–C22: three bodies, standing lost for the year, and no more points (X2)."""
    office.until(days(7, 9))
    assert heard(office, "chenchen", "请说明情况", "红色专项督办单")
    office.until(days(7, 15))
    office.says("zhouming", f"提请 {LATE} 标准:完成主体验收 时限:7月24日 认定:屡督不动")
    office.says("liuyang", f"签发 {LATE}")
    office.live()
    with office.house.database.read() as session:
        bodies = session.scalars(select(Handover.body).order_by(Handover.id)).all()
    assert list(bodies) == ["纪检监察机关", "考核办", "组织部"]
    assert last_of(office, LATE).grounds["eligibility"] == "取消年度目标任务考核优秀评选资格"
    assert points_of(office) == Decimal("-0.3")


def _and_no_further(office: StoryOffice) -> None:
    """C26: white, yellow, red, and nothing beyond."""
    office.until(days(8, 31))
    assert papers_of(office, LATE) == ["白色专项督办单", "黄色专项督办单", "红色专项督办单"]


def test_four_weeks_of_silence_are_a_reason_and_a_report_ends_it(office: StoryOffice) -> None:
    """C16, X5: 经信局 owes and says nothing; a weekly 「无变化」 is a word (P05); N2: the report ends it."""
    weeks_until(office, days(6, 26, 18))
    assert papers_of(office, SILENT) == []
    weeks_until(office, days(6, 29))
    why = "连续未报,已有4期周报没有这件事的情况(6月1日至6月28日)"
    assert heard(office, "zhouming", "白色专项督办单待填写", "智慧园区", why)
    assert last_of(office, SILENT).grounds["findings"][0]["facts"]["times"] == 4
    assert not heard(office, "zhouming", "待填写", "滨河公园")
    office.says("zhouming", f"签发 {SILENT} 标准:报告进展 时限:7月6日")
    office.live()
    assert heard(office, "wangqiang", "白色专项督办单", why)
    weeks_until(office, days(7, 7))
    assert heard(office, "wangqiang", "请说明情况", "黄色专项督办单")  # one level after the other's limit (N3)
    office.says("wangqiang", "智慧园区30%,平台已上线")
    weeks_until(office, days(7, 20))
    assert ends_of(office)[-1] == "cause_gone"
    assert [one.state for one in notices_of(office) if one.matter_id == office.matter(SILENT).id] == [
        NoticeState.SIGNED, NoticeState.CANCELLED
    ]  # fmt: skip
    assert points_of(office) == 0


def test_a_report_before_the_slip_is_signed_takes_it_back(office: StoryOffice) -> None:
    """N2, N7: nothing is signed whose cause is gone."""
    weeks_until(office, days(6, 29))
    office.says("wangqiang", "智慧园区30%,平台已上线")
    assert "起因已经没有了" in office.says("zhouming", f"签发 {SILENT} 标准:报告进展 时限:7月6日")
    weeks_until(office, days(6, 30))
    assert last_of(office, SILENT).state is NoticeState.CANCELLED


def test_slowness_is_said_in_points(office: StoryOffice) -> None:
    """C16, X5: two hundred days from 21 March; at 20% it is thirty points below the line on 29 June."""
    weeks_until(office, days(6, 28, 18))
    assert papers_of(office, SLOW) == []
    weeks_until(office, days(6, 29))
    why = "落后计划,已报20%,按2026年3月21日至10月7日匀速推进应到50%,落后30个百分点"
    assert heard(office, "zhouming", "白色专项督办单待填写", "公交场站建设", why)
    office.says("zhouming", f"签发 {SLOW} 标准:主体封顶 时限:7月10日")
    weeks_until(office, days(7, 14))
    assert heard(office, "limin", "请说明情况", "黄色专项督办单")
    assert heard(office, "zhangwei", "请说明情况", "黄色专项督办单")
    office.says("zhangwei", f"说明 {SLOW} 汛期停工二十天,已调整工序")
    office.says("zhouming", f"采纳 {SLOW} 汛期属实")
    weeks_until(office, days(7, 31))
    assert papers_of(office, SLOW) == ["白色专项督办单", "黄色专项督办单"]  # no other this month


def test_what_is_sent_back_to_be_done_anew_is_below_the_standard(office: StoryOffice) -> None:
    """C24: 未完成 or 达不到标准; 补办 asks for what lacks, only 重办 says that the result is bad; a person's word."""
    office.until(days(6, 9))
    office.says("zhangwei", "滨河公园已完成")
    assert "认定" not in office.says("zhouming", f"退回 {SHODDY} 补办 缺验收单")
    office.says("zhangwei", "滨河公园已完成,验收单已补")
    told = office.says("zhouming", f"退回 {SHODDY} 重办 铺装多处空鼓")
    assert "已认定结果被退回" in told
    office.until(days(6, 10))
    [white] = notices_of(office)
    assert [one["kind"] for one in white.grounds["findings"]] == ["result_rejected"]
    assert heard(office, "zhouming", "白色专项督办单待填写", "滨河公园", "结果被退回,“重办 铺装多处空鼓”")


def test_a_whole_town_that_falls_silent_stops_the_ladder_first(office: StoryOffice) -> None:
    """T36: twelve slips on one morning are far more than usual: a person is asked before one is drafted."""
    for number in range(20, 32):
        add_matter(office, number, f"村道硬化{number}标段", "经信局", due_on=date(2026, 12, 31), percent=10)
    weeks_until(office, days(6, 29))
    assert papers_of(office, SILENT) == []
    with office.house.database.read() as session:
        [hold] = session.scalars(select(Hold))
    assert hold.kind is HoldKind.BREAKER
    assert hold.facts["wanted"] >= 12
    office.says("zhouming", "放行 已核实,确实没有报")
    office.until(days(6, 30))
    assert papers_of(office, SILENT) == ["白色专项督办单"]
