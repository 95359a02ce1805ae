"""Figures with a unit are kept with what was told, and shown when somebody asks for the matter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models import Progress
from tests.stories.office import StoryOffice

FIGURES = "奥瑞金二期 64%,累计完成投资1.2亿元,征地320亩"


def _kept(office: StoryOffice) -> list[object]:
    with office.house.database.read() as session:
        return [one.measures for one in session.query(Progress).order_by(Progress.id)]


def _line(office: StoryOffice, userid: str = "limin") -> str:
    lines = office.says(userid, "#3").splitlines()
    return next((line for line in lines if line.startswith("数据:")), "")


def test_they_are_kept_and_shown(office: StoryOffice) -> None:
    office.says("limin", FIGURES)
    assert _kept(office) == [
        [
            {"name": "完成投资", "amount": "1.2", "unit": "亿元"},
            {"name": "征地", "amount": "320", "unit": "亩"},
        ]
    ]
    assert _line(office) == "数据:完成投资1.2亿元、征地320亩"


def test_the_last_figure_of_a_name_is_shown_with_its_day(small_office: StoryOffice) -> None:
    small_office.says("limin", FIGURES)
    small_office.clock.now += timedelta(days=1)
    small_office.says("limin", "奥瑞金二期 66%,累计完成投资1.35亿元")
    assert _line(small_office) == "数据:完成投资1.35亿元、征地320亩(6月15日)"


@pytest.mark.parametrize(
    "words", ["总投资5亿元", "预计月底前完成投资2亿元", "还需征地20亩", "计划完成投资2亿元", "每天投入300人"]
)
def test_what_is_planned_or_lacking_is_no_figure(small_office: StoryOffice, words: str) -> None:
    small_office.says("limin", f"奥瑞金二期 64%,{words}")
    assert _kept(small_office) == [None]
    assert _line(small_office) == ""


def test_what_was_taken_back_is_not_shown(small_office: StoryOffice) -> None:
    small_office.says("limin", FIGURES)
    small_office.clock.now += timedelta(minutes=1)
    small_office.says("limin", "撤回")
    assert _line(small_office) == ""


def test_they_wait_with_the_question(office: StoryOffice) -> None:
    office.says("limin", "厂房进度40%,完成投资3000.50万元")
    assert _kept(office) == []
    office.says("limin", "2")
    assert _kept(office) == [[{"name": "完成投资", "amount": "3000.50", "unit": "万元"}]]


def test_who_sees_the_outline_sees_no_figures(small_office: StoryOffice) -> None:
    small_office.says("limin", FIGURES)
    assert _line(small_office, "liuyang") and not _line(small_office, "chenchen")
