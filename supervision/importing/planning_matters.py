"""督办事项 in a table: which matter a row is about, and what of it a table may say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from models.matter import OPEN, MatterStatus
from supervision.importing.comparing import Comparing, day_in, names_in, text_in
from supervision.importing.findings import Note, Problem
from supervision.importing.known import KnownMatter, is_past
from supervision.importing.layout import Field, Subject, Value
from supervision.importing.plan import Entry
from supervision.importing.rows import Row
from supervision.matters import CODE_PREFIX

_LAST_DIGITS = re.compile(r"(\d{1,6})\D*$")


@dataclass(frozen=True, slots=True)
class _Identity:
    row: Row
    code: str
    number: int


def matters(comparing: Comparing) -> Iterator[Entry]:
    identities = _identities(comparing)
    titles = defaultdict(set)
    for code, known in comparing.known.matters.items():
        titles[known.values[Field.TITLE]].add(code)
    for one in identities:
        known_as = comparing.known.matters.get(one.code)
        said: dict[Field, Value] = {**one.row.said, Field.CODE: one.code, Field.NUMBER: one.number}
        _check(comparing, one.row, said, known_as)
        title = text_in(said, Field.TITLE)
        if others := titles[title] - {one.code}:
            comparing.note(one.row, Field.TITLE, Note.SAME_TITLE, codes=sorted(others))
        titles[title].add(one.code)
        if not comparing.is_troubled(one.row):
            before = known_as.values if known_as else None
            is_sealed = known_as is not None and known_as.is_sealed
            yield Entry(Subject.MATTER, (one.code,), title, one.row.number, said, before, is_sealed)


# --- which matter


def _identities(comparing: Comparing) -> list[_Identity]:
    """Code first, number else. Numbers that were left out are given last, so that they take nobody's."""
    rows = [row for row in comparing.reading.of(Subject.MATTER) if _has_key(comparing, row)]
    numbers = _known_numbers(comparing)
    found: dict[int, _Identity] = {}
    waiting: list[tuple[Row, str]] = []
    for row in rows:
        code, number = text_in(row.said, Field.CODE), row.said.get(Field.NUMBER)
        same = numbers.get(number, []) if isinstance(number, int) else []
        if code in comparing.known.matters:
            _keep_known(comparing, found, row, code)
        elif not code and len(same) > 1:
            comparing.problem(row, Field.NUMBER, Problem.NUMBER_AMBIGUOUS, number=number, codes=same)
        elif same and code in ("", same[0]):
            _keep_known(comparing, found, row, same[0])
        elif same:
            comparing.problem(row, Field.NUMBER, Problem.NUMBER_TAKEN, number=number, code=same[0])
        elif isinstance(number, int):
            made = f"{CODE_PREFIX}-{comparing.today.year}-{number:03d}"
            if not code and made in comparing.known.matters:
                comparing.problem(row, Field.CODE, Problem.CODE_TAKEN, code=made)
                continue
            numbers[number] = [code or made]
            found[row.number] = _Identity(row, code or made, number)
        else:
            waiting.append((row, code))
    for row, code in waiting:
        number = _free_number(code, numbers)
        numbers[number] = [code]
        found[row.number] = _Identity(row, code, number)
    return _named(comparing, [found[number] for number in sorted(found)])


def _has_key(comparing: Comparing, row: Row) -> bool:
    if {Field.CODE, Field.NUMBER} & row.troubled:
        return False
    if not row.said.get(Field.CODE) and not row.said.get(Field.NUMBER):
        comparing.problem(row, None, Problem.NO_CODE)
        return False
    return True


def _known_numbers(comparing: Comparing) -> dict[int, list[str]]:
    numbers: dict[int, list[str]] = defaultdict(list)
    for code, known in comparing.known.matters.items():
        number = known.values[Field.NUMBER]
        if isinstance(number, int):
            numbers[number].append(code)
    return dict(numbers)


def _keep_known(comparing: Comparing, found: dict[int, _Identity], row: Row, code: str) -> None:
    """A number that people remember is not changed by a table."""
    known = comparing.known.matters.get(code)
    number = known.values[Field.NUMBER] if known else row.said[Field.NUMBER]  # else: of an earlier row
    if row.said.get(Field.NUMBER) not in (None, number):
        comparing.problem(row, Field.NUMBER, Problem.NUMBER_DIFFERS, code=code, number=number)
    found[row.number] = _Identity(row, code, number if isinstance(number, int) else 0)


def _free_number(code: str, numbers: dict[int, list[str]]) -> int:
    """The last digits of the code, if nobody has them; else the next number."""
    digits = _LAST_DIGITS.search(code)
    wanted = int(digits[1]) if digits else 0
    return wanted if wanted and wanted not in numbers else max(numbers, default=0) + 1


def _named(comparing: Comparing, identities: list[_Identity]) -> list[_Identity]:
    """No matter twice; and what the milestones may call them."""
    for code, known in comparing.known.matters.items():
        comparing.codes[str(known.values[Field.NUMBER])] = code
    seen: dict[str, int] = {}
    kept: list[_Identity] = []
    for one in identities:
        if one.code in seen:
            comparing.problem(one.row, Field.CODE, Problem.TWICE, other=seen[one.code])
            continue
        seen[one.code] = one.row.number
        comparing.codes[str(one.number)] = one.code
        kept.append(one)
    comparing.codes.update({code: code for code in (*comparing.known.matters, *seen)})
    return kept


# --- what it may say


def _check(comparing: Comparing, row: Row, said: dict[Field, Value], known: KnownMatter | None) -> None:
    unit = text_in(said, Field.UNIT)
    comparing.check_units(row, Field.UNIT, [unit] if unit else [])
    comparing.check_units(row, Field.CO_UNITS, names_in(said, Field.CO_UNITS))
    if unit and unit in names_in(said, Field.CO_UNITS):
        comparing.problem(row, Field.CO_UNITS, Problem.CO_UNIT_IS_UNIT, name=unit)
    comparing.check_people(row, Field.NAMED, names_in(said, Field.NAMED))
    will_be = {**(known.values if known else {}), **said}
    if will_be.get(Field.IS_SEALED) and not will_be.get(Field.NAMED):
        comparing.problem(row, Field.NAMED, Problem.SEALED_WITHOUT_NAMES)
    start_on, due_on = day_in(will_be, Field.START_ON), day_in(will_be, Field.DUE_ON)
    if start_on and due_on and start_on > due_on:
        comparing.problem(row, Field.START_ON, Problem.START_AFTER_DUE)
    if known is None:
        _check_new(comparing, row, said)
    else:
        _check_lead(comparing, row, said, known)
        _check_due(comparing, row, said, known)
        _check_state(comparing, row, said, known)


def _check_new(comparing: Comparing, row: Row, said: dict[Field, Value]) -> None:
    percent = said.get(Field.PERCENT)
    said.setdefault(Field.STATUS, MatterStatus.IN_PROGRESS if percent else MatterStatus.NOT_STARTED)
    due_on = day_in(said, Field.DUE_ON)
    if said[Field.STATUS] in OPEN and is_past(due_on, comparing.calendar, comparing.today):
        comparing.note(row, Field.DUE_ON, Note.DUE_ALREADY_PAST, due_on=due_on)


def _check_lead(comparing: Comparing, row: Row, said: dict[Field, Value], known: KnownMatter) -> None:
    """Another unit is 改派, and is done as such: of what has ended nobody takes the lead any more (X11)."""
    if text_in(said, Field.UNIT) in ("", known.values[Field.UNIT]):
        return
    if known.status in OPEN:
        comparing.note(row, Field.UNIT, Note.LEAD_CHANGES)
    else:
        comparing.problem(row, Field.UNIT, Problem.LEAD_OF_ENDED)


def _check_due(comparing: Comparing, row: Row, said: dict[Field, Value], known: KnownMatter) -> None:
    """A day that is over is moved by 延期 only, with its reason and its signer; none is moved into the past (T38)."""
    if Field.DUE_ON not in said or said[Field.DUE_ON] == known.values[Field.DUE_ON]:
        return
    due_on = day_in(said, Field.DUE_ON)
    if known.is_past_due:
        comparing.problem(row, Field.DUE_ON, Problem.DUE_IS_PAST, due_on=known.values[Field.DUE_ON])
    elif due_on is not None and due_on < comparing.today:
        comparing.problem(row, Field.DUE_ON, Problem.DUE_INTO_PAST, due_on=due_on)


def _check_state(comparing: Comparing, row: Row, said: dict[Field, Value], known: KnownMatter) -> None:
    """What units reported is not undone by a table, and 办结 and 销号 have ways of their own."""
    asked = {what: said[what] for what in (Field.STATUS, Field.PERCENT) if what in said}
    if all(known.values[what] == value for what, value in asked.items()):
        return
    if known.is_told:
        base: dict[Field, Value] = {Field.STATUS: known.base[0], Field.PERCENT: known.base[1]}
        if any(base[what] != value for what, value in asked.items()):
            comparing.note(row, Field.STATUS, Note.STATE_IS_TOLD)
        for what in asked:
            del said[what]
    elif {known.status, asked.get(Field.STATUS, known.status)} - set(OPEN):
        comparing.problem(row, Field.STATUS, Problem.STATE_NOT_BY_IMPORT)
