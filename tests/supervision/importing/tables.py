"""Tables as a clerk makes them, and what the house makes of them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date

from openpyxl import Workbook

from supervision.importing import Plan, Reading, load, make_plan
from supervision.importing.findings import Finding, Note, Problem
from supervision.importing.known import Known
from supervision.workdays import Calendar

MONDAY = date(2026, 6, 15)
Lines = Sequence[Sequence[object]]

UNITS: Lines = [
    ["单位名称", "简称", "需要报送"],
    ["招商局", "市招商促进局", None],
    ["经信局", None, "是"],
    ["督查室", None, "否"],
]
PEOPLE: Lines = [
    ["账号", "姓名", "单位", "身份", "职务", "分管单位"],
    ["wang", "王局长", "招商局", "单位负责人", "局长", None],
    ["li", "李督查", "督查室", "督查室", None, None],
    ["chen", "陈市长", "督查室", "领导", "副市长", "招商局、经信局"],
]
MATTER_HEADERS = ["编号", "序号", "事项名称", "责任单位", "立项依据", "完成时限"]
MATTERS: Lines = [
    MATTER_HEADERS,
    ["ZD-2026-003", 3, "奥瑞金二期", "招商局", "市政府第12次常务会议", date(2026, 6, 30)],
]


def book(sheets: Mapping[str, Lines]) -> Workbook:
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, lines in sheets.items():
        sheet = made.create_sheet(title)
        for line in lines:
            sheet.append(list(line))
    return made


def saved(made: Workbook) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def table(sheets: Mapping[str, Lines]) -> bytes:
    """An xlsx file with these sheets."""
    return saved(book(sheets))


def office(**sheets: Lines) -> dict[str, Lines]:
    """招商局, 经信局, 督查室 and their people; other sheets by their names."""
    return {"单位": UNITS, "人员": PEOPLE, **sheets}


def matter(**others: object) -> Lines:
    """One matter that lacks nothing, with other columns or values."""
    values = dict(zip(MATTER_HEADERS, MATTERS[1], strict=True)) | others
    return [list(values), list(values.values())]


def planned(sheets: Mapping[str, Lines], known: Known | None = None, today: date = MONDAY) -> Plan:
    return plan_of(load(table(sheets)), known, today)


def plan_of(reading: Reading, known: Known | None = None, today: date = MONDAY) -> Plan:
    return make_plan(reading, known or Known(), Calendar(), today)


def told(plan: Plan | Reading, kind: Problem | Note) -> list[Finding]:
    """The findings of one kind."""
    return [finding for finding in plan.findings if finding.kind is kind]


def problems(plan: Plan) -> list[tuple[Problem | Note, int, str]]:
    return [(finding.kind, finding.row, finding.column) for finding in plan.problems]
