"""撤销交办: the office takes a matter back, with a reason; it stays on record and is owed no longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from models import Act, Extension, HelpCall, Matter, Notice, Outgoing, Progress
from models.extension import RequestState
from models.matter import MatterStatus
from models.notice import NoticeState
from supervision.clock import SHANGHAI
from tests.stories.climbing import HEARING
from tests.stories.office import StoryOffice, add_matter

SAYS = "撤销交办 #3 因机构调整,任务取消"


def test_taken_back_with_a_reason_it_stays_on_record(office: StoryOffice) -> None:
    answer = office.says("zhouming", SAYS)
    assert "已撤销交办 #3" in answer and "机构调整" in answer
    matter = office.matter(3)
    assert matter.status is MatterStatus.REVOKED
    assert (matter.revoked_because, matter.percent) == ("机构调整,任务取消", 60)
    with office.house.database.read() as session:
        act = session.query(Act).filter(Act.act == "matter_revoked").one()
        assert (act.matter_id, act.facts["because"], act.facts["before"]) == (
            matter.id, "机构调整,任务取消", "in_progress",
        )  # fmt: skip


def test_its_card_says_when_why_and_by_whom(small_office: StoryOffice) -> None:
    """To those who see the whole of it; who only assists learns the state."""
    add_matter(small_office, 8, "背街小巷改造", "城管局", due_on=date(2026, 8, 31), co_units=("经信局",))
    small_office.says("zhaojie", "撤销交办 8 因并入老旧小区改造")
    for userid in ("zhouming", "liuyang", "chenchen"):
        card = small_office.says(userid, "#8")
        assert "已撤销交办" in card and "2026年6月15日由赵洁撤销交办,原因:并入老旧小区改造" in card
    outline = small_office.says("wangqiang", "#8")
    assert "已撤销交办" in outline and "赵洁" not in outline and "并入" not in outline
    assert "撤销交办,原因" not in small_office.says("zhouming", "#3")


def test_the_unit_hears_of_it_once(small_office: StoryOffice) -> None:
    small_office.says("zhouming", SAYS)
    small_office.live()
    for userid in ("zhangwei", "limin"):
        heard = [text for text in small_office.hears(userid) if "撤销交办" in text]
        assert len(heard) == 1 and "机构调整" in heard[0] and "不用再报" in heard[0]
    assert not any("奥瑞金" in text for text in small_office.hears("chenchen"))


@pytest.mark.parametrize("says", ["撤销交办 3", "撤销交办 #3 因", "撤销交办 3。"])
def test_the_reason_is_asked_for(small_office: StoryOffice, says: str) -> None:
    assert "原因" in small_office.says("zhouming", says)
    assert small_office.matter(3).status is MatterStatus.IN_PROGRESS


def test_it_is_no_withdrawal_of_a_notice(on_the_day: Callable[[datetime], StoryOffice]) -> None:
    """White is signed, yellow is heard: the first stands, the second goes with the matter, with the reason."""
    office = on_the_day(HEARING)
    answer = office.says("zhouming", "撤销交办 8 改造计划取消")
    assert "没有签发的督办单1份一并撤回" in answer and "已签发的督办单1份不受影响" in answer
    with office.house.database.read() as session:
        white, yellow = session.query(Notice).order_by(Notice.level).all()
        assert white.state is NoticeState.SIGNED
        assert (yellow.state, yellow.ended_because) == (NoticeState.CANCELLED, "改造计划取消")


def test_from_then_on_nothing_is_owed_lit_listed_or_climbs(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 12), percent=50)
    small_office.says("zhouming", "撤销交办 8 改造计划取消")
    small_office.until(datetime(2026, 6, 24, 12, tzinfo=SHANGHAI))
    with small_office.house.database.read() as session:
        assert session.query(Notice).count() == 0
        matter = session.query(Matter).filter(Matter.number == 8).one()
        assert (matter.yellow_from, matter.red_from, matter.next_look_on) == (None, None, None)
        told = session.query(Outgoing).filter(Outgoing.matter_id == matter.id).all()
        assert {row.event for row in told} == {"matter_revoked"}
    for asked in ("红灯", "逾期", "城管局", "我的事项", "所有事项"):
        assert "老旧小区改造" not in small_office.says("zhouming", asked)
    assert "老旧小区改造" not in small_office.says("chenchen", "我的事项")


def test_what_waited_for_an_answer_waits_no_longer(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", "奥瑞金二期缺电力指标,请经信局协调")
    small_office.says("zhangwei", "申请延期 3 到10月15日 因为暴雨停工")
    small_office.says("zhouming", SAYS)
    with small_office.house.database.read() as session:
        assert session.query(Extension).one().state is RequestState.WITHDRAWN
        assert session.query(HelpCall).one().answered_at is not None
    assert "延期" not in small_office.says("zhouming", "待办")


def test_a_report_of_it_is_not_recorded_and_the_rest_is(small_office: StoryOffice) -> None:
    small_office.says("zhouming", SAYS)
    assert "已经撤销" in small_office.says("zhangwei", "奥瑞金二期进度70%")
    answer = small_office.says("zhangwei", "日报 奥瑞金二期进度70%;厂房一期进度40%")
    assert "40%" in answer and "不用再报" in answer and "#3" in answer
    matter = small_office.matter(3)
    assert (matter.status, matter.percent) == (MatterStatus.REVOKED, 60)
    with small_office.house.database.read() as session:
        assert session.query(Progress).filter(Progress.matter_id == matter.id).count() == 0


def test_a_withdrawn_report_does_not_bring_it_back(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", "奥瑞金二期进度70%")
    small_office.says("zhouming", SAYS)
    small_office.says("zhangwei", "撤回")
    assert small_office.matter(3).status is MatterStatus.REVOKED


@pytest.mark.parametrize(
    "says",
    ["撤销交办 3 再说一次", "改派 3 给城管局 因职能调整", "暂停 3 停工令", "认定 3 质量不达标:渗漏", "拟单 3",
     "评定 3 质量:好 依据:验收单", "申请销号 3 已归档", "代录 招商局 张伟 电话 奥瑞金二期进度70%"],
)  # fmt: skip
def test_nothing_more_is_done_with_it(small_office: StoryOffice, says: str) -> None:
    small_office.says("zhouming", SAYS)
    small_office.says("zhouming", says)
    matter = small_office.matter(3)
    assert (matter.status, matter.percent, matter.revoked_because) == (
        MatterStatus.REVOKED, 60, "机构调整,任务取消",
    )  # fmt: skip


def test_one_that_is_done_and_confirmed_is_not_taken_back(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", "厂房一期已完成")
    small_office.says("zhouming", "同意 4")
    assert "没有改动" in small_office.says("zhouming", "撤销交办 4 因任务取消")
    assert small_office.matter(4).status is MatterStatus.COMPLETED
