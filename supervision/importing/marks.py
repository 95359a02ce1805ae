"""What Excel shows to nobody who only looks at values: hidden rows and columns, formulas, merged cells (T21)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring, iterparse
from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import range_boundaries

from supervision.importing.door import FileRefused

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROW, _CELL, _COLUMN, _MERGE = (f"{_MAIN}{name}" for name in ("row", "c", "col", "mergeCell"))
_FORMULA, _VALUE, _INLINE = (f"{_MAIN}{name}" for name in ("f", "v", "is"))
_TRUE = ("1", "true")
_LETTERS = re.compile(r"[A-Z]{1,3}")
_MANY = 100  # hidden columns beyond are of no table of ours


@dataclass(slots=True)
class Marks:
    """Rows and columns are counted from 1. `merged` holds (first row, last row, first column)."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)  # row, column
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    last_row: int = 0  # the farthest ones with anything in them
    last_column: int = 0


def marks_of(archive: ZipFile) -> Mapping[str, Marks]:
    """The marks of each sheet by its title. Raises FileRefused for a sheet that is only promised."""
    relations = {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    found: dict[str, Marks] = {}
    for sheet in fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = relations.get(sheet.get(_RELATION, ""), "")
        path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if path not in archive.namelist():
            raise FileRefused("broken")
        with archive.open(path) as part:
            found[sheet.get("name", "")] = _Scan().of(part)
    return found


@dataclass(slots=True)
class _Scan:
    """One walk through a sheet; a row or cell that does not say where it stands comes after the one before."""

    marks: Marks = field(default_factory=Marks)
    row: int = 0
    column: int = 0

    def of(self, part: IO[bytes]) -> Marks:
        for event, element in iterparse(part, events=("start", "end"), forbid_dtd=True):
            if event == "start" and element.tag == _ROW:
                self._begin_row(element)
            elif event == "end":
                self._take(element)
        return self.marks

    def _begin_row(self, element: Element) -> None:
        self.row, self.column = int(element.get("r") or self.row + 1), 0
        if element.get("hidden") in _TRUE:
            self.marks.hidden_rows.add(self.row)

    def _take(self, element: Element) -> None:
        if element.tag == _CELL:
            self._take_cell(element)
        elif element.tag == _COLUMN and element.get("hidden") in _TRUE:
            first, last = int(element.get("min", "1")), int(element.get("max", "1"))
            self.marks.hidden_columns.update(range(first, min(last, first + _MANY) + 1))
        elif element.tag == _MERGE:
            left, top, _, bottom = range_boundaries(element.get("ref", "A1"))
            self.marks.merged.append((int(top or 1), int(bottom or 1), int(left or 1)))
        if element.tag in (_ROW, _CELL):
            element.clear()  # fifty megabytes of rows need not stand in memory at once

    def _take_cell(self, element: Element) -> None:
        letters = _LETTERS.match(element.get("r", ""))
        self.column = column_index_from_string(letters.group()) if letters else self.column + 1
        if element.find(_FORMULA) is not None:
            self.marks.formulas.add((self.row, self.column))
        if any(element.find(content) is not None for content in (_FORMULA, _VALUE, _INLINE)):
            self.marks.last_row = max(self.marks.last_row, self.row)
            self.marks.last_column = max(self.marks.last_column, self.column)
