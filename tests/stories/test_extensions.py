"""申请延期: asked by the unit, granted or returned by the office; the original day is never forgotten."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from models import DueChange, Extension
from models.extension import RequestState
from supervision.clock import SHANGHAI
from tests.stories.office import StoryOffice, add_matter

REQUEST = "申请延期 奥瑞金二期 到11月15日 因暴雨停工"


def _extension(office: StoryOffice) -> Extension:
    with office.house.database.read() as session:
        return session.query(Extension).order_by(Extension.id.desc()).limit(1).one()


def test_asking_moves_nothing_and_tells_the_office(office: StoryOffice) -> None:
    answer = office.says("zhangwei", REQUEST)
    assert "2026年9月30日" in answer and "2026年11月15日" in answer and "原因:暴雨停工" in answer
    assert office.matter(3).due_on == date(2026, 9, 30)
    office.live()
    assert any("奥瑞金" in text and "同意 3" in text for text in office.hears("zhouming"))


def test_granted_the_new_day_counts_and_the_original_is_kept(office: StoryOffice) -> None:
    office.says("zhangwei", REQUEST)
    assert "2026年11月15日" in office.says("zhouming", "同意 3")
    matter = office.matter(3)
    assert (matter.due_on, matter.original_due_on) == (date(2026, 11, 15), date(2026, 9, 30))
    with office.house.database.read() as session:
        assert session.query(DueChange).filter(DueChange.due_on == date(2026, 11, 15)).count() == 1
    office.live()
    assert any("2026年11月15日" in text and "2026年9月30日" in text for text in office.hears("limin"))


def test_returned_the_unit_hears_why(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", REQUEST)
    small_office.says("zhaojie", "退回 3 理由不充分,请附停工令")
    assert small_office.matter(3).due_on == date(2026, 9, 30)
    assert _extension(small_office).state is RequestState.RETURNED
    small_office.live()
    assert any("理由不充分" in text for text in small_office.hears("zhangwei"))


def test_a_return_says_what_is_lacking(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", REQUEST)
    assert "退回 3" in small_office.says("zhouming", "退回 3")
    assert _extension(small_office).state is RequestState.ASKED


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("申请延期 奥瑞金二期", "哪一天"), ("申请延期 奥瑞金二期 到11月15日", "原因")],
)
def test_day_and_reason_are_both_needed(small_office: StoryOffice, words: str, wanted: str) -> None:
    assert wanted in small_office.says("zhangwei", words)
    with small_office.house.database.read() as session:
        assert session.query(Extension).count() == 0


@pytest.mark.parametrize("userid", ["wangqiang", "chenchen", "liuyang", "stranger"])
def test_only_the_unit_asks_for_its_matter(small_office: StoryOffice, userid: str) -> None:
    small_office.says(userid, REQUEST)
    with small_office.house.database.read() as session:
        assert session.query(Extension).count() == 0


@pytest.mark.parametrize("userid", ["zhangwei", "limin", "liuyang", "admin"])
def test_only_a_supervisor_decides(small_office: StoryOffice, userid: str) -> None:
    small_office.says("zhangwei", REQUEST)
    small_office.says(userid, "同意 3")
    assert small_office.matter(3).due_on == date(2026, 9, 30)


def test_a_request_is_decided_once(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", REQUEST)
    small_office.says("zhouming", "同意 3")
    assert "没有等您处理" in small_office.says("zhaojie", "退回 3 晚了一步")
    assert small_office.matter(3).due_on == date(2026, 11, 15)


def test_the_last_request_is_the_one_that_waits(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", REQUEST)
    small_office.says("zhangwei", "申请延期 奥瑞金二期 到12月1日 因暴雨停工")
    small_office.says("zhouming", "同意 3")
    assert small_office.matter(3).due_on == date(2026, 12, 1)


def test_alone_同意_decides_the_only_request(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", REQUEST)
    small_office.says("zhouming", "同意")
    assert small_office.matter(3).due_on == date(2026, 11, 15)


def test_alone_同意_decides_nothing_where_two_wait(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", REQUEST)
    small_office.says("zhangwei", "申请延期 4 到8月31日 因征地未完成")
    small_office.says("zhouming", "同意")
    assert (small_office.matter(3).due_on, small_office.matter(4).due_on) == (date(2026, 9, 30), date(2026, 7, 31))


def test_asked_after_the_due_day_it_is_said_to_be_late(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 12), percent=50)
    assert "逾期" in small_office.says("chenchen", "申请延期 8 到7月15日 因雨停工")
    assert _extension(small_office).is_late


def test_granted_before_the_day_no_ladder_is_climbed(small_office: StoryOffice) -> None:
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 16), percent=50)
    small_office.says("chenchen", "申请延期 8 到7月15日 因雨停工")
    small_office.says("zhouming", "同意 8")
    small_office.until(datetime(2026, 6, 18, 12, 0, tzinfo=SHANGHAI))
    assert not any("督办单" in text for text in small_office.hears("zhouming"))


@pytest.mark.parametrize("words", ["延期到10月20日", "到10月20日", "延到10月20日前", "延期 到10月20日", "10月20日"])
def test_the_office_may_grant_another_day(small_office: StoryOffice, words: str) -> None:
    small_office.says("zhangwei", "申请延期 3 到11月15日 因暴雨停工")
    answer = small_office.says("zhouming", f"同意 3 {words}")
    assert "延期到2026年10月20日(申请的是2026年11月15日)" in answer
    assert small_office.matter(3).due_on == date(2026, 10, 20)
    small_office.live()
    (told,) = [text for text in small_office.hears("zhangwei") if "同意延期" in text]
    assert "新时限2026年10月20日" in told and "以批的为准" in told


def test_a_day_that_is_no_extension_is_not_granted(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", "申请延期 3 到11月15日 因暴雨停工")
    assert "没有" in small_office.says("zhouming", "同意 3 延期到9月1日")
    assert small_office.matter(3).due_on == date(2026, 9, 30)
    assert "11月15日" in small_office.says("zhouming", "同意 3 请6月底前报赶工计划")
    assert small_office.matter(3).due_on == date(2026, 11, 15)


@pytest.mark.parametrize("words", ["撤回延期申请", "取消延期 3", "收回申请延期 3", "延期申请撤了吧"])
def test_a_unit_takes_its_request_back(small_office: StoryOffice, words: str) -> None:
    small_office.says("zhangwei", "申请延期 3 到11月15日 因暴雨停工")
    assert "已收回#3" in small_office.says("zhangwei", words)
    assert _extension(small_office).state is RequestState.WITHDRAWN
    assert "没有等您处理" in small_office.says("zhouming", "同意 3")
    assert "没有等督查室答复的申请" in small_office.says("zhangwei", words)


def test_of_several_it_is_asked_which(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", "申请延期 3 到11月15日 因暴雨停工")
    small_office.says("zhangwei", "申请延期 5 到11月15日 因暴雨停工")
    assert "要收回哪一件" in small_office.says("zhangwei", "撤回延期申请")
    assert "已收回#5" in small_office.says("zhangwei", "撤回延期申请 5")


@pytest.mark.parametrize("userid", ["chenchen", "zhouming"])
def test_nobody_takes_back_what_another_unit_asked(small_office: StoryOffice, userid: str) -> None:
    small_office.says("zhangwei", "申请延期 3 到11月15日 因暴雨停工")
    small_office.says(userid, "撤回延期申请 3")
    assert _extension(small_office).state is RequestState.ASKED


@pytest.mark.parametrize("words", ["延期到2月30日", "延期五天", "只延到下个礼拜再说"])
def test_a_span_that_cannot_be_read_is_not_granted_as_asked(small_office: StoryOffice, words: str) -> None:
    small_office.says("zhangwei", "申请延期 3 到11月15日 因暴雨停工")
    assert "没有看出同意到哪一天" in small_office.says("zhouming", f"同意 3 {words}")
    assert small_office.matter(3).due_on == date(2026, 9, 30)


def test_what_is_said_beside_the_day_is_told_too(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", "申请延期 3 到11月15日 因暴雨停工")
    small_office.says("zhouming", "同意 3 最多到10月20日,月底前先完成设计")
    assert small_office.matter(3).due_on == date(2026, 10, 20)
    small_office.live()
    assert any("月底前先完成设计" in text for text in small_office.hears("zhangwei"))
