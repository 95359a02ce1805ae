"""What is doubtful is asked back; one character answers; the answer counts from the report's own time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from models import Progress, Question, Report
from models.question import QuestionState
from supervision.clock import SHANGHAI, local
from tests.stories.office import StoryOffice

DOUBTFUL = "厂房进度40%"


def _states(office: StoryOffice) -> list[QuestionState]:
    with office.house.database.read() as session:
        return [one.state for one in session.query(Question).order_by(Question.id)]


def _pass(office: StoryOffice, **time: int) -> None:
    office.clock.now += timedelta(**time)


def _percents(office: StoryOffice) -> tuple[int | None, int | None]:
    return office.matter(4).percent, office.matter(5).percent


def test_what_is_certain_is_recorded_and_only_the_doubtful_waits(office: StoryOffice) -> None:
    answer = office.says("limin", "日报 奥瑞金二期 64%,厂房进度50%")
    assert "60%→64%" in answer and "标准化厂房一期" in answer and "标准化厂房二期" in answer
    assert office.matter(3).percent == 64
    assert _percents(office) == (30, 10)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("1", (40, 10)),
        ("2", (30, 40)),
        ("第二个", (30, 40)),
        ("２", (30, 40)),
        ("二期", (30, 40)),
        ("#5", (30, 40)),
        ("标准化厂房一期", (40, 10)),
        ("都不是", (30, 10)),
        ("0", (30, 10)),
        ("第0个", (30, 10)),
        ("9", (30, 10)),
        ("是", (30, 10)),
    ],
)
def test_answers(small_office: StoryOffice, answer: str, expected: tuple[int, int]) -> None:
    small_office.says("limin", DOUBTFUL)
    small_office.says("limin", answer)
    assert _percents(small_office) == expected


def test_the_answer_counts_from_the_report(office: StoryOffice) -> None:
    asked_at = datetime(2026, 6, 15, 17, 50, tzinfo=SHANGHAI)
    office.clock.now = asked_at
    office.says("limin", f"日报 {DOUBTFUL}")
    office.clock.now = asked_at + timedelta(hours=15)
    answer = office.says("limin", "1")
    assert "6月15日" in answer
    with office.house.database.read() as session:
        progress = session.query(Progress).one()
        report = session.get_one(Report, progress.report_id)
        assert local(report.told_at) == asked_at
        assert report.period_first == date(2026, 6, 15)


def test_the_answer_meets_the_duty_of_its_day(small_office: StoryOffice) -> None:
    small_office.until(datetime(2026, 6, 15, 17, 0, tzinfo=SHANGHAI))
    small_office.says("limin", f"日报 {DOUBTFUL}")
    small_office.until(datetime(2026, 6, 16, 9, 0, tzinfo=SHANGHAI))
    small_office.says("limin", "1")
    assert "招商局" not in small_office.says("zhouming", "昨天谁没交日报")


def test_somebody_elses_answer_is_not_taken(small_office: StoryOffice) -> None:
    small_office.says("limin", DOUBTFUL)
    small_office.says("zhangwei", "1")
    assert _percents(small_office) == (30, 10)


def test_a_question_in_between_leaves_it_open(small_office: StoryOffice) -> None:
    small_office.says("limin", DOUBTFUL)
    assert "奥瑞金" in small_office.says("limin", "#3")
    small_office.says("limin", "2")
    assert _percents(small_office) == (30, 40)


def test_two_doubts_are_asked_one_after_the_other(small_office: StoryOffice) -> None:
    small_office.says("limin", "厂房进度40%")
    _pass(small_office, minutes=1)
    small_office.says("limin", "奥瑞金二期 50%")
    small_office.says("limin", "1")
    assert _percents(small_office) == (40, 10)
    small_office.says("limin", "是")
    assert small_office.matter(3).percent == 50


def test_a_lower_figure_is_asked_about(small_office: StoryOffice) -> None:
    answer = small_office.says("limin", "奥瑞金二期 50%")
    assert "60%" in answer and "50%" in answer
    assert small_office.matter(3).percent == 60
    small_office.says("limin", "是")
    assert small_office.matter(3).percent == 50


def test_the_right_figure_may_be_the_answer(small_office: StoryOffice) -> None:
    small_office.says("limin", "奥瑞金二期 50%")
    small_office.says("limin", "65%")
    assert small_office.matter(3).percent == 65


def test_who_reports_anew_is_not_held_to_the_old_question(small_office: StoryOffice) -> None:
    small_office.says("limin", "奥瑞金二期 50%")
    _pass(small_office, minutes=1)
    small_office.says("limin", "奥瑞金二期 68%")
    _pass(small_office, minutes=1)
    small_office.says("limin", "是")
    assert small_office.matter(3).percent == 68
    assert QuestionState.OPEN not in _states(small_office)


def test_a_withdrawal_takes_the_question_along(small_office: StoryOffice) -> None:
    small_office.says("limin", "日报 奥瑞金二期 64%,厂房进度50%")
    _pass(small_office, minutes=1)
    small_office.says("limin", "撤回")
    _pass(small_office, minutes=1)
    small_office.says("limin", "1")
    assert _percents(small_office) == (30, 10)


def test_unanswered_it_goes_to_the_office_and_never_to_the_ladder(small_office: StoryOffice) -> None:
    small_office.says("limin", DOUBTFUL)
    small_office.until(datetime(2026, 6, 17, 12, 0, tzinfo=SHANGHAI))
    assert _states(small_office) == [QuestionState.WITH_OFFICE]
    assert any("厂房" in text for text in small_office.hears("zhouming"))


def test_an_old_question_is_not_answered_by_chance(small_office: StoryOffice) -> None:
    small_office.says("limin", DOUBTFUL)
    _pass(small_office, days=2)
    small_office.says("limin", "1")
    assert _percents(small_office) == (30, 10)


def test_another_matters_name_confirms_nothing(small_office: StoryOffice) -> None:
    small_office.says("limin", "奥瑞金二期 50%")
    small_office.says("limin", "#3")
    small_office.says("limin", "奥瑞金二期")
    assert small_office.matter(3).percent == 60


@pytest.mark.parametrize(("answer", "expected"), [("#3", 70), ("奥瑞金二期", 70), ("0", 60), ("不是", 60), ("是", 60)])
def test_a_name_nobody_knows_is_asked_about(small_office: StoryOffice, answer: str, expected: int) -> None:
    assert "智慧园林平台" in small_office.says("limin", "智慧园林平台 70%")
    small_office.says("limin", answer)
    assert small_office.matter(3).percent == expected


@pytest.mark.parametrize(
    ("answer", "status", "percent"),
    [("1", "completed", 100), ("是", "completed", 100), ("2", "in_progress", 60), ("不是", "in_progress", 60)],
)
def test_whether_all_of_it_is_done_is_asked_with_both_states(
    small_office: StoryOffice, answer: str, status: str, percent: int
) -> None:
    asked = small_office.says("limin", "奥瑞金二期电梯和幕墙全部装完")
    assert "1. 整项已完成" in asked and "2. 还在推进" in asked
    assert small_office.matter(3).percent == 60
    small_office.says("limin", answer)
    assert (small_office.matter(3).status.value, small_office.matter(3).percent) == (status, percent)


def test_neither_state_records_nothing(small_office: StoryOffice) -> None:
    small_office.says("limin", "奥瑞金二期电梯和幕墙全部装完")
    before = small_office.matter(3).told_at
    assert "不记录" in small_office.says("limin", "0")
    assert small_office.matter(3).told_at == before


def test_more_than_a_hundred_is_asked_back_naming_it(small_office: StoryOffice) -> None:
    """「是」 agrees to nothing here: the right figure is what is wanted."""
    answer = small_office.says("zhangwei", "日报 奥瑞金二期主体完成,进度到110%;厂房一期进度40%")
    assert "110%" in answer and "超过了100%" in answer and "30%→40%" in answer
    assert small_office.matter(3).percent == 60
    small_office.says("zhangwei", "是")
    assert small_office.matter(3).percent == 60
    assert "60%→95%" in small_office.says("zhangwei", "95%")
    assert small_office.matter(3).percent == 95
