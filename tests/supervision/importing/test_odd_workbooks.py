"""Workbooks as offices really keep them: titles above the headers, hidden rows, merged cells, formulas (T21)."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
import xlsxwriter
from openpyxl import Workbook

from supervision.importing import Plan, load
from supervision.importing.findings import Note, Problem
from supervision.importing.layout import Field, Subject
from tests.supervision.importing.tables import (
    MATTER_HEADERS,
    MATTERS,
    Lines,
    book,
    matter,
    office,
    plan_of,
    planned,
    problems,
    saved,
    told,
)


def two_matters() -> Lines:
    second = ["ZD-2026-004", 4, "智慧园区", "经信局", "市政府第13次常务会议", date(2026, 7, 31)]
    return [*MATTERS, second]


def changed(change: Callable[[Workbook], object]) -> Plan:
    """Two matters in a workbook to which something was done."""
    made = book(office(事项=two_matters()))
    change(made)
    return plan_of(load(saved(made)))


def test_a_title_and_remarks_may_stand_above_the_headers() -> None:
    plan = planned(office(督办台账=[["2026年重点督办事项台账"], [], ["填表人", "李督查"], *MATTERS]))
    assert problems(plan) == []
    assert [entry.row for entry in plan.new(Subject.MATTER)] == [5]


def test_headers_may_carry_marks_and_remarks_and_stand_in_any_order() -> None:
    headers = ["完成时限\uff08必填\uff09", "立项依据*", "责任\n单位:", "事项名称(全称)", "编号"]
    row: list[object] = [date(2026, 6, 30), "常务会议", "招商局", "奥瑞金二期", "ZD-2026-003"]
    plan = planned(office(事项=[headers, row]))
    assert problems(plan) == []
    assert plan.new(Subject.MATTER)[0].said[Field.DUE_ON] == date(2026, 6, 30)


def test_hidden_rows_are_read_and_told() -> None:
    def hide(made: Workbook) -> None:
        made["事项"].row_dimensions[3].hidden = True

    plan = changed(hide)
    assert [note.facts["rows"] for note in told(plan, Note.ROWS_HIDDEN)] == [[3]]
    assert len(plan.new(Subject.MATTER)) == 2


def test_hidden_columns_and_sheets_are_told_too() -> None:
    def hide(made: Workbook) -> None:
        made["事项"].column_dimensions["C"].hidden = True
        made["人员"].sheet_state = "hidden"

    plan = changed(hide)
    assert [note.facts["headers"] for note in told(plan, Note.COLUMNS_HIDDEN)] == [["事项名称"]]
    assert [note.sheet for note in told(plan, Note.SHEET_HIDDEN)] == ["人员"]


def test_two_columns_for_one_thing_are_not_guessed_about() -> None:
    rows: Lines = [[*MATTER_HEADERS, "截止日期"], [*MATTERS[1], date(2026, 12, 31)]]
    plan = planned(office(事项=rows))
    assert problems(plan) == [(Problem.COLUMN_TWICE, 1, "完成时限")]
    assert plan.problems[0].facts["headers"] == ["完成时限", "截止日期"]


def test_cells_merged_over_rows_are_refused_for_nobody_knows_what_was_meant() -> None:
    plan = changed(lambda made: made["事项"].merge_cells("D2:D3"))
    assert (Problem.CELLS_MERGED, 2, "责任单位") in problems(plan)


def test_a_title_merged_over_the_columns_harms_nobody() -> None:
    made = book(office(事项=[["2026年台账"], *MATTERS]))
    made["事项"].merge_cells("A1:F1")
    assert problems(plan_of(load(saved(made)))) == []


def with_formula(value: object) -> Plan:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        for title, lines in office(事项=matter(进度=None)).items():
            sheet = made.add_worksheet(title)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, [str(cell) if isinstance(cell, date) else cell for cell in line])
            if title == "事项":
                sheet.write_formula(1, 6, "=60+5", value=value)
    return plan_of(load(file.getvalue()))


def test_of_a_formula_the_last_result_counts_and_it_is_told() -> None:
    plan = with_formula(65)
    assert plan.new(Subject.MATTER)[0].said[Field.PERCENT] == 65
    assert [note.facts["count"] for note in told(plan, Note.FORMULAS)] == [1]


def test_a_formula_nobody_ever_worked_out_is_refused() -> None:
    made = book(office(事项=matter(进度="=60+5")))  # written by a program, never opened in Excel
    assert problems(plan_of(load(saved(made)))) == [(Problem.FORMULA_EMPTY, 2, "进度")]


def test_unknown_columns_and_sheets_are_left_alone_and_told() -> None:
    rows: Lines = [[*MATTER_HEADERS, "备注"], [*MATTERS[1], "加急"]]
    plan = planned(office(事项=rows, 草稿=[["随手记"]]))
    assert problems(plan) == []
    assert [note.column for note in told(plan, Note.COLUMN_UNKNOWN)] == ["备注"]
    assert [note.sheet for note in told(plan, Note.SHEET_UNKNOWN)] == ["草稿"]


def test_a_sheet_without_headers_or_a_needed_column_says_what_it_lacks() -> None:
    assert problems(planned({"事项": [["ZD-2026-003", "奥瑞金"]]})) == [(Problem.HEADER_MISSING, 0, "")]
    without_basis: Lines = [[*MATTER_HEADERS[:4]], [*MATTERS[1][:4]]]
    assert problems(planned(office(事项=without_basis))) == [(Problem.COLUMN_MISSING, 1, "立项依据")]


def test_two_sheets_of_one_kind_are_refused() -> None:
    plan = planned(office(事项=MATTERS, 督办台账=MATTERS))
    assert [(finding.kind, finding.sheet) for finding in plan.problems] == [(Problem.SHEET_TWICE, "督办台账")]


def test_empty_rows_between_and_rows_of_remarks_only_are_passed_over() -> None:
    rows: Lines = [[*MATTER_HEADERS, "备注"], MATTERS[1], [], [None] * 6 + ["小计"], two_matters()[2]]
    plan = planned(office(事项=rows))
    assert problems(plan) == []
    assert [entry.row for entry in plan.new(Subject.MATTER)] == [2, 5]


@pytest.mark.parametrize("first", ["示例:ZD-2026-003", "示例"])
def test_an_example_row_is_not_read(first: str) -> None:
    plan = planned(office(事项=[*MATTERS, [first, *MATTERS[1][1:]]]))
    assert len(plan.new(Subject.MATTER)) == 1
    assert [note.facts["count"] for note in told(plan, Note.EXAMPLES)] == [1]
