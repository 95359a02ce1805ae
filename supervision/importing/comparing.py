"""What the planning of every sheet needs: names looked up in the house and in the table, and what is told of a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from supervision.importing.findings import Finding, Note, Problem
from supervision.importing.known import Known
from supervision.importing.layout import Field, Subject, Values, layout_of
from supervision.importing.rows import Reading, Row
from supervision.workdays import Calendar


@dataclass(slots=True)
class Comparing:
    """One table beside what is known. `findings` grows while the sheets are gone through."""

    reading: Reading
    known: Known
    calendar: Calendar
    today: date
    codes: dict[str, str] = field(default_factory=dict)  # what a matter may be called → its code
    findings: list[Finding] = field(default_factory=list)
    _troubled: set[tuple[str, int]] = field(default_factory=set)
    _units: AbstractSet[str] = field(init=False)
    _userids: AbstractSet[str] = field(init=False)

    def __post_init__(self) -> None:
        at_work = self.known.people.keys() - self.known.departed
        self._units = self.known.units.keys() | _said(self.reading, Subject.UNIT, Field.NAME)
        self._userids = at_work | _said(self.reading, Subject.PERSON, Field.USERID)

    def problem(self, row: Row, what: Field | None, kind: Problem, **facts: Any) -> None:  # noqa: ANN401
        self._troubled.add((row.sheet, row.number))
        self._tell(row, what, kind, facts)

    def note(self, row: Row, what: Field | None, kind: Note, **facts: Any) -> None:  # noqa: ANN401
        self._tell(row, what, kind, facts)

    def is_troubled(self, row: Row) -> bool:
        return bool(row.troubled) or (row.sheet, row.number) in self._troubled

    def _tell(self, row: Row, what: Field | None, kind: Problem | Note, facts: Mapping[str, Any]) -> None:
        header = layout_of(row.subject).column(what).header if what else ""
        self.findings.append(Finding(kind, row.sheet, row.number, header, facts))

    def once(self, rows: Iterable[Row], *keys: Field) -> list[Row]:
        """The rows whose key is usable and stands in no earlier row."""
        seen: dict[tuple[object, ...], int] = {}
        kept: list[Row] = []
        for row in rows:
            key = tuple(row.said.get(one) for one in keys)
            if any(one in row.troubled or not row.said.get(one) for one in keys):
                continue
            if key in seen:
                self.problem(row, keys[-1], Problem.TWICE, other=seen[key])
                continue
            seen[key] = row.number
            kept.append(row)
        return kept

    def check_units(self, row: Row, what: Field, names: Iterable[str]) -> None:
        """Every unit is called by its full name and at work."""
        for name in names:
            if name in self.known.inactive_units:
                self.problem(row, what, Problem.UNIT_INACTIVE, name=name)
            elif name not in self._units and name in self.known.unit_aliases:
                self.problem(row, what, Problem.UNIT_BY_ALIAS, name=name, full=self.known.unit_aliases[name])
            elif name not in self._units:
                self.problem(row, what, Problem.NO_SUCH_UNIT, name=name)

    def check_people(self, row: Row, what: Field, userids: Iterable[str]) -> None:
        for userid in userids:
            if userid not in self._userids:
                self.problem(row, what, Problem.NO_SUCH_PERSON, userid=userid)


def names_in(values: Values, what: Field) -> tuple[str, ...]:
    found = values.get(what)
    return found if isinstance(found, tuple) else ()


def text_in(values: Values, what: Field) -> str:
    found = values.get(what)
    return found if isinstance(found, str) else ""


def day_in(values: Values, what: Field) -> date | None:
    found = values.get(what)
    return found if isinstance(found, date) else None


def _said(reading: Reading, subject: Subject, what: Field) -> set[str]:
    return {text for row in reading.of(subject) if (text := text_in(row.said, what))}
