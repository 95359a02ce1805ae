"""A workbook's cells as plain values, with what Excel hides beside them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook

from supervision.importing.door import FileRefused, unlock
from supervision.importing.marks import Marks, marks_of

MOST_ROWS = 20_000
MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """`value` is None, str, bool, int, float, datetime, date, time or timedelta."""

    value: Any = None
    is_percent: bool = False  # shown as 65 %, kept as 0.65
    is_error: bool = False
    is_formula: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.is_formula and (self.value is None or (isinstance(self.value, str) and not self.value.strip()))


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is not empty, with its number as Excel counts it."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, place: int) -> Cell:
        return self.cells[place] if place < len(self.cells) else Cell()


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    is_hidden: bool
    lines: tuple[Line, ...]
    marks: Marks


def sheets_of(content: bytes) -> tuple[Sheet, ...]:
    """Every worksheet of a file. Raises FileRefused."""
    archive = unlock(content)
    try:
        marks = marks_of(archive)
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        return tuple(_sheet(sheet, marks.get(sheet.title, Marks())) for sheet in workbook.worksheets)
    except FileRefused:
        raise
    except Exception:  # openpyxl raises whatever its parsers raise on a file that only looks like a workbook
        raise FileRefused("broken") from None


def _sheet(sheet: Any, marks: Marks) -> Sheet:  # noqa: ANN401 (openpyxl's ReadOnlyWorksheet)
    return Sheet(sheet.title.strip(), sheet.sheet_state != "visible", tuple(_lines(sheet, marks)), marks)


def _lines(sheet: Any, marks: Marks) -> Iterator[Line]:  # noqa: ANN401
    # What a sheet says of its own size is not believed.
    if marks.last_row > MOST_ROWS or marks.last_column > MOST_COLUMNS:
        raise FileRefused("too_large", sheet=sheet.title, rows=MOST_ROWS, columns=MOST_COLUMNS)
    if marks.last_row == 0:
        return
    rows = sheet.iter_rows(min_row=1, max_row=marks.last_row, max_col=marks.last_column)
    for number, row in enumerate(rows, 1):
        line = Line(number, tuple(_cell(cell, (number, place) in marks.formulas) for place, cell in enumerate(row, 1)))
        if not all(cell.is_empty for cell in line.cells):
            yield line


def _cell(cell: Any, is_formula: bool) -> Cell:  # noqa: ANN401 (ReadOnlyCell or EmptyCell)
    if cell.value is None:
        return Cell(is_formula=is_formula)
    return Cell(cell.value, "%" in (cell.number_format or ""), cell.data_type == "e", is_formula)
