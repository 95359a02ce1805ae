"""Tables pasted as text: cells parted by |, tabs or wide gaps, with or without a header."""

from __future__ import annotations

import re

from handlers.reading.clauses import Role
from handlers.reading.vocabulary import COLUMN_NAMES, COLUMNS_BY_WHOLE_NAME

COLUMN_ROLES = {
    "number": Role.NUMBER,
    "name": Role.NAME,
    "unit": Role.UNIT,
    "percent": Role.PERCENT,
    "due": Role.DUE,
    "ignored": Role.DUE,
    "problem": Role.PROBLEM,
    "plan": Role.PLAN,
    "progress": Role.BODY,
    "expected": Role.EXPECTED,
}
LONGEST_HEAD = 10  # characters
BARS = re.compile(r"[|\t]")
GAPS = re.compile(r" {2,}")
SPACES = re.compile(r" ")
SLASHES = re.compile(r"/")
COMMAS = re.compile(r",")
FIGURE = re.compile(r"\d|[一二三四五六七八九两]成|百分之|一半|过半")
RULE = re.compile(r"[\s|:\-]*$")
MIN_COLUMNS = 2
PROGRESS_HEAD = re.compile("进度|完成率|完成比例|百分比|%")


class Table:
    """The header of the table being read; empty outside one."""

    def __init__(self) -> None:
        self.columns: list[tuple[Role, str]] = []
        self.gap = BARS

    def role(self, column: int) -> tuple[Role, str]:
        return self.columns[column] if column < len(self.columns) else (Role.BODY, "")

    def reads_header(self, text: str, cells: list[tuple[int, int]]) -> bool:
        """Takes the row as header if at least half of its cells are column names."""
        names = [text[start:end].strip().replace(" ", "") for start, end in cells]
        if not is_header(names):
            return RULE.match("".join(names)) is not None
        columns = [(role_of_head(name) or Role.BODY, name) for name in names]
        has_progress = any(role is Role.PERCENT and PROGRESS_HEAD.search(name) for role, name in columns)
        self.columns = [_beside_progress(role, name) if has_progress else (role, name) for role, name in columns]
        return True


def _beside_progress(role: Role, name: str) -> tuple[Role, str]:
    """本周, 累计 beside a column that is called 进度: what was done, not how far the whole is."""
    return (Role.BODY if role is Role.PERCENT and not PROGRESS_HEAD.search(name) else role), name


def is_header(names: list[str]) -> bool:
    """At least half of the cells are heads, and none holds a figure."""
    if any(FIGURE.search(name) for name in names):
        return False
    known = sum(role_of_head(name) is not None for name in names)
    return known >= MIN_COLUMNS and known * 2 >= sum(map(bool, names))


def _heads_rows(text: str, cells: list[tuple[int, int]]) -> bool:
    """Marks that stand in sentences, too, part the heads only of rows that follow."""
    return text[cells[-1][1] :].strip() != "" and is_header([text[start:end].strip() for start, end in cells])


def role_of_head(name: str) -> Role | None:
    """What a column holds, by its head; None for words that head no column."""
    bare = name.split("(")[0] or name
    if not bare or len(bare) > LONGEST_HEAD or any(char.isdigit() for char in bare):
        return None
    if bare in COLUMNS_BY_WHOLE_NAME:
        return COLUMN_ROLES[COLUMNS_BY_WHOLE_NAME[bare]]
    kinds = (kind for kind, words in COLUMN_NAMES.items() if any(word in bare for word in words))
    kind = next(kinds, None)
    return COLUMN_ROLES[kind] if kind else None


def cells_of(text: str, start: int, end: int, table: Table) -> list[tuple[int, int]]:
    """Where the cells of a line are; empty if the line is no row of a table."""
    cells = _split(text, start, end, table.gap)
    if len(cells) > MIN_COLUMNS or (len(cells) == MIN_COLUMNS and table.columns):
        return cells
    if table.columns:
        return []
    for gap in (GAPS, COMMAS, SPACES, SLASHES):
        header = _split(text, start, end, gap)
        if len(header) > MIN_COLUMNS and _heads_rows(text, header):
            table.gap = gap
            return header
    return []


def _split(text: str, start: int, end: int, gap: re.Pattern[str]) -> list[tuple[int, int]]:
    cells: list[tuple[int, int]] = []
    last = start
    for found in gap.finditer(text, start, end):
        cells.append((last, found.start()))
        last = found.end()
    cells.append((last, end))
    if cells and not text[cells[0][0] : cells[0][1]].strip():
        cells = cells[1:]
    if cells and gap is BARS and text[end - 1 : end] == "|":
        cells = cells[:-1]
    return cells
