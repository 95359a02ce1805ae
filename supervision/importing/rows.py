"""Sheets → rows of values under the layout's fields, with everything odd that was met on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from supervision.importing import spelling
from supervision.importing.cells import CellTrouble, value_of
from supervision.importing.findings import Finding, Note, Problem
from supervision.importing.layout import EXAMPLE, EXPLANATION, Column, Field, Layout, Subject, Value, layout_titled
from supervision.importing.sheets import Line, Sheet, sheets_of

_HEADER_WITHIN = 10  # rows: a title and a line of remarks may stand above the headers
_REMARK = re.compile("[(\uff08].*[)\uff09]|[*\uff0a:\uff1a\\s]")
_SHOWN = 20  # rows or cells named in one note


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says. A field with an empty cell is absent: it is left as it is. `troubled`: said, but unusable."""

    subject: Subject
    sheet: str
    number: int
    said: Mapping[Field, Value]
    troubled: frozenset[Field] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]

    def of(self, subject: Subject) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.subject is subject)


def load(content: bytes) -> Reading:
    """All that an xlsx file says. Raises FileRefused."""
    return read(sheets_of(content))


def read(sheets: Sequence[Sheet]) -> Reading:
    rows: list[Row] = []
    findings: list[Finding] = []
    seen: dict[Subject, str] = {}
    for sheet in sheets:
        layout = layout_titled(spelling.name(sheet.title))
        if layout is None:
            if sheet.lines and sheet.title != EXPLANATION:
                findings.append(Finding(Note.SHEET_UNKNOWN, sheet.title))
        elif layout.subject in seen:
            findings.append(Finding(Problem.SHEET_TWICE, sheet.title, facts={"other": seen[layout.subject]}))
        elif sheet.lines:
            seen[layout.subject] = sheet.title
            reader = _SheetReader(sheet, layout)
            rows += reader.rows()
            findings += reader.findings
    return Reading(tuple(rows), tuple(findings))


@dataclass(slots=True)
class _SheetReader:
    sheet: Sheet
    layout: Layout
    findings: list[Finding] = field(default_factory=list)

    def rows(self) -> list[Row]:
        header = next((line for line in self.sheet.lines[:_HEADER_WITHIN] if self._is_header(line)), None)
        if header is None:
            required = [column.header for column in self.layout.columns if column.is_required]
            self._tell(Problem.HEADER_MISSING, headers=required)
            return []
        places = self._places(header)
        lines = [line for line in self.sheet.lines if line.number > header.number]
        lines = list(self._without_examples(lines, places))
        self._tell_marks(lines, header.number, places)
        return [self._row(line, places) for line in lines]

    def _is_header(self, line: Line) -> bool:
        """Two of our headers side by side, or one where the layout's first row has no more cells."""
        found = {column.field for _, column in self._headers(line)}
        return len(found) >= 2 or (bool(found) and sum(not cell.is_empty for cell in line.cells) == 1)

    def _headers(self, line: Line) -> Iterator[tuple[int, Column]]:
        for place, cell in enumerate(line.cells):
            column = self._column_called(_bare(cell.value))
            if column is not None:
                yield place, column

    def _column_called(self, header: str) -> Column | None:
        return next((column for column in self.layout.columns if header in column.headers), None)

    def _places(self, header: Line) -> dict[int, Column]:
        """Which column stands where. Two columns for one field are not guessed about."""
        places = dict(self._headers(header))
        for column in self.layout.columns:
            taken = [place for place, one in places.items() if one is column]
            if len(taken) > 1:
                names = [str(header.cells[place].value).strip() for place in taken]
                self._tell(Problem.COLUMN_TWICE, header.number, column.header, headers=names)
            elif not taken and column.is_required:
                self._tell(Problem.COLUMN_MISSING, header.number, column.header)
        for place, cell in enumerate(header.cells):
            if place not in places and not cell.is_empty:
                self._tell(Note.COLUMN_UNKNOWN, header.number, str(cell.value).strip())
        return places

    def _without_examples(self, lines: Sequence[Line], places: Mapping[int, Column]) -> Iterator[Line]:
        examples = 0
        for line in lines:
            if all(line.cell(place).is_empty for place in places):
                continue  # only remarks in columns of the clerk's own
            first = next(cell for cell in line.cells if not cell.is_empty)
            if isinstance(first.value, str) and first.value.strip().startswith(EXAMPLE):
                examples += 1
            else:
                yield line
        if examples:
            self._tell(Note.EXAMPLES, count=examples)

    def _tell_marks(self, lines: Sequence[Line], header: int, places: Mapping[int, Column]) -> None:
        marks, numbers = self.sheet.marks, {line.number for line in lines}
        if self.sheet.is_hidden and lines:
            self._tell(Note.SHEET_HIDDEN)
        if hidden := sorted(marks.hidden_rows & numbers):
            self._tell(Note.ROWS_HIDDEN, rows=hidden[:_SHOWN], count=len(hidden))
        if hidden := sorted(place for place in places if place + 1 in marks.hidden_columns):
            self._tell(Note.COLUMNS_HIDDEN, headers=[places[place].header for place in hidden])
        formulas = [cell for line in lines for place in places if (cell := line.cell(place)).is_formula]
        if formulas:
            self._tell(Note.FORMULAS, count=len(formulas))
        for top, bottom, left in marks.merged:
            if bottom > top and bottom > header and left - 1 in places:
                self._tell(Problem.CELLS_MERGED, top, places[left - 1].header, last=bottom)

    def _row(self, line: Line, places: Mapping[int, Column]) -> Row:
        said: dict[Field, Value] = {}
        troubled: set[Field] = set()
        for place, column in places.items():
            cell = line.cell(place)
            if cell.is_empty:
                continue
            try:
                said[column.field] = value_of(cell, column, self._noting(line, column))
            except CellTrouble as trouble:
                troubled.add(column.field)
                self._tell(trouble.problem, line.number, column.header, **trouble.facts)
        for column in places.values():
            if column.is_required and column.field not in troubled and not said.get(column.field):
                troubled.add(column.field)
                self._tell(Problem.REQUIRED, line.number, column.header)
        return Row(self.layout.subject, self.sheet.title, line.number, said, frozenset(troubled))

    def _noting(self, line: Line, column: Column) -> Any:  # noqa: ANN401 (a function of a Note and its facts)
        return lambda note, **facts: self._tell(note, line.number, column.header, **facts)

    def _tell(self, kind: Problem | Note, row: int = 0, column: str = "", **facts: Any) -> None:  # noqa: ANN401
        self.findings.append(Finding(kind, self.sheet.title, row, column, facts))


def _bare(value: object) -> str:
    """「完成时限(必填)*」 is 完成时限."""
    return _REMARK.sub("", spelling.words(value)) if isinstance(value, str) else ""
