"""Units named in headings and in the rows of a table: what follows is theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handlers.reading.clauses import Line
from handlers.reading.registry import Hit

HEADING = re.compile(r"[日周月]报|转发|转:|【|汇报|工作情况")
REACH = 12  # characters before the unit's name, at most
BEHIND = 14  # characters behind it that may say what the heading is


def hints_of(text: str, lines: Sequence[Line], hits: Sequence[Hit]) -> list[tuple[int, str]]:
    """Where each is named, and which unit, in the order of the text."""
    return sorted([*_in_headings(text, hits), *_in_rows(lines, hits)])


def _in_headings(text: str, hits: Sequence[Hit]) -> Iterator[tuple[int, str]]:
    for hit in hits:
        if hit.unit is None:
            continue
        start, end = text.rfind("\n", 0, hit.start) + 1, text.find("\n", hit.end)
        line = text[start : end if end >= 0 else len(text)]
        if hit.start - start <= REACH and HEADING.search(line[: hit.end - start + BEHIND]):
            yield hit.start, hit.unit


def _in_rows(lines: Sequence[Line], hits: Sequence[Hit]) -> Iterator[tuple[int, str]]:
    """In a table, the cell of the unit."""
    for row in filter(lambda line: line.is_row, lines):
        cells = {(clause.start, clause.end) for clause in row.clauses}
        yield from ((row.start, hit.unit) for hit in hits if hit.unit and (hit.start, hit.end) in cells)
