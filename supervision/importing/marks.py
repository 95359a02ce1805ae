"""What Excel shows to nobody who only looks at values: hidden rows and columns, formulas, merged cells (T21)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring, iterparse
from openpyxl.utils.cell import range_boundaries

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TRUE = ("1", "true")


@dataclass(slots=True)
class Marks:
    """Rows and columns are counted from 1. `merged` holds (first row, last row, first column)."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: set[str] = field(default_factory=set)  # A7
    merged: list[tuple[int, int, int]] = field(default_factory=list)


def marks_of(archive: ZipFile) -> Mapping[str, Marks]:
    """The marks of each sheet by its title."""
    relations = {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    found: dict[str, Marks] = {}
    for sheet in fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = relations.get(sheet.get(_RELATION, ""), "")
        path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if path in archive.namelist():
            with archive.open(path) as part:
                found[sheet.get("name", "")] = _marks(part)
    return found


def _marks(part: IO[bytes]) -> Marks:
    marks = Marks()
    row = 0
    for event, element in iterparse(part, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            if element.tag == f"{_MAIN}row":
                row = int(element.get("r") or row + 1)
                if element.get("hidden") in _TRUE:
                    marks.hidden_rows.add(row)
            continue
        _take(marks, element)
        if element.tag in (f"{_MAIN}row", f"{_MAIN}c"):
            element.clear()  # fifty megabytes of rows need not stand in memory at once
    return marks


def _take(marks: Marks, element: Element) -> None:
    if element.tag == f"{_MAIN}c" and element.find(f"{_MAIN}f") is not None:
        marks.formulas.add(element.get("r", ""))
    elif element.tag == f"{_MAIN}col" and element.get("hidden") in _TRUE:
        first, last = int(element.get("min", "1")), int(element.get("max", "1"))
        marks.hidden_columns.update(range(first, min(last, first + 100) + 1))
    elif element.tag == f"{_MAIN}mergeCell":
        left, top, _, bottom = range_boundaries(element.get("ref", "A1"))
        marks.merged.append((int(top or 1), int(bottom or 1), int(left or 1)))
