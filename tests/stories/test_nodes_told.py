"""节点 told as done in chat: the milestone is recorded, and the matter stays as it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models import Act, Matter, Milestone
from models.matter import MatterStatus
from supervision.registry import touch_registry
from tests.stories.office import StoryOffice, add_matter


def _with_nodes(office: StoryOffice) -> StoryOffice:
    due_on, called = date(2026, 9, 30), ("青山水库",)
    add_matter(office, 19, "青山水库除险加固", due_on=due_on, percent=40, aliases=called, co_units=("经信局",))
    with office.house.database.write() as session:
        matter = session.query(Matter).filter(Matter.number == 19).one()
        nodes = (("溢洪道完工", date(2026, 6, 1)), ("大坝帷幕灌浆", date(2026, 7, 20)))
        session.add_all(Milestone(matter_id=matter.id, name=name, due_on=due_on) for name, due_on in nodes)
        session.flush()
        touch_registry(session, [matter.id])
    return office


def _done(office: StoryOffice, name: str = "溢洪道完工") -> date | None:
    with office.house.database.read() as session:
        return session.query(Milestone).filter(Milestone.name == name).one().done_on


def test_a_node_told_by_its_number_moves_nothing_else(office: StoryOffice) -> None:
    _with_nodes(office)
    assert "节点 溢洪道完工:已完成" in office.says("zhangwei", "#19 节点 溢洪道完工 已完成")
    matter = office.matter(19)
    assert (matter.status, matter.percent) == (MatterStatus.IN_PROGRESS, 40)
    assert _done(office) == date(2026, 6, 15)
    assert matter.node_on == date(2026, 7, 20)  # the light looks at the next one
    with office.house.database.read() as session:
        act = session.query(Act).filter(Act.act == "milestone_done").one()
        assert act.matter_id == matter.id and act.by_id is not None and act.facts["name"] == "溢洪道完工"


@pytest.mark.parametrize(
    "words",
    ["青山水库溢洪道已完工", "溢洪道已完工", "溢洪道完工节点已完成", "青山水库溢洪道完工了", "#19 溢洪道完工已完成"],
)
def test_as_people_say_it(small_office: StoryOffice, words: str) -> None:
    assert "节点 溢洪道完工:已完成" in _with_nodes(small_office).says("limin", words)
    assert small_office.matter(19).percent == 40


@pytest.mark.parametrize("words", ["溢洪道预计7月完工", "#19 节点 溢洪道完工 已完成吗", "青山水库争取溢洪道已完成"])
def test_a_hope_and_a_question_are_no_word_of_it(small_office: StoryOffice, words: str) -> None:
    _with_nodes(small_office).says("zhangwei", words)
    assert _done(small_office) is None


def test_what_is_said_of_the_whole_beside_it_counts(small_office: StoryOffice) -> None:
    _with_nodes(small_office)
    answer = small_office.says("zhangwei", "日报 青山水库溢洪道已完工,进度55%。奥瑞金二期 65%")
    assert "节点 溢洪道完工:已完成" in answer and "40%→55%" in answer and "60%→65%" in answer
    small_office.clock.now += timedelta(minutes=1)
    small_office.says("zhangwei", "#19 大坝帷幕灌浆已完成,整体已完成")
    assert small_office.matter(19).status is MatterStatus.COMPLETED


def test_a_node_that_is_not_done_after_all_is_corrected(small_office: StoryOffice) -> None:
    _with_nodes(small_office).says("zhangwei", "#19 节点 溢洪道完工 已完成")
    assert "节点 溢洪道完工:未完成" in small_office.says("zhangwei", "更正 #19 节点 溢洪道完工 未完成")
    assert _done(small_office) is None
    assert small_office.matter(19).percent == 40


def test_what_is_withdrawn_is_not_done(small_office: StoryOffice) -> None:
    _with_nodes(small_office).says("zhangwei", "#19 节点 溢洪道完工 已完成")
    small_office.clock.now += timedelta(minutes=1)
    assert "已撤回" in small_office.says("zhangwei", "撤回")
    assert _done(small_office) is None
    assert small_office.matter(19).node_on == date(2026, 6, 1)


@pytest.mark.parametrize("userid", ["wangqiang", "chenchen", "liuyang", "stranger"])
def test_who_does_not_lead_it_does_not_tell_of_it(small_office: StoryOffice, userid: str) -> None:
    _with_nodes(small_office).says(userid, "#19 节点 溢洪道完工 已完成")
    assert _done(small_office) is None
    assert small_office.matter(19).percent == 40


@pytest.mark.parametrize(
    "words",
    ["#19 节点 溢洪道完工 已完成", "青山水库溢洪道已完工", "溢洪道已完工"],
)
def test_a_node_told_by_phone_counts_as_told_by_the_unit(office: StoryOffice, words: str) -> None:
    """On the day it was told; the matter moves no more than by the unit's own word."""
    _with_nodes(office)
    answer = office.says("zhouming", f"代录 招商局 张伟 电话 昨天17:30 {words}")
    assert "节点 溢洪道完工:已完成" in answer and "张伟" in answer
    matter = office.matter(19)
    assert (matter.status, matter.percent, matter.node_on) == (MatterStatus.IN_PROGRESS, 40, date(2026, 7, 20))
    assert _done(office) == date(2026, 6, 14)
    with office.house.database.read() as session:
        done = session.query(Act).filter(Act.act == "milestone_done").one()
        entered = session.query(Act).filter(Act.act == "entered_on_behalf").one()
        assert done.inbox_id == entered.inbox_id


def test_by_phone_the_whole_beside_a_node_counts_and_another_units_node_does_not(small_office: StoryOffice) -> None:
    _with_nodes(small_office)
    answer = small_office.says("zhouming", "代录 招商局 李敏 纸质 青山水库溢洪道已完工,进度55%")
    assert "节点 溢洪道完工:已完成" in answer and "40%→55%" in answer
    small_office.says("zhouming", "代录 经信局 王强 电话 #19 节点 大坝帷幕灌浆 已完成")
    assert _done(small_office, "大坝帷幕灌浆") is None


def test_a_node_that_is_not_done_after_all_is_entered_too(small_office: StoryOffice) -> None:
    _with_nodes(small_office).says("zhangwei", "#19 节点 溢洪道完工 已完成")
    assert "节点 溢洪道完工:未完成" in small_office.says("zhouming", "代录 招商局 张伟 电话 #19 节点 溢洪道完工 未完成")
    assert _done(small_office) is None


def test_a_late_node_is_why_the_light_is_on(small_office: StoryOffice) -> None:
    with small_office.house.database.write() as session:
        session.add(Milestone(matter_id=small_office.matter(5).id, name="基础完成", due_on=date(2026, 6, 1)))
    answer = small_office.says("liuyang", "厂房二期为什么亮红灯")
    assert "红灯" in answer and "节点“基础完成”应于6月1日完成,还没有报完成" in answer


def test_a_number_that_is_asked_why_is_a_matters(small_office: StoryOffice) -> None:
    assert "#5 标准化厂房二期" in small_office.says("liuyang", "5号为什么红")
