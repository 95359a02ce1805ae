"""代录: what was told by phone or on paper counts the same, and says who told it and when."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from models import Act, Person, Report
from supervision.clock import SHANGHAI, local
from tests.stories.office import StoryOffice


def _report(office: StoryOffice) -> Report:
    with office.house.database.read() as session:
        return session.query(Report).order_by(Report.id.desc()).limit(1).one()


def _reports(office: StoryOffice) -> int:
    with office.house.database.read() as session:
        return session.query(Report).count()


def test_a_phone_call_is_a_report(office: StoryOffice) -> None:
    answer = office.says("zhouming", "代录 招商局 张伟 电话 08:50 奥瑞金二期进度65%")
    assert "张伟" in answer and "电话" in answer and "08:50" in answer and "60%→65%" in answer
    assert office.matter(3).percent == 65
    report = _report(office)
    assert report.told_through == "电话"
    assert local(report.told_at) == datetime(2026, 6, 15, 8, 50, tzinfo=SHANGHAI)
    with office.house.database.read() as session:
        assert session.get_one(Person, report.person_id).name == "张伟"
        assert session.get_one(Person, report.entered_by_id).name == "周明"


def test_it_counts_for_the_day_it_was_told(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "代录 招商局 李敏 纸质 昨天17:30 日报 厂房一期进度35%")
    assert _report(small_office).period_first == date(2026, 6, 14)


def test_it_meets_the_duty_of_the_unit(small_office: StoryOffice) -> None:
    small_office.until(datetime(2026, 6, 15, 15, 0, tzinfo=SHANGHAI))
    assert "招商局" in small_office.says("zhouming", "谁没交日报")
    small_office.says("zhouming", "代录 招商局 张伟 电话 14:30 日报 无变化")
    assert "招商局" not in small_office.says("zhouming", "谁没交日报")
    small_office.until(datetime(2026, 6, 15, 18, 0, tzinfo=SHANGHAI))
    assert not any("日报" in text for text in small_office.hears("limin"))


def test_the_older_word_does_not_undo_the_newer(office: StoryOffice) -> None:
    office.says("zhangwei", "奥瑞金二期 70%")
    office.says("zhouming", "代录 招商局 张伟 电话 昨天17:00 奥瑞金二期进度75%")  # a lower one would be asked about
    assert _reports(office) == 2 and office.matter(3).percent == 70


def test_what_is_doubtful_is_not_entered(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "代录 招商局 张伟 电话 厂房进度65%")
    assert _reports(small_office) == 0


@pytest.mark.parametrize("head", [
    "招商局 张伟 昨天17:30 电话",
    "昨天17:30 招商局 张伟 电话",
    "昨天下午5点半 张伟电话说",
    "电话 张伟 6月14日17:30",
])  # fmt: skip
def test_the_head_stands_in_any_order(small_office: StoryOffice, head: str) -> None:
    small_office.says("zhouming", f"代录 {head} 奥瑞金二期进度65%")
    report = _report(small_office)
    assert local(report.told_at) == datetime(2026, 6, 14, 17, 30, tzinfo=SHANGHAI)
    assert report.told_through == "电话" and small_office.matter(3).percent == 65


def test_a_day_without_its_hour_is_that_day(small_office: StoryOffice) -> None:
    answer = small_office.says("zhouming", "代录 招商局 张伟 昨天 奥瑞金二期进度65%")
    assert "6月14日 12:00" in answer and local(_report(small_office).told_at).date() == date(2026, 6, 14)


def test_what_was_not_said_is_not_claimed(small_office: StoryOffice) -> None:
    answer = small_office.says("zhouming", "代录 招商局 奥瑞金二期进度65%")
    assert "电话" not in answer and "没写是谁报的,记在张伟名下" in answer
    assert _report(small_office).told_through == "未注明"


def test_the_older_word_says_that_a_newer_one_stands(office: StoryOffice) -> None:
    office.says("zhangwei", "奥瑞金二期 70%")
    answer = office.says("zhouming", "代录 招商局 张伟 电话 昨天17:00 奥瑞金二期进度75%")
    assert "70%(在这条以后已经报过,这条的75%只记入历史)" in answer


def test_nobody_tells_for_another_unit(small_office: StoryOffice) -> None:
    answer = small_office.says("zhouming", "代录 城管局 张伟 电话 奥瑞金二期进度65%")
    assert "张伟不是城管局的负责人或联络员" in answer and _reports(small_office) == 0


def test_nothing_is_entered_for_a_moment_to_come(small_office: StoryOffice) -> None:
    answer = small_office.says("zhouming", "代录 招商局 张伟 电话 17:30 奥瑞金二期进度65%")
    assert "17:30还没到" in answer and "昨天17:30" in answer
    assert _reports(small_office) == 0


@pytest.mark.parametrize("moment", ["25:70", "6月31日"])
def test_nothing_is_entered_for_a_moment_that_is_none(small_office: StoryOffice, moment: str) -> None:
    assert f"「{moment}」不可用" in small_office.says("zhouming", f"代录 招商局 张伟 {moment} 奥瑞金二期进度65%")
    assert _reports(small_office) == 0


def test_a_unit_outside_the_register_is_said_to_be_so(small_office: StoryOffice) -> None:
    assert "水务集团" in small_office.says("zhouming", "代录 水务集团 电话 奥瑞金二期进度65%")
    assert _reports(small_office) == 0


@pytest.mark.parametrize("userid", ["zhangwei", "wangqiang", "liuyang", "admin"])
def test_only_the_office_enters_for_others(small_office: StoryOffice, userid: str) -> None:
    small_office.says(userid, "代录 招商局 张伟 电话 08:50 奥瑞金二期进度65%")
    assert small_office.matter(3).percent == 60


def test_nobody_enters_for_a_unit_what_is_another_units(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "代录 城管局 陈晨 电话 08:50 奥瑞金二期进度65%")
    assert small_office.matter(3).percent == 60


def test_an_urging_by_phone_stands_in_the_history(office: StoryOffice) -> None:
    answer = office.says("zhouming", "代录催办 4 电话 已催张伟,答应周五前补齐")
    assert "#4" in answer and "答应周五前补齐" in answer
    with office.house.database.read() as session:
        urged = session.query(Act).filter(Act.act == "urged").one()
        assert urged.matter_id == office.matter(4).id


def test_an_entry_is_taken_back_by_who_made_it(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "代录 招商局 张伟 微信 昨晚8点 奥瑞金二期进度65%")
    assert _report(small_office).told_through == "微信"
    assert local(_report(small_office).told_at) == datetime(2026, 6, 14, 20, 0, tzinfo=SHANGHAI)
    assert "没有找到" in small_office.says("zhaojie", "撤回代录")
    assert "已撤回代招商局录入" in small_office.says("zhouming", "撤回刚才的代录")
    assert small_office.matter(3).percent == 60


def test_a_day_to_come_is_a_mistake_to_be_seen(small_office: StoryOffice) -> None:
    assert "还没到" in small_office.says("zhouming", "代录 招商局 张伟 电话 6月16日 奥瑞金二期进度65%")
    assert _reports(small_office) == 0


@pytest.mark.parametrize("words", ["3点问题已整改2点 奥瑞金二期进度65%", "邮件处理中心那边说 奥瑞金二期进度65%"])
def test_what_only_looks_like_a_head_is_part_of_the_words(small_office: StoryOffice, words: str) -> None:
    small_office.says("zhouming", f"代录 招商局 张伟 {words}")
    assert local(_report(small_office).told_at).hour == 9 and _report(small_office).told_through == "未注明"
