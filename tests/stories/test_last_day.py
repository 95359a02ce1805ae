"""The conversation of the last day: what was just shown can be corrected by its place, agreed to, answered at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.reading.registry import FEW
from models import Matter, Progress, Question, Report
from models.question import QuestionState
from supervision.registry import touch_registry
from tests.stories.office import StoryOffice

THREE = "日报 奥瑞金二期 64%,厂房一期 35%,厂房二期 15%"
TWO_DOUBTS = "厂房进度40%,奥瑞金二期 50%"
Figures = tuple[int | None, ...]


def _says(office: StoryOffice, words: str, **later: int) -> str:
    office.clock.now += timedelta(**(later or {"minutes": 1}))
    return office.says("limin", words)


def _figures(office: StoryOffice) -> Figures:
    return tuple(office.matter(number).percent for number in (3, 4, 5))


def _open(office: StoryOffice) -> int:
    with office.house.database.read() as session:
        return session.query(Question).filter(Question.state == QuestionState.OPEN).count()


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("第二个改成70%", (64, 70, 15)),
        ("第2项改为70", (64, 70, 15)),
        ("把第三条改成三成", (64, 35, 30)),
        ("更正 第一个 66%", (66, 35, 15)),
        ("第二个进度应该是36%", (64, 36, 15)),
        ("第1个改30%", (30, 35, 15)),
    ],
)
def test_the_nth_of_the_reply_is_corrected(small_office: StoryOffice, words: str, figures: Figures) -> None:
    _says(small_office, THREE)
    assert "已更正" in _says(small_office, words)
    assert _figures(small_office) == figures


@pytest.mark.parametrize(
    ("told", "words", "figures"),
    [
        (THREE, "第二个改成70%", (64, 70, 15)),
        (THREE, "第二个改成奥瑞金二期 70%", (64, 35, 15)),
        ("厂房一期 35%", "改成36%", (60, 36, 10)),
        ("厂房一期 35%", "更正 应为36%", (60, 36, 10)),
        ("厂房一期 35%", "更正:改为36%", (60, 36, 10)),
        ("厂房一期 35%", "该项目 36%", (60, 36, 10)),
    ],
)
def test_in_a_ledger_too_large_to_hold(
    small_office: StoryOffice, told: str, words: str, figures: Figures
) -> None:  # fmt: skip
    """There the database brings what the words could mean, and these words name nothing."""
    with small_office.house.database.write() as session:
        unit_id = small_office.matter(3).unit_id
        session.add_all(
            Matter(code=f"XJ-{n}", number=n, title=f"水渠{n}", unit_id=unit_id, opened_at=small_office.clock())
            for n in range(100, 101 + FEW)
        )
        touch_registry(session)
    for said in (told, words):
        small_office.clock.now += timedelta(minutes=1)
        small_office.says("zhouming", said)
    assert _figures(small_office) == figures


def test_a_state_is_corrected_by_place_too(office: StoryOffice) -> None:
    _says(office, THREE)
    answer = _says(office, "把第一条改成停工")
    assert "#3" in answer and "推进中→停工受阻" in answer
    assert _figures(office) == (64, 35, 15)


def test_one_correction_after_the_other_counts_in_the_same_list(small_office: StoryOffice) -> None:
    _says(small_office, THREE)
    _says(small_office, "第二个改成70%")
    _says(small_office, "第三个改成20%")
    assert _figures(small_office) == (64, 70, 20)


@pytest.mark.parametrize("words", ["第四个改成70%", "第0个改成70%"])
def test_a_place_that_was_not_shown_changes_nothing(small_office: StoryOffice, words: str) -> None:
    _says(small_office, THREE)
    answer = _says(small_office, words)
    assert "没有改动" in answer and "#4" in answer
    assert _figures(small_office) == (64, 35, 15)


def test_another_matters_name_is_no_value(small_office: StoryOffice) -> None:
    _says(small_office, THREE)
    assert "没有看明白" in _says(small_office, "第二个改成奥瑞金二期 70%")
    assert _figures(small_office) == (64, 35, 15)


def test_after_a_day_a_place_means_nothing_shown(small_office: StoryOffice) -> None:
    _says(small_office, THREE)
    _says(small_office, "第二个改成70%", days=1, minutes=1)
    assert _figures(small_office) == (64, 35, 15)


def test_what_an_answer_added_makes_the_place_doubtful(small_office: StoryOffice) -> None:
    _says(small_office, "奥瑞金二期 64%,厂房进度40%")
    _says(small_office, "2")
    assert "分不清" in _says(small_office, "第一个改成70%")
    _says(small_office, "第二个改成45%")
    assert _figures(small_office) == (64, 30, 45)


def test_a_value_alone_corrects_the_only_matter(office: StoryOffice) -> None:
    _says(office, "厂房一期 35%")
    _says(office, "改成36%")
    assert _figures(office) == (60, 36, 10)
    _says(office, "改成37%")
    assert _figures(office) == (60, 37, 10)


def test_a_value_alone_asks_which_of_several(office: StoryOffice) -> None:
    _says(office, THREE)
    answer = _says(office, "改成70%")
    assert "「改成70%」指哪一项" in answer and "3. #5" in answer
    assert _figures(office) == (64, 35, 15)
    _says(office, "2")
    assert _figures(office) == (64, 70, 15)
    with office.house.database.read() as session:
        assert session.query(Report).count() == 2


def test_a_correction_that_names_nothing_asks_which(small_office: StoryOffice) -> None:
    _says(small_office, THREE)
    assert "指哪一项" in _says(small_office, "更正为70%")
    _says(small_office, "都不是")
    assert _figures(small_office) == (64, 35, 15)


def test_a_title_is_no_correction(small_office: StoryOffice) -> None:
    _says(small_office, "厂房一期 35%")
    _says(small_office, "改造工程完成60%")
    assert _figures(small_office) == (60, 35, 10)


@pytest.mark.parametrize("words", ["撤回刚才那条", "刚才那条不算", "把上一条撤回"])
def test_the_last_record_is_taken_back(small_office: StoryOffice, words: str) -> None:
    _says(small_office, THREE)
    assert "已撤回" in _says(small_office, words)
    assert _figures(small_office) == (60, 30, 10)


@pytest.mark.parametrize("words", ["都对", "没错"])
def test_agreeing_to_a_reply_without_questions_says_what_stands(small_office: StoryOffice, words: str) -> None:
    _says(small_office, THREE)
    answer = _says(small_office, words)
    assert "没有待确认的" in answer and "35%" in answer


def test_agreeing_answers_every_question_with_one_option(office: StoryOffice) -> None:
    asked = _says(office, "奥瑞金二期 50%,厂房一期 20%")
    assert "一、#3" in asked and "二、#4" in asked
    _says(office, "都对")
    assert _figures(office) == (50, 20, 10)
    assert _open(office) == 0


def test_agreeing_decides_no_choice(small_office: StoryOffice) -> None:
    _says(small_office, TWO_DOUBTS)
    answer = _says(small_office, "都对")
    assert "60%→50%" in answer and "指哪一项" in answer
    assert _figures(small_office) == (50, 30, 10)
    assert _open(small_office) == 1


def test_agreeing_to_a_choice_alone_asks_again(small_office: StoryOffice) -> None:
    _says(small_office, "厂房进度40%")
    _says(small_office, "二期进度45%")
    assert "请您选一下" in _says(small_office, "都对")
    assert _open(small_office) == 2


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("2 是", (50, 30, 40)),
        ("1,65%", (65, 40, 10)),
        ("2、不是", (60, 30, 40)),
        ("第一个选2,第二个是", (50, 30, 40)),
        ("第二个65%", (65, 30, 10)),
        ("第二个是 第一个选一期", (50, 40, 10)),
        ("0 0", (60, 30, 10)),
    ],
)
def test_several_answers_at_once(small_office: StoryOffice, words: str, figures: Figures) -> None:
    asked = _says(small_office, TWO_DOUBTS)
    assert "例如「1 是」" in asked
    _says(small_office, words)
    assert _figures(small_office) == figures


@pytest.mark.parametrize("words", ["7 是", "1 2 3", "第一个选2,第一个选1", "第三个是", "1 也许"])
def test_if_one_part_does_not_fit_none_is_taken(small_office: StoryOffice, words: str) -> None:
    _says(small_office, TWO_DOUBTS)
    _says(small_office, words)
    assert _figures(small_office) == (60, 30, 10)
    assert _open(small_office) == 2


def test_a_place_is_not_taken_for_a_matters_number(small_office: StoryOffice) -> None:
    """Where two things are asked, 「第三个是」 is nobody's report on #3."""
    _says(small_office, TWO_DOUBTS)
    assert "请您选一下" in _says(small_office, "第三个是")
    with small_office.house.database.read() as session:
        assert session.query(Progress).count() == 0


@pytest.mark.parametrize("words", ["二期", "就是二期", "是厂房二期那个", "标准化厂房二期", "二期的"])
def test_a_part_of_the_title_answers(small_office: StoryOffice, words: str) -> None:
    _says(small_office, "厂房进度40%")
    _says(small_office, words)
    assert _figures(small_office) == (60, 30, 40)


def test_after_a_day_nothing_is_answered_by_accident(small_office: StoryOffice) -> None:
    _says(small_office, TWO_DOUBTS)
    for words in ("都对", "1 是", "是"):
        _says(small_office, words, days=1, minutes=1)
    assert _figures(small_office) == (60, 30, 10)


def test_more_than_a_screen_is_asked_later_and_not_agreed_to_unseen(small_office: StoryOffice) -> None:
    _says(small_office, "奥瑞金二期 50%,厂房一期 20%,厂房二期 5%")
    assert "还有1处要确认" in _says(small_office, "智慧园林平台 70%")
    answer = _says(small_office, "都对")
    assert _figures(small_office) == (50, 20, 5)
    assert "智慧园林平台" in answer and _open(small_office) == 1


def test_a_figure_may_be_given_in_words_of_correction(small_office: StoryOffice) -> None:
    _says(small_office, "奥瑞金二期 50%")
    _says(small_office, "改成65%")
    assert _figures(small_office) == (65, 30, 10)
    assert _open(small_office) == 0


def test_cancel_alone_takes_back_only_what_was_just_said(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", "奥瑞金二期 65%")
    small_office.says("zhangwei", "我的事项")
    answer = small_office.says("zhangwei", "取消")
    assert "什么都没有改" in answer and "「撤回」" in answer and small_office.matter(3).percent == 65
    small_office.says("zhangwei", "奥瑞金二期 66%")
    assert "已撤回" in small_office.says("zhangwei", "取消") and small_office.matter(3).percent == 65


@pytest.mark.parametrize("words", ["刚才说错了,是64", "哦打错了 是64%", "报错了,应该是64", "不好意思说错了,64"])
def test_a_slip_of_the_tongue_is_corrected_by_the_figure_alone(small_office: StoryOffice, words: str) -> None:
    small_office.says("zhangwei", "奥瑞金二期 66%")
    small_office.clock.now += timedelta(minutes=1)
    assert "66%→64%" in small_office.says("zhangwei", words)
    assert small_office.matter(3).percent == 64
