"""已完成: recorded as told; the office confirms or returns it, and the ladder waits meanwhile."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from models import Closeout, Matter, Notice
from models.extension import RequestState
from models.matter import MatterStatus
from supervision.clock import SHANGHAI
from supervision.registry import touch_registry
from tests.stories.office import StoryOffice, add_matter


def _closeout(office: StoryOffice) -> Closeout:
    with office.house.database.read() as session:
        return session.query(Closeout).order_by(Closeout.id.desc()).limit(1).one()


def _notices(office: StoryOffice) -> int:
    with office.house.database.read() as session:
        return session.query(Notice).count()


def test_told_as_done_it_waits_for_the_office(office: StoryOffice) -> None:
    answer = office.says("zhangwei", "厂房二期已完成,已竣工验收")
    assert "已完成" in answer and "督查室" in answer
    assert office.matter(5).status is MatterStatus.COMPLETED
    assert (_closeout(office).state, _closeout(office).decide_by) == (RequestState.ASKED, date(2026, 6, 18))
    office.live()
    assert any("厂房二期" in text and "同意 5" in text for text in office.hears("zhouming"))


def test_a_confirmation_dates_from_the_report(office: StoryOffice) -> None:
    told_at = office.clock.now
    office.says("zhangwei", "厂房二期已完成")
    office.clock.now = datetime(2026, 6, 17, 10, 0, tzinfo=SHANGHAI)
    assert "办结" in office.says("zhouming", "同意 5")
    assert (_closeout(office).state, _closeout(office).told_at) == (RequestState.GRANTED, told_at)
    office.live()
    assert any("6月15日" in text and "办结" in text for text in office.hears("zhangwei"))


@pytest.mark.parametrize("words", ["退回 5 补办 缺验收单", "退回 5 重办 质量不达标"])
def test_returned_it_goes_on_under_the_old_day(office: StoryOffice, words: str) -> None:
    office.says("zhangwei", "厂房二期已完成")
    office.says("zhouming", words)
    matter = office.matter(5)
    assert matter.status is not MatterStatus.COMPLETED
    assert (matter.due_on, matter.closed_at) == (date(2026, 8, 31), None)
    office.live()
    assert any(words.removeprefix("退回 5 ") in text and "8月31日" in text for text in office.hears("limin"))


def test_done_twice_after_a_return(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", "厂房二期已完成")
    small_office.says("zhouming", "退回 5 缺验收单")
    small_office.says("zhangwei", "厂房二期已完成,验收单已补")
    assert "办结" in small_office.says("zhouming", "同意 5")
    assert _closeout(small_office).state is RequestState.GRANTED


def test_the_ladder_waits_while_the_office_looks(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 15), percent=90)
    small_office.says("chenchen", "老旧小区改造已完成,已验收")
    small_office.until(datetime(2026, 6, 18, 9, 0, tzinfo=SHANGHAI))
    assert _notices(small_office) == 0
    small_office.says("zhouming", "退回 8 缺验收单")
    small_office.until(datetime(2026, 6, 22, 12, 0, tzinfo=SHANGHAI))
    assert _notices(small_office) == 1


def test_confirmed_it_never_climbs(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 15), percent=90)
    small_office.says("chenchen", "老旧小区改造已完成,已验收")
    small_office.says("zhouming", "同意 8")
    small_office.until(datetime(2026, 6, 22, 12, 0, tzinfo=SHANGHAI))
    assert _notices(small_office) == 0


@pytest.mark.parametrize("userid", ["zhangwei", "liuyang", "admin", "wangqiang"])
def test_only_a_supervisor_confirms(small_office: StoryOffice, userid: str) -> None:
    small_office.says("zhangwei", "厂房二期已完成")
    small_office.says(userid, "同意 5")
    assert _closeout(small_office).state is RequestState.ASKED


def test_withdrawn_there_is_nothing_left_to_confirm(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", "厂房二期已完成")
    small_office.clock.now = small_office.clock.now.replace(minute=5)
    small_office.says("zhangwei", "撤回")
    assert small_office.matter(5).status is MatterStatus.IN_PROGRESS
    assert "没有等您处理" in small_office.says("zhouming", "同意 5")


def test_striking_off_is_asked_for_and_granted(small_office: StoryOffice) -> None:
    answer = small_office.says("zhangwei", "申请销号 5 验收单已归档")
    assert "销号" in answer and "6月18日" in answer
    small_office.says("zhouming", "同意 5")
    assert small_office.matter(5).status is MatterStatus.CLOSED


def test_completion_and_extension_at_once_are_told_apart(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", "申请延期 5 到10月15日 因暴雨停工")
    small_office.says("zhangwei", "申请销号 5 验收单已归档")
    small_office.says("zhouming", "同意 5")
    assert (small_office.matter(5).closed_at, small_office.matter(5).due_on) == (None, date(2026, 8, 31))
    small_office.says("zhouming", "同意 5 销号")
    assert small_office.matter(5).closed_at is not None


def test_nearly_done_is_not_done(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", "厂房二期基本完成,还差消防验收")
    assert small_office.matter(5).status is not MatterStatus.COMPLETED


@pytest.mark.parametrize("words", ["厂房二期70%", "厂房二期100%", "厂房二期停工了", "日报 厂房二期正在收尾"])
def test_what_is_told_of_a_confirmed_matter_is_kept_and_moves_nothing(small_office: StoryOffice, words: str) -> None:
    small_office.says("zhangwei", "厂房二期已完成,已验收")
    small_office.says("zhouming", "同意 5")
    small_office.clock.now = small_office.clock.now.replace(minute=5)
    answer = small_office.says("zhangwei", f"{words},厂房一期进度35%")
    assert "已确认办结,结果不变,这条记入历史" in answer and "30%→35%" in answer
    assert (small_office.matter(5).status, small_office.matter(5).percent) == (MatterStatus.COMPLETED, 100)
    assert small_office.matter(4).percent == 35


def test_what_was_struck_off_before_the_bot_came_stays_so(small_office: StoryOffice) -> None:
    add_matter(small_office, 12, "村级光伏电站", "招商局", percent=100)
    with small_office.house.database.write() as session:
        old = session.query(Matter).filter(Matter.number == 12).one()
        old.status = old.base_status = MatterStatus.CLOSED
        touch_registry(session)
    for words in ("村级光伏电站 99%", "村级光伏电站 100%", "村级光伏电站停工了"):
        assert "结果不变,这条记入历史" in small_office.says("zhangwei", words)
    assert (small_office.matter(12).status, small_office.matter(12).percent) == (MatterStatus.CLOSED, 100)
    assert "没有等您处理" in small_office.says("zhouming", "同意 12")


def test_a_correction_below_the_whole_takes_the_claim_back(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", "厂房二期已完成")
    small_office.clock.now = small_office.clock.now.replace(minute=5)
    small_office.says("zhangwei", "更正 厂房二期 30%")
    assert (small_office.matter(5).status, small_office.matter(5).percent) == (MatterStatus.IN_PROGRESS, 30)
    assert "又报了没有完成" in small_office.says("zhouming", "同意 5")
    assert small_office.matter(5).confirmed_at is None


def test_what_was_confirmed_by_mistake_goes_on(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", "厂房二期 20%")
    small_office.clock.now = small_office.clock.now.replace(minute=5)
    small_office.says("zhangwei", "申请销号 5 验收单已归档")
    small_office.says("zhouming", "同意 5")
    assert small_office.matter(5).status is MatterStatus.CLOSED
    assert "还缺原因" in small_office.says("zhaojie", "撤销办结 5")
    small_office.clock.now = small_office.clock.now.replace(minute=6)
    assert "继续督办" in small_office.says("zhaojie", "撤销办结 5 验收单是别的项目的")
    matter = small_office.matter(5)
    assert (matter.status, matter.percent, matter.confirmed_at) == (MatterStatus.IN_PROGRESS, 20, None)
    small_office.live()
    assert any("办结认定撤回" in text for text in small_office.hears("zhangwei"))
    small_office.clock.now = small_office.clock.now.replace(minute=9)
    assert "20%→45%" in small_office.says("zhangwei", "厂房二期 45%")
    assert "没有等您处理" in small_office.says("zhouming", "撤销办结 5 再撤一次")


@pytest.mark.parametrize("words", ["厂房二期的办结申请撤了吧 还没弄完", "撤回办结申请 5", "取消销号申请"])
def test_a_claim_is_taken_back_by_saying_how_far_it_is(small_office: StoryOffice, words: str) -> None:
    small_office.says("zhangwei", "厂房二期已完成")
    answer = small_office.says("zhangwei", words)
    assert "请直接报现在的进度" in answer and "#5 85%" in answer
