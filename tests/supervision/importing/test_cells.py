"""What clerks type into cells: dates in every dress, widths, blanks, glosses, percents, words."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from supervision.importing import Plan, load
from supervision.importing.findings import Note, Problem
from supervision.importing.layout import Field, Subject, Value
from tests.supervision.importing.tables import Lines, book, matter, office, plan_of, planned, problems, saved, told

WIDE_CODE = "\uff3a\uff24\uff0d\uff12\uff10\uff12\uff16\u2014\uff10\uff10\uff13 "


def said(plan: Plan, what: Field) -> Value:
    [entry] = plan.new(Subject.MATTER)
    return entry.said[what]


def with_matter(**columns: object) -> Plan:
    return planned(office(事项=matter(**columns)))


@pytest.mark.parametrize(
    "written",
    [
        date(2026, 6, 30), datetime(2026, 6, 30, 23, 59),  # noqa: DTZ001 (as Excel keeps it)
        "2026年6月30日", "2026-06-30", "2026/6/30", "2026.6.30",
        " 2026 年 6 月 30 日", "\uff12\uff10\uff12\uff16年6月30日", 20260630, "20260630",
    ],
)  # fmt: skip
def test_a_day_may_be_written_in_many_ways(written: object) -> None:
    assert said(with_matter(完成时限=written), Field.DUE_ON) == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("6月30日", Problem.DAY_WITHOUT_YEAR),
        ("6-30", Problem.DAY_WITHOUT_YEAR),
        ("2026年2月30日", Problem.NOT_A_DAY),
        ("月底", Problem.NOT_A_DAY),
        (46203, Problem.DAY_WITHOUT_FORMAT),
        (time(18, 0), Problem.NOT_A_DAY),
        (date(1926, 6, 30), Problem.ODD_YEAR),
        ("2226-06-30", Problem.ODD_YEAR),
        (True, Problem.NOT_A_DAY),
    ],
)
def test_a_day_that_must_be_guessed_is_refused(written: object, kind: Problem) -> None:
    assert problems(with_matter(完成时限=written)) == [(kind, 2, "完成时限")]


def test_a_workbook_from_an_old_mac_counts_its_days_from_1904() -> None:
    made = book(office(事项=matter()))
    made.epoch = CALENDAR_MAC_1904
    assert said(plan_of(load(saved(made))), Field.DUE_ON) == date(2026, 6, 30)


def test_widths_and_blanks_mean_nothing_in_codes_and_names() -> None:
    plan = with_matter(编号=WIDE_CODE, 事项名称="奥瑞金\u3000二期\n项目", 责任单位=" 招 商\u3000局\u200b")
    assert said(plan, Field.CODE) == "ZD-2026-003"
    assert said(plan, Field.UNIT) == "招商局"
    assert said(plan, Field.TITLE) == "奥瑞金 二期项目"


def test_traditional_characters_stay_as_they_are() -> None:
    assert said(with_matter(事项名称="加快項目建設"), Field.TITLE) == "加快項目建設"


def test_pinyin_beside_its_character_is_taken_out_and_told() -> None:
    plan = with_matter(事项名称="石獅市出臺(t\u00e1i)方案, 加快項\uff08xi\u00e0ng\uff09目建設(sh\u00e8)")
    assert said(plan, Field.TITLE) == "石獅市出臺方案, 加快項目建設"
    assert [note.facts["gloss"] for note in told(plan, Note.GLOSS)] == [
        "臺(t\u00e1i)", "項\uff08xi\u00e0ng\uff09", "設(sh\u00e8)",
    ]  # fmt: skip


@pytest.mark.parametrize("title", ["招商(ppp)项目", "机库(a2)", "项目(EPC)", "奥瑞金(metal)"])
def test_other_words_in_brackets_are_no_pinyin(title: str) -> None:
    plan = with_matter(事项名称=title)
    assert said(plan, Field.TITLE) == title
    assert told(plan, Note.GLOSS) == []


@pytest.mark.parametrize("broken", ["\ufffd", "\ue5e5", "锟斤拷", "\x85"])
def test_a_character_nobody_can_read_is_left_to_a_person(broken: str) -> None:
    plan = with_matter(事项名称=f"督促整改{broken}回访")
    assert problems(plan) == [(Problem.UNDECODABLE, 2, "事项名称")]
    assert plan.problems[0].facts["at"] == 5


def test_a_lone_question_mark_is_pointed_out() -> None:
    assert told(with_matter(事项名称="督促整改?;卦核查"), Note.QUESTION_MARK)
    assert not told(with_matter(事项名称="怎么办\uff1f马上办"), Note.QUESTION_MARK)


def percent_cell(value: object, number_format: str) -> Plan:
    made = book(office(事项=matter(进度=value)))
    made["事项"]["G2"].number_format = number_format
    return plan_of(load(saved(made)))


@pytest.mark.parametrize(
    ("value", "number_format"),
    [(0.65, "0%"), (0.65, "0.00%"), (65, "General"), ("65%", "@"), ("\uff16\uff15\uff05", "@")],
)
def test_a_percent_is_read_as_it_is_shown(value: object, number_format: str) -> None:
    assert said(percent_cell(value, number_format), Field.PERCENT) == 65


@pytest.mark.parametrize(("value", "shown_as"), [(0.29, 29), (0.57, 57), (1, 100), (0, 0)])
def test_no_percent_is_lost_in_binary_fractions(value: float, shown_as: int) -> None:
    assert said(percent_cell(value, "0%"), Field.PERCENT) == shown_as


@pytest.mark.parametrize(
    ("value", "kind"),
    [(0.65, Problem.PERCENT_UNCLEAR), (65.5, Problem.NOT_A_PERCENT), (101, Problem.NOT_A_PERCENT),
     ("过半", Problem.NOT_A_PERCENT), (-1, Problem.NOT_A_PERCENT)],
)  # fmt: skip
def test_a_percent_that_must_be_guessed_is_refused(value: object, kind: Problem) -> None:
    assert problems(percent_cell(value, "General")) == [(kind, 2, "进度")]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"立项依据": None}, (Problem.REQUIRED, 2, "立项依据")),
        ({"立项依据": " 无 "}, (Problem.REQUIRED, 2, "立项依据")),
        ({"事项名称": "长" * 201}, (Problem.TOO_LONG, 2, "事项名称")),
        ({"编号": date(2026, 3, 1)}, (Problem.BECAME_DATE, 2, "编号")),
        ({"编号": 1234567890123456789}, (Problem.BECAME_NUMBER, 2, "编号")),
        ({"序号": "三"}, (Problem.NOT_A_NUMBER, 2, "序号")),
        ({"序号": 1.5}, (Problem.NOT_A_NUMBER, 2, "序号")),
        ({"状态": "差不多了"}, (Problem.NOT_A_CHOICE, 2, "状态")),
        ({"密封": "也许"}, (Problem.NOT_YES_NO, 2, "密封")),
        ({"简称": "奥、奥瑞金"}, (Problem.ALIAS_SHORT, 2, "简称")),
        ({"知悉人员": "王局长"}, (Problem.BAD_USERID, 2, "知悉人员")),
        ({"知悉人员": "@all"}, (Problem.BAD_USERID, 2, "知悉人员")),
        ({"事项名称": "#REF!"}, (Problem.ERROR_VALUE, 2, "事项名称")),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place(
    columns: dict[str, Any], expected: tuple[Problem, int, str]
) -> None:
    assert problems(with_matter(**columns)) == [expected]


def test_userids_are_compared_without_case_and_may_be_numbers() -> None:
    people: Lines = [
        ["账号", "姓名", "单位", "身份"],
        ["ZhangWei", "张 伟", "招商局", "负责人"],
        [13800000000, "李娜", "招商局", "联络员"],
    ]
    entries = planned(office(人员=people)).new(Subject.PERSON)
    assert [(entry.key[0], entry.label) for entry in entries] == [("zhangwei", "张伟"), ("13800000000", "李娜")]


def test_several_names_stand_in_one_cell_once_and_in_order() -> None:
    plan = with_matter(配合单位="经信局、督查室\uff0c经信局;", 简称="奥瑞金\n奥瑞金二期")
    assert said(plan, Field.CO_UNITS) == ("督查室", "经信局")
    assert said(plan, Field.ALIASES) == ("奥瑞金", "奥瑞金二期")
