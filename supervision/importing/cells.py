"""One cell → one value, or the reason why it is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from supervision.importing import spelling
from supervision.importing.findings import Note, Problem
from supervision.importing.layout import NO, NOTHING, YES, Column, Shape, Value
from supervision.importing.sheets import Cell

FIRST_YEAR, LAST_YEAR = 2000, 2099
_EXACT = 10**15  # Excel keeps fifteen digits

_SEVERAL = re.compile("[、,\uff0c;\uff1b\n]+")
_SEVERAL_IDS = re.compile("[、,\uff0c;\uff1b\\s]+")
_USERID = re.compile(r"[a-z0-9][a-z0-9_@.\-]{0,63}")
_DAY = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
_DAY_WITHOUT_YEAR = re.compile(r"\d{1,2}(?:月|[-/.])\d{1,2}[日号]?")
_SHORTEST_ALIAS = 2


class CellTrouble(Exception):
    """A cell that cannot be used."""

    def __init__(self, problem: Problem, **facts: Any) -> None:  # noqa: ANN401 (facts are what the text needs)
        super().__init__(problem)
        self.problem, self.facts = problem, facts


Noted = Callable[..., None]  # told of a Note, with its facts


def value_of(cell: Cell, column: Column, note: Noted) -> Value:
    """The value of a cell that is not empty; None, or () for a list, where it says 「无」. Raises CellTrouble."""
    if cell.is_error:
        raise CellTrouble(Problem.ERROR_VALUE, text=str(cell.value))
    if cell.value is None:
        raise CellTrouble(Problem.FORMULA_EMPTY)
    if isinstance(cell.value, str) and cell.value.strip() in NOTHING and column.shape in _EMPTIED:
        return _EMPTIED[column.shape]
    return _READERS[column.shape](cell, column, note)


def _words(cell: Cell, column: Column, note: Noted) -> str:
    return _fitting(spelling.words(_plain(cell, note)), column)


def _name(cell: Cell, column: Column, note: Noted) -> str:
    return _fitting(spelling.name(_plain(cell, note)), column)


def _code(cell: Cell, column: Column, note: Noted) -> str:
    return _fitting(spelling.code(_plain(cell, note)), column)


def _userid(cell: Cell, _column: Column, note: Noted) -> str:
    return _checked_userid(_plain(cell, note))


def _names(cell: Cell, column: Column, note: Noted) -> tuple[str, ...]:
    found = {_fitting(spelling.name(part), column) for part in _SEVERAL.split(_plain(cell, note))} - {""}
    for one in sorted(found):
        if len(one) < _SHORTEST_ALIAS:
            raise CellTrouble(Problem.ALIAS_SHORT, text=one)
    return tuple(sorted(found))


def _userids(cell: Cell, _column: Column, note: Noted) -> tuple[str, ...]:
    parts = _SEVERAL_IDS.split(_plain(cell, note).strip())
    return tuple(sorted({_checked_userid(part) for part in parts if part}))


def _checked_userid(text: str) -> str:
    found = spelling.userid(text)
    if not _USERID.fullmatch(found):
        raise CellTrouble(Problem.BAD_USERID, text=text)
    return found


def _plain(cell: Cell, note: Noted) -> str:
    """The cell as text; what Excel made a number of is a number of whole digits."""
    value = cell.value
    if isinstance(value, datetime | date | time | timedelta):
        raise CellTrouble(Problem.BECAME_DATE, text=str(value))
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        return str(value)
    if isinstance(value, int | float):
        if abs(value) >= _EXACT:
            raise CellTrouble(Problem.BECAME_NUMBER, text=f"{value:.0f}")
        return str(int(value))
    if lost := spelling.undecodable(value):
        raise CellTrouble(Problem.UNDECODABLE, text=value, at=value.index(lost) + 1)
    if spelling.has_lone_question_mark(value):
        note(Note.QUESTION_MARK, text=value)
    text, taken = spelling.without_glosses(value)
    for gloss in taken:
        note(Note.GLOSS, gloss=gloss)
    return text


def _fitting(text: str, column: Column) -> str:
    if len(text) > column.limit:
        raise CellTrouble(Problem.TOO_LONG, length=len(text), most=column.limit)
    return text


def _day(cell: Cell, _column: Column, _note: Noted) -> date:
    value = cell.value
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date):
        value = _day_of_text(value)
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise CellTrouble(Problem.ODD_YEAR, text=value.isoformat())
    return value


def _day_of_text(value: Any) -> date:  # noqa: ANN401 (whatever stood in the cell)
    text = spelling.code(str(int(value)) if isinstance(value, float) and value.is_integer() else str(value))
    if found := _DAY.fullmatch(text):
        year, month, day = (int(part) for part in found.groups() if part is not None)
        try:
            return date(year, month, day)
        except ValueError:
            raise CellTrouble(Problem.NOT_A_DAY, text=text) from None
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise CellTrouble(Problem.DAY_WITHOUT_FORMAT, text=text)
    if _DAY_WITHOUT_YEAR.fullmatch(text):
        raise CellTrouble(Problem.DAY_WITHOUT_YEAR, text=text)
    raise CellTrouble(Problem.NOT_A_DAY, text=str(value))


def _yes_no(cell: Cell, _column: Column, _note: Noted) -> bool:
    if isinstance(cell.value, bool):
        return cell.value
    text = spelling.code(str(cell.value))
    if text not in YES + NO:
        raise CellTrouble(Problem.NOT_YES_NO, text=str(cell.value))
    return text in YES


def _number(cell: Cell, _column: Column, _note: Noted) -> int:
    number = _decimal(str(cell.value).removeprefix("#"))
    if number is None or number != number.to_integral_value() or not 0 < number < 1_000_000:
        raise CellTrouble(Problem.NOT_A_NUMBER, text=str(cell.value))
    return int(number)


def _percent(cell: Cell, _column: Column, _note: Noted) -> int:
    text = spelling.code(str(cell.value))
    number = _decimal(text.removesuffix("%"))
    if number is not None and cell.is_percent and not isinstance(cell.value, str):
        number *= 100
    elif number is not None and 0 < number < 1 and not text.endswith("%"):
        raise CellTrouble(Problem.PERCENT_UNCLEAR, text=text)
    if number is None or number != number.to_integral_value() or not 0 <= number <= 100:
        raise CellTrouble(Problem.NOT_A_PERCENT, text=str(cell.value))
    return int(number)


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(spelling.code(text))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _choice(cell: Cell, column: Column, _note: Noted) -> Value:
    text = spelling.name(str(cell.value))
    found = column.choices.get(text, column.choices.get(text.lower()))
    if found is None:
        raise CellTrouble(Problem.NOT_A_CHOICE, text=str(cell.value), choices=column.offered)
    return found


# What 「无」 means; a choice has no such word.
_EMPTIED: Mapping[Shape, Value] = {shape: None for shape in Shape if shape is not Shape.CHOICE} | {
    Shape.NAMES: (),
    Shape.USERIDS: (),
    Shape.YES_NO: False,
}
_READERS: Mapping[Shape, Callable[[Cell, Column, Noted], Value]] = {
    Shape.WORDS: _words,
    Shape.NAME: _name,
    Shape.CODE: _code,
    Shape.USERID: _userid,
    Shape.NAMES: _names,
    Shape.USERIDS: _userids,
    Shape.DAY: _day,
    Shape.YES_NO: _yes_no,
    Shape.NUMBER: _number,
    Shape.PERCENT: _percent,
    Shape.CHOICE: _choice,
}
