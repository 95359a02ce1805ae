"""The unit is heard before anything that costs points; it may give reasons, say 「已完成」, or have no objection."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from models import Act
from models.notice import NoticeState
from tests.stories import policies
from tests.stories.climbing import DRAFTED, HEARING, sign_white
from tests.stories.office import StoryOffice, open_office
from tests.stories.policies import heard, notices_of, points_of

PROPOSAL = "提请 8 认定:无正当理由 标准:完成主体验收 时限:7月10日"


def state(office: StoryOffice) -> NoticeState:
    return notices_of(office)[-1].state


def acts(office: StoryOffice) -> list[str]:
    with office.house.database.read() as session:
        return list(session.scalars(select(Act.act).order_by(Act.id)))


def test_the_three_answers_are_told_in_one_line_each(drafted: StoryOffice) -> None:
    sign_white(drafted)
    drafted.until(HEARING)
    (text,) = [text for text in drafted.hears("chenchen") if "请说明情况" in text]
    lines = text.splitlines()
    for answer in ("回:说明 8", "回:#8 已完成", "回:同意 8"):
        assert [answer in line for line in lines].count(True) == 1


@pytest.mark.parametrize("words", ["同意 8", "无异议 8", "没有异议 8", "同意 8 没有异议"])
def test_no_objection_closes_the_window_at_once(hearing: StoryOffice, words: str) -> None:
    """C23: recorded as what it is, not as silence."""
    assert "没有异议" in hearing.says("chenchen", words)
    hearing.live()

    yellow = notices_of(hearing)[-1]
    assert (yellow.state, yellow.reason) == (NoticeState.DRAFT, "无异议")
    assert "no_objection" in acts(hearing)
    assert heard(hearing, "zhouming", "没有异议", "提请 8")
    assert "已提请" in hearing.says("zhouming", PROPOSAL)


@pytest.mark.parametrize("userid", ["zhangwei", "wangqiang", "zhouming", "liuyang", "admin"])
def test_nobody_else_closes_the_window(hearing: StoryOffice, userid: str) -> None:
    hearing.says(userid, "同意 8")
    hearing.says(userid, "无异议 8")
    assert state(hearing) is NoticeState.HEARING


def test_同意_of_a_unit_means_nothing_else(hearing: StoryOffice) -> None:
    assert "带上要处理的编号" in hearing.says("chenchen", "同意")
    assert "没有等您处理" in hearing.says("zhangwei", "同意 3")
    assert state(hearing) is NoticeState.HEARING


def test_told_as_done_the_ladder_holds_until_somebody_decides(hearing: StoryOffice) -> None:
    hearing.says("chenchen", "#8 已完成")
    hearing.until(policies.days(6, 26))
    assert "单位已报完成" in hearing.says("zhouming", PROPOSAL)


def test_returned_the_unit_has_the_rest_of_its_window(hearing: StoryOffice) -> None:
    """It had answered in time; that the office decided after the window is not its silence."""
    hearing.says("chenchen", "#8 已完成")
    hearing.until(policies.days(7, 3))
    assert state(hearing) is NoticeState.HEARING
    hearing.says("zhaojie", "退回 8 二号楼没有验收")
    assert "还没有过(到7月8日)" in hearing.says("zhouming", PROPOSAL)
    hearing.live()
    assert heard(hearing, "chenchen", "的说明期延到7月", "报的完成情况已退回", "说明 8")

    hearing.until(policies.days(7, 10))
    assert "最早写2026年7月13日" in hearing.says("zhouming", PROPOSAL)
    assert "已提请" in hearing.says("zhouming", PROPOSAL.replace("7月10日", "7月20日"))
    hearing.live()
    assert heard(hearing, "liuyang", "报完成:#8 已完成(督查室退回:二号楼没有验收)")
    assert not heard(hearing, "liuyang", "未提交说明")


def test_days_on_which_the_bot_stood_still_are_none_of_the_window(hearing: StoryOffice) -> None:
    hearing.clock.now = policies.days(6, 29)  # nothing ran since the 22nd
    hearing.house.tick()
    assert state(hearing) is NoticeState.HEARING
    assert "已放行" in hearing.says("zhouming", "放行 停机 已核对")
    hearing.live()
    assert state(hearing) is NoticeState.HEARING
    assert heard(hearing, "chenchen", "的说明期延到", "系统停过机")
    hearing.until(policies.days(7, 10))
    assert state(hearing) is NoticeState.DRAFT


def test_what_is_confirmed_as_done_ends_it(hearing: StoryOffice) -> None:
    hearing.says("chenchen", "#8 已完成")
    hearing.says("zhouming", "同意 8")
    assert state(hearing) is NoticeState.CANCELLED


def test_force_majeure_is_looked_at_before_anything_goes_on(hearing: StoryOffice) -> None:
    """B37."""
    hearing.says("chenchen", "说明 8 6月连降暴雨,属不可抗力")
    hearing.until(policies.days(6, 26))
    assert heard(hearing, "zhouming", "不可抗力", "不采纳 8")

    assert "请先采纳或不采纳" in hearing.says("zhouming", PROPOSAL)
    assert "还缺说明" in hearing.says("zhaojie", "不采纳 8")
    assert "已记录不采纳" in hearing.says("zhaojie", "不采纳 8 停工只有两天,不属于不可抗力")
    assert "已提请" in hearing.says("zhouming", "提请 8 标准:完成主体验收 时限:7月10日")
    hearing.says("liuyang", "签发 8")
    hearing.live()
    assert heard(hearing, "chenchen", "督〔2026〕2号", "停工只有两天")


def test_why_a_reason_was_not_accepted_stands_beside_the_verdict(hearing: StoryOffice) -> None:
    hearing.says("chenchen", "说明 8 材料没有到")
    hearing.says("zhaojie", "不采纳 8 材料5月已到场")
    hearing.until(policies.days(6, 26))
    assert "已提请" in hearing.says("zhouming", PROPOSAL)
    hearing.live()
    assert heard(hearing, "liuyang", "说明未采纳:“材料5月已到场”", "认定:无正当理由")
    hearing.says("liuyang", "签发 8")
    hearing.live()
    assert heard(hearing, "chenchen", "督〔2026〕2号", "说明未采纳:“材料5月已到场”")


def test_explained_before_it_is_asked_the_words_are_shown_their_place(small_office: StoryOffice) -> None:
    answer = small_office.says("zhangwei", "说明 3 财政资金未到")
    assert "现在没有要说明的督办单" in answer and "#3 资金未到位" in answer


def test_force_majeure_that_is_accepted_ends_the_climb(hearing: StoryOffice) -> None:
    hearing.says("chenchen", "说明 8 发生地震,不可抗因素")
    assert "已采纳" in hearing.says("zhouming", "采纳 8 属实")
    hearing.until(policies.days(7, 10))
    assert len(notices_of(hearing)) == 2 and points_of(hearing) == 0


def test_named_while_the_leader_has_it_the_signature_waits(on_the_day: Callable[[datetime], StoryOffice]) -> None:
    office = on_the_day(HEARING)
    office.says("chenchen", "同意 8")
    office.says("zhouming", PROPOSAL)
    office.says("chenchen", "说明 8 刚刚塌方,不可抗力")
    office.says("liuyang", "签发 8")
    assert state(office) is NoticeState.DRAFT and points_of(office) == 0
    assert "请先采纳或不采纳" in office.says("zhouming", PROPOSAL)


def test_once_reviewed_it_does_not_stop_the_office_again(hearing: StoryOffice) -> None:
    hearing.says("chenchen", "说明 8 不可抗力")
    hearing.says("zhouming", "不采纳 8 没有依据")
    hearing.says("chenchen", "说明 8 还是不可抗力")
    hearing.until(policies.days(6, 26))
    assert "已提请" in hearing.says("zhouming", PROPOSAL)
    assert "还是不可抗力" in notices_of(hearing)[-1].reason


def test_without_a_reason_there_is_nothing_to_reject(hearing: StoryOffice) -> None:
    assert "没有等您处理" in hearing.says("zhouming", "不采纳 8 没有依据")


@pytest.fixture
def heard_on_a_card(days: Callable[[datetime], Path], tmp_path: Path) -> Iterator[StoryOffice]:
    """The unit has the question on a card, with a button for each answer."""
    shutil.copyfile(days(DRAFTED), tmp_path / "day.db")
    office = open_office(f"sqlite:///{tmp_path / 'day.db'}", DRAFTED, form="cards")
    sign_white(office)
    office.until(HEARING)
    yield office
    office.house.close()


def test_a_card_offers_the_three_answers(heard_on_a_card: StoryOffice) -> None:
    office = heard_on_a_card
    assert "请写明" in office.presses("chenchen", "说明理由")
    assert state(office) is NoticeState.HEARING
    assert "没有异议" in office.presses("chenchen", "没有异议")
    assert state(office) is NoticeState.DRAFT


def test_已经办好_on_the_card_asks_the_office(heard_on_a_card: StoryOffice) -> None:
    assert "待督查室确认" in heard_on_a_card.presses("chenchen", "已经办好")
    heard_on_a_card.live()
    assert "办结待确认" in heard_on_a_card.says("zhouming", "待办")


def test_说明_alone_asks_for_the_reason(hearing: StoryOffice) -> None:
    assert "请写明" in hearing.says("chenchen", "说明 8")
    assert notices_of(hearing)[-1].reason == ""
