"""交办: a supervisor opens a matter in one message, or in as many as it takes."""

from __future__ import annotations

from datetime import date

import pytest

from models import Act, DueChange, Matter, Unit
from models.matter import MatterStatus
from tests.stories.office import StoryOffice, add_matter

ASSIGNMENT = "交办 滨江路改造 招商局 6月30日前 依据:市长办公会第3次纪要"


def _newest(office: StoryOffice) -> Matter:
    with office.house.database.read() as session:
        return session.query(Matter).order_by(Matter.id.desc()).limit(1).one()


def _unit_of(office: StoryOffice, matter: Matter) -> str:
    with office.house.database.read() as session:
        return session.get_one(Unit, matter.unit_id).name


def _matters(office: StoryOffice) -> int:
    with office.house.database.read() as session:
        return session.query(Matter).count()


def test_one_message_opens_a_matter_and_the_answer_says_all_of_it(office: StoryOffice) -> None:
    answer = office.says("zhouming", ASSIGNMENT)
    matter = _newest(office)
    assert (matter.title, matter.due_on, matter.original_due_on) == (
        "滨江路改造",
        date(2026, 6, 30),
        date(2026, 6, 30),
    )
    assert matter.basis == "市长办公会第3次纪要"
    assert matter.status is MatterStatus.NOT_STARTED
    assert _unit_of(office, matter) == "招商局"
    for part in (f"#{matter.number}", "滨江路改造", "招商局", "6月30日", "第3次纪要"):
        assert part in answer


def test_the_opening_stands_in_the_record(small_office: StoryOffice) -> None:
    small_office.says("zhouming", ASSIGNMENT)
    matter = _newest(small_office)
    with small_office.house.database.read() as session:
        assert session.query(DueChange).filter(DueChange.matter_id == matter.id).one().due_on == matter.due_on
        assert session.query(Act).filter(Act.matter_id == matter.id).one().act == "matter_assigned"


def test_the_unit_hears_of_it_and_nobody_else_does(small_office: StoryOffice) -> None:
    small_office.says("zhouming", ASSIGNMENT)
    small_office.live()
    assert any("滨江路改造" in text and "第3次纪要" in text for text in small_office.hears("zhangwei"))
    assert not any("滨江路改造" in text for text in small_office.hears("chenchen"))


def test_the_new_matter_can_be_reported_on_at_once(small_office: StoryOffice) -> None:
    small_office.says("zhouming", ASSIGNMENT)
    assert "滨江路改造" in small_office.says("zhangwei", "滨江路改造 进度10%")
    assert _newest(small_office).percent == 10


def test_what_is_missing_is_asked_for_piece_by_piece(office: StoryOffice) -> None:
    before = _matters(office)
    answer = office.says("zhouming", "交办 污水处理厂提标")
    assert "责任单位" in answer and "完成时限" in answer and "依据" in answer
    assert "责任单位" not in office.says("zhouming", "城管局")
    assert "完成时限" not in office.says("zhouming", "8月31日")
    assert _matters(office) == before
    assert "已交办" in office.says("zhouming", "县政府第12次常务会议")
    matter = _newest(office)
    assert (matter.title, matter.due_on, matter.basis) == ("污水处理厂提标", date(2026, 8, 31), "县政府第12次常务会议")
    assert _unit_of(office, matter) == "城管局"


def test_one_answer_may_bring_all_that_was_missing(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "交办 污水处理厂提标")
    assert "已交办" in small_office.says("zhouming", "城管局 8月31日前 依据:县长批示")


def test_a_question_in_between_is_answered_and_is_no_basis(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "交办 污水处理厂提标 城管局 8月31日前")
    before = _matters(small_office)
    assert "奥瑞金" in small_office.says("zhouming", "#3")
    small_office.says("zhouming", "红灯")
    assert _matters(small_office) == before
    assert "已交办" in small_office.says("zhouming", "县长批示")
    assert _newest(small_office).basis == "县长批示"


def test_thanks_are_no_basis(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "交办 污水处理厂提标 城管局 8月31日前")
    assert "依据" in small_office.says("zhouming", "谢谢")
    assert "污水" not in {_newest(small_office).title}


def test_it_can_be_dropped_half_way(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "交办 污水处理厂提标")
    before = _matters(small_office)
    small_office.says("zhouming", "取消")
    small_office.says("zhouming", "城管局 8月31日前 依据:县长批示")
    assert _matters(small_office) == before


def test_a_day_is_said_in_the_words_of_the_office(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "交办 滨江路绿化 城管局 年底前 依据:县长批示")
    assert _newest(small_office).due_on == date(2026, 12, 31)
    small_office.says("zhouming", "交办:城区内涝治理,城管局牵头,下周五前完成,依据县长批示")
    assert (_newest(small_office).title, _newest(small_office).due_on) == ("城区内涝治理", date(2026, 6, 26))


def test_a_span_inside_a_title_is_no_date(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "交办 三季度经济运行分析 经信局 10月20日前 依据:县长批示")
    assert (_newest(small_office).title, _newest(small_office).due_on) == ("三季度经济运行分析", date(2026, 10, 20))


def test_a_day_that_is_gone_opens_nothing(small_office: StoryOffice) -> None:
    before = _matters(small_office)
    assert "6月10日" in small_office.says("zhouming", "交办 夜市整治 城管局 6月10日前 依据:县长批示")
    assert _matters(small_office) == before


def test_a_unit_outside_the_register_is_asked_for(small_office: StoryOffice) -> None:
    answer = small_office.says("zhouming", "交办 滨江路改造,单位:水务集团,6月30日前,依据:县长批示")
    assert "责任单位" in answer


def test_only_a_supervisor_opens_a_matter(small_office: StoryOffice) -> None:
    before = _matters(small_office)
    for userid in ("zhangwei", "limin", "liuyang", "admin", "stranger"):
        assert "已交办" not in small_office.says(userid, ASSIGNMENT)
    assert _matters(small_office) == before


def test_numbers_run_on(small_office: StoryOffice) -> None:
    add_matter(small_office, 41, "城乡供水一体化", "城管局")
    small_office.says("zhouming", ASSIGNMENT)
    assert _newest(small_office).number == 42


@pytest.mark.parametrize(
    "says",
    [
        "交办 滨江路改造 城管所局 6月30日前 依据:县长批示",
        "交办 滨江路改造,由县城管局负责,6月30日前,依据:县长批示",
        "交办 滨江路改造 招商局、县城管局 6月30日前 依据:县长批示",
        "交办 滨江路改造 招商局 县城管局 6月30日前 依据:县长批示",
        "交办 滨江路改造,单位:县城管局,6月30日前,依据:县长批示",
    ],
)
def test_a_unit_that_stands_in_no_roster_is_named_with_the_nearest(small_office: StoryOffice, says: str) -> None:
    """It does not end up in the title, nor is it left out."""
    before = _matters(small_office)
    answer = small_office.says("zhouming", says)
    assert "名册里没有" in answer and "城管局」" not in answer.replace("县城管局」", "").replace("城管所局」", "")
    assert "相近的有:城管局" in answer and "责任单位" in answer
    assert _matters(small_office) == before
    assert "名册里没有「水务集团」" in small_office.says("zhouming", "水务集团")
    assert "已交办" in small_office.says("zhouming", "城管局")
    matter = _newest(small_office)
    assert (matter.title, _unit_of(small_office, matter)) == ("滨江路改造", "城管局")


@pytest.mark.parametrize(
    ("says", "title"),
    [
        ("交办 组建供水集团 城管局 6月30日前 依据:县长批示", "组建供水集团"),
        ("交办 优化产业布局 城管局 6月30日前 依据:县长批示", "优化产业布局"),
        ("交办 事项:成立水务公司 单位:城管局 时限:6月30日 依据:县长批示", "成立水务公司"),
    ],
)
def test_a_title_may_be_called_like_a_unit(small_office: StoryOffice, says: str, title: str) -> None:
    small_office.says("zhouming", says)
    assert _newest(small_office).title == title


def test_words_about_something_else_take_no_unit_from_a_draft(small_office: StoryOffice) -> None:
    small_office.says("zhouming", "交办 污水处理厂提标 城管局 8月31日前")
    small_office.says("zhouming", "水务局 逾期")
    assert "已交办" in small_office.says("zhouming", "县长批示")
    assert _unit_of(small_office, _newest(small_office)) == "城管局"


def test_a_day_that_is_over_is_asked_for_anew_and_the_rest_stays(small_office: StoryOffice) -> None:
    answer = small_office.says("zhouming", "交办 城北管网改造 城管局 2026年5月31日前 依据:县政府第12次常务会议")
    assert "2026年5月31日已经过去,请换一个日期" in answer and "还需要:完成时限" in answer
    assert "已经过去" in small_office.says("zhouming", "6月1日")
    small_office.says("zhouming", "8月31日")
    assert (_newest(small_office).title, _newest(small_office).due_on) == ("城北管网改造", date(2026, 8, 31))


@pytest.mark.parametrize("words", ["9月30日", "改成9月30日", "时限改为9月30日前"])
def test_a_day_on_its_own_stands_for_the_one_said_before(small_office: StoryOffice, words: str) -> None:
    small_office.says("zhouming", "交办 城北管网改造 城管局 8月31日前")
    assert "2026年9月30日前" in small_office.says("zhouming", words)
    small_office.says("zhouming", "依据:县政府第12次常务会议")
    assert _newest(small_office).due_on == date(2026, 9, 30)
