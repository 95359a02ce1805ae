"""The empty table to fill in: headers, one example row that is not read, lists to choose from, an explanation."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from supervision.importing.layout import EXAMPLE, EXPLANATION, LAYOUTS, Layout, Shape, Subject
from supervision.texts import render

_ROWS = 2_000  # as far down as the formats and lists reach
_WIDE = {Shape.WORDS: 28, Shape.NAMES: 24, Shape.USERIDS: 24, Shape.NAME: 18}
_TEXT = "@"  # Excel makes no date of 3-1 and cuts no long number
_DAY = "yyyy-mm-dd"

# One filled row each, in the order of the layout's columns.
_EXAMPLES: Mapping[Subject, Sequence[str | int]] = {
    Subject.UNIT: ("市招商局", "招商局、市招商促进局", "是"),
    Subject.PERSON: ("zhangwei", "张伟", "市招商局", "单位负责人", "局长", "市招商局、市经信局"),
    Subject.MATTER: (
        "ZD-2026-003", 3, "奥瑞金二期项目", "奥瑞金、奥瑞金二期", "重点项目", "市招商局", "市经信局、市住建局",
        "市政府第12次常务会议纪要", "2026-01-05", "2026-06-30", "推进中", 65, "否", "zhangwei、lina",
    ),
    Subject.MILESTONE: ("ZD-2026-003", "主体封顶", "2026-05-31", "2026-05-28"),
    Subject.CHAT: ("督办工作群", "群机器人", "督办工作群", "zhangwei、lina"),
}  # fmt: skip


def template() -> bytes:
    """An xlsx file."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        _explain(book)
        for layout in LAYOUTS:
            _sheet(book, layout)
    return made.getvalue()


def _explain(book: Any) -> None:  # noqa: ANN401 (xlsxwriter ships no types)
    sheet = book.add_worksheet(EXPLANATION)
    sheet.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    for number, line in enumerate(render("import_template").splitlines()):
        sheet.write_string(number, 0, line)


def _sheet(book: Any, layout: Layout) -> None:  # noqa: ANN401
    sheet = book.add_worksheet(layout.title)
    sheet.freeze_panes(1, 0)
    required = book.add_format({"bold": True, "bg_color": "#FCE4D6", "border": 1})
    optional = book.add_format({"bold": True, "bg_color": "#E7E6E6", "border": 1})
    example = book.add_format({"italic": True, "font_color": "#808080", "num_format": _TEXT})
    for place, column in enumerate(layout.columns):
        kept_as = book.add_format({"num_format": _DAY if column.shape is Shape.DAY else _TEXT})
        sheet.set_column(place, place, _WIDE.get(column.shape, 14), kept_as)
        sheet.write_string(
            0, place, column.header + ("*" if column.is_required else ""), required if column.is_required else optional
        )
        value = _EXAMPLES[layout.subject][place]
        sheet.write(1, place, f"{EXAMPLE}:{value}" if place == 0 else value, example)
        if column.offered:
            sheet.data_validation(2, place, _ROWS, place, {"validate": "list", "source": column.offered})
