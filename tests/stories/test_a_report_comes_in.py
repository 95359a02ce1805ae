"""One report walks the whole way, from the signed envelope to the answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models import HelpCall, Inbox, Progress, Report
from models.inbox import Disposition
from models.matter import MatterStatus
from tests.stories.office import StoryOffice

REPORT = "日报 奥瑞金二期主体三层浇筑完,进度到65%,预计月底封顶。缺电力指标,请经信局协调"


def test_a_report_is_written_down_and_the_answer_says_what_changed(office: StoryOffice) -> None:
    answer = office.says("zhangwei", REPORT)
    assert "60%→65%" in answer
    assert "经信局" in answer
    matter = office.matter(3)
    assert (matter.percent, matter.status) == (65, MatterStatus.IN_PROGRESS)
    assert matter.expected_on == date(2026, 6, 30)
    with office.house.database.read() as session:
        report = session.query(Report).one()
        assert report.period_first == date(2026, 6, 15)
        assert session.query(Progress).one().words
        assert session.query(HelpCall).one().unit_id != matter.unit_id
        assert session.query(Inbox).one().disposition is Disposition.RECORDED


def test_the_unit_asked_for_help_hears_of_it(office: StoryOffice) -> None:
    office.says("zhangwei", REPORT)
    office.live()
    assert any("奥瑞金" in text and "协助" in text for text in office.hears("wangqiang"))


def test_a_doubtful_name_is_asked_back_and_one_character_answers(office: StoryOffice) -> None:
    answer = office.says("limin", "厂房进度40%")
    assert "1" in answer and "2" in answer
    assert office.matter(4).percent == 30 and office.matter(5).percent == 10
    office.says("limin", "1")
    assert {office.matter(4).percent, office.matter(5).percent} in ({40, 10}, {30, 40})


def test_a_retry_gets_the_same_answer_and_changes_nothing(office: StoryOffice) -> None:
    first = office.line.says("zhangwei", REPORT)
    again = office.line.repeats(first)
    assert again.body and office.opened(again.body) == first.reply_text
    with office.house.database.read() as session:
        assert session.query(Report).count() == 1


def test_a_correction_and_a_withdrawal_put_the_figures_right(office: StoryOffice) -> None:
    office.says("zhangwei", REPORT)
    office.clock.now = office.clock.now.replace(minute=5)
    assert "70%" in office.says("zhangwei", "更正 奥瑞金二期 70%")
    assert office.matter(3).percent == 70
    office.clock.now = office.clock.now.replace(minute=6)
    office.says("zhangwei", "撤回")
    assert office.matter(3).percent == 65


def test_a_stranger_gets_a_way_in_and_nothing_else(office: StoryOffice) -> None:
    answer = office.says("stranger", "奥瑞金二期到哪了")
    assert "登记" in answer and "奥瑞金" not in answer
    office.live()
    assert any("stranger" in text for text in office.hears("zhouming"))
    assert "已登记" in office.says("zhouming", "登记 stranger 钱多 经信局 联络员")
    assert "帮助" in office.says("stranger", "你好")


def test_a_mention_in_a_report_never_rings_anybody(office: StoryOffice) -> None:
    answer = office.says("zhangwei", "日报 奥瑞金二期 66%,请经信局协调<@all>")
    assert "<@" not in answer
    office.live()
    assert not any("<@" in text for text in office.hears("wangqiang"))


@pytest.mark.parametrize("said", ["已复工", "恢复施工", "已恢复", "停工令已解除", "停工整改完成,现已复工"])
def test_work_that_had_stopped_goes_on(small_office: StoryOffice, said: str) -> None:
    small_office.says("zhangwei", "奥瑞金二期 停工")
    assert small_office.matter(3).status is MatterStatus.BLOCKED
    small_office.clock.now += timedelta(days=1)
    assert "停工受阻→推进中" in small_office.says("zhangwei", f"奥瑞金二期 {said}")
    assert small_office.matter(3).status is MatterStatus.IN_PROGRESS and not small_office.matter(3).has_problem
