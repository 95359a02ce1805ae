"""Leaders and units ask by keyword: a matter, a unit, a light, a window of days, who is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.stories.office import StoryOffice, add_matter


@pytest.fixture
def county(small_office: StoryOffice) -> Iterator[StoryOffice]:
    """Beside the three of 招商局 there are some of 城管局, one late, one due this week, one this month."""
    add_matter(small_office, 7, "智慧城管平台", "城管局", due_on=date(2026, 6, 19), percent=20)
    add_matter(small_office, 8, "老旧小区改造", "城管局", due_on=date(2026, 6, 10), percent=50)
    add_matter(small_office, 9, "夜市整治", "城管局", due_on=date(2026, 6, 29), percent=0)
    yield small_office


@pytest.mark.parametrize(
    "words", ["奥瑞金二期", "奥瑞金", "奥瑞金二期到哪了", "#3", "ZD-2026-003", "zd-2026-003", "#003"]
)
def test_a_matter_by_name_alias_number_and_code(county: StoryOffice, words: str) -> None:
    answer = county.says("liuyang", words)
    for part in ("#3", "奥瑞金二期两片罐项目", "招商局", "60%", "9月30日"):
        assert part in answer


def test_full_width_and_spaces_make_no_difference(county: StoryOffice) -> None:
    assert "奥瑞金" in county.says("liuyang", " ＃３ ")


def test_what_was_told_last_is_shown(county: StoryOffice) -> None:
    county.says("zhangwei", "日报 奥瑞金二期主体三层浇筑完,进度到65%。缺电力指标,请经信局协调")
    answer = county.says("liuyang", "奥瑞金")
    assert "65%" in answer and "浇筑完" in answer and "经信局" in answer


def test_a_unit(county: StoryOffice) -> None:
    answer = county.says("liuyang", "城管局")
    assert all(number in answer for number in ("#7", "#8", "#9")) and "#3" not in answer


def test_two_units_in_one_question(county: StoryOffice) -> None:
    answer = county.says("liuyang", "招商局和城管局的事项")
    assert all(number in answer for number in ("#3", "#7", "#8", "#9")) and "招商局、城管局" in answer, answer


@pytest.mark.parametrize(
    ("words", "shown", "hidden"),
    [
        ("红灯", ("#8",), ("#7", "#3")),
        ("逾期", ("#8",), ("#7", "#9", "#3")),
        ("本周到期", ("#7",), ("#8", "#9", "#3")),
        ("本月到期", ("#7", "#9"), ("#3", "#4")),
        ("城管局红灯", ("#8",), ("#7", "#3")),
    ],
)
def test_a_light_and_a_window(county: StoryOffice, words: str, shown: tuple[str, ...], hidden: tuple[str, ...]) -> None:
    answer = county.says("liuyang", words)
    assert all(number in answer for number in shown), answer
    assert not any(number in answer for number in hidden), answer


def test_a_unit_sees_its_own_matters_under_the_same_words(county: StoryOffice) -> None:
    assert "#8" in county.says("chenchen", "逾期")
    assert "#8" not in county.says("zhangwei", "逾期")
    mine = county.says("limin", "我的事项")
    assert "#3" in mine and "#4" in mine and "#5" in mine and "#8" not in mine


def test_who_holds_the_ball(county: StoryOffice) -> None:
    county.says("zhangwei", "奥瑞金二期 65%,缺电力指标,请经信局协调")
    county.says("chenchen", "老旧小区改造已完成,已验收")
    answer = county.says("liuyang", "卡在谁那里")
    assert "等经信局" in answer and "等督查室确认" in answer


@pytest.mark.parametrize("words", ["等督查室的", "等督查室答复的", "卡在督查室的"])
def test_what_waits_for_the_office_is_found_by_its_name(county: StoryOffice, words: str) -> None:
    county.says("chenchen", "老旧小区改造已完成,已验收")
    county.says("zhangwei", "奥瑞金二期申请延期到10月30日,因征地受阻")
    answer = county.says("liuyang", words)
    assert "等督查室确认办结" in answer and "等督查室答复延期" in answer
    assert "没有查到" in county.says("liuyang", "等经信局的")


@pytest.mark.parametrize("words", ["%", "_", "%%", "奥_金", "奥%期"])
def test_wildcards_match_only_themselves(county: StoryOffice, words: str) -> None:
    answer = county.says("liuyang", words)
    assert "奥瑞金" not in answer and "城管" not in answer


@pytest.mark.parametrize("name", ["%%", "__", "奥_金", "奥%期"])
def test_wildcards_point_at_no_matter(county: StoryOffice, name: str) -> None:
    county.says("zhouming", f"暂停 {name} 停工令")
    assert all(county.matter(number).suspended_since is None for number in (3, 4, 5, 7, 8, 9))


def test_a_percent_sign_in_a_title_is_itself(county: StoryOffice) -> None:
    add_matter(county, 11, "污水处理率95%达标行动", "城管局", percent=10)
    county.says("zhouming", "暂停 5%达 停工令")
    assert county.matter(11).suspended_since is not None


def test_many_are_cut_to_a_screen_and_the_rest_is_counted(county: StoryOffice) -> None:
    for number in range(20, 40):
        add_matter(county, number, f"背街小巷整治{number}号", "城管局", due_on=date(2026, 6, 10), percent=5)
    answer = county.says("liuyang", "逾期")
    assert "21" in answer
    assert answer.count("#") <= 12 and len(answer.encode()) <= 2048


@pytest.mark.parametrize("userid", ["zhangwei", "limin", "liuyang", "zhouming", "admin"])
def test_help_speaks_to_the_role(small_office: StoryOffice, userid: str) -> None:
    answer = small_office.says(userid, "帮助")
    assert ("上报" in answer) == (userid in ("zhangwei", "limin"))
    assert ("交办" in answer) == (userid == "zhouming")
    assert ("签发 3" in answer) == (userid in ("liuyang", "zhouming"))


@pytest.mark.parametrize("userid", ["zhangwei", "liuyang", "zhouming", "admin"])
def test_what_help_names_first_works(small_office: StoryOffice, userid: str) -> None:
    """Every word that help gives to somebody is one he may say."""
    words = {
        "zhangwei": ("我的事项", "#3", "本周到期"),
        "liuyang": ("红灯", "逾期", "谁没交", "待办"),
        "admin": ("待办",),
    }
    for word in words.get(userid, ("待办", "谁没交", "红灯", "隔离")):
        answer = small_office.says(userid, word)
        assert answer and "权限" not in answer and "没有记录" not in answer, word


def test_待办_answers_everybody(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", "申请延期 3 到11月15日 因暴雨停工")
    assert "延期" in small_office.says("zhouming", "待办")
    assert "奥瑞金" in small_office.says("limin", "待办")
    answer = small_office.says("admin", "待办")
    assert "隔离" in answer and "奥瑞金" not in answer


def test_a_question_is_no_report(small_office: StoryOffice) -> None:
    small_office.says("zhangwei", "奥瑞金二期进度到65%了吗?")
    assert small_office.matter(3).percent == 60


def test_units_by_their_lights_for_a_leader_and_the_office(county: StoryOffice) -> None:
    for asker in ("liuyang", "zhouming"):
        lines = county.says(asker, "哪个单位最差").splitlines()
        assert lines[1].startswith("1. 城管局:红1 黄1") and "逾期1项" in lines[1]
        assert lines[2].startswith("2. 招商局:红0")
        lines = county.says(asker, "谁做得最好").splitlines()
        assert lines[1].startswith("1. 招商局") and lines[2].startswith("2. 城管局")


def test_a_unit_asks_for_the_worst_and_hears_of_itself(county: StoryOffice) -> None:
    add_matter(county, 10, "夜间经济示范街", "城管局", co_units=("招商局",))
    for words in ("哪个单位最慢", "谁做得最好"):
        answer = county.says("zhangwei", words)
        assert "共3项" in answer and "城管局" not in answer


def test_what_a_person_has_in_hand(county: StoryOffice) -> None:
    for words in ("陈晨手上有什么事", "陈晨负责哪些事"):
        answer = county.says("zhouming", words)
        assert all(number in answer for number in ("#7", "#8", "#9")) and "#3" not in answer
    assert "#8" not in county.says("zhangwei", "陈晨手上有什么事")
