"""What an import would do: shown first, written only if there is no problem and a person says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from supervision.importing.findings import Finding
from supervision.importing.layout import Field, Subject, Value, Values

Key = tuple[str, ...]  # unit: name; person: userid; matter: code; milestone: matter's code, name; chat: name


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as it would be written. `before` is None for what is new."""

    subject: Subject
    key: Key
    label: str
    row: int
    said: Values
    before: Values | None = None
    is_sealed: bool = False  # what was known of it is not repeated on the screen

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def changes(self) -> Mapping[Field, tuple[Value, Value]]:
        """What was and what will be, for the fields that differ."""
        if self.before is None:
            return {}
        return {what: (self.before.get(what), value) for what, value in self.said.items() if self._differs(what, value)}

    def _differs(self, what: Field, value: Value) -> bool:
        was = (self.before or {}).get(what)
        return was != value and bool(was or value or was == 0 or value == 0)


@dataclass(frozen=True, slots=True)
class Plan:
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...] = field(default=())

    def new(self, subject: Subject) -> tuple[Entry, ...]:
        return tuple(one for one in self.entries if one.subject is subject and one.is_new)

    def changed(self, subject: Subject) -> tuple[Entry, ...]:
        return tuple(one for one in self.entries if one.subject is subject and one.changes)

    def unchanged(self, subject: Subject) -> tuple[Entry, ...]:
        return tuple(one for one in self.entries if one.subject is subject and not one.is_new and not one.changes)

    @property
    def problems(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.is_problem)

    @property
    def notes(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if not one.is_problem)

    @property
    def does_something(self) -> bool:
        return any(one.is_new or one.changes for one in self.entries)
