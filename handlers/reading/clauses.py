"""The pieces of a message: lines, what a line is (item, label, table row), and the clauses in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum


class Role(Enum):
    """What a stretch of text speaks of."""

    BODY = "body"
    PROBLEM = "problem"
    NEED = "need"
    PLAN = "plan"
    ASKED = "asked"  # 什么时候能验收? tells nothing
    OTHER = "other"  # 其他, 雨情: no matter's progress
    NAME = "name"  # column of a table
    PERCENT = "percent"
    NUMBER = "number"
    UNIT = "unit"
    DUE = "due"
    EXPECTED = "expected"


class Mark(IntEnum):
    """How an item is numbered, from the widest to the narrowest."""

    NONE = 0
    CHAPTER = 1  # 一、
    PART = 2  # (一)
    NUMBER = 3  # 1.
    SMALL = 4  # 1) (1)
    CIRCLE = 5  # ①
    BULLET = 6  # ● √ -
    SPOKEN = 7  # 一是


@dataclass(slots=True)
class Clause:
    """text[start:end] between two separators. `sentence` counts full stops, `label` is the heading it stands under."""

    start: int
    end: int
    line: int
    sentence: int
    role: Role
    label: str = ""


@dataclass(slots=True)
class Line:
    """An item: a line of the text, or a numbered part of one."""

    start: int
    end: int
    number: int
    mark: Mark
    body: int  # where the text after number and label starts
    role: Role
    label: str  # 下周计划, as written; empty where there is none
    is_row: bool
    opens_section: bool  # a label with nothing behind it: what follows stands under it
    clauses: list[Clause]
    physical: int  # number of the line as sent
