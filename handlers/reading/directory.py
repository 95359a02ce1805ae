"""Units and people by all their names: the same for everybody, so it is built once and shared by all registries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import ahocorasick

from handlers.reading.normalise import normalise

PLACE = re.compile(r"^(.{2,3}?)(?:新区|县|镇|乡|街道|开发区|村|区|市)")


@dataclass(frozen=True, slots=True)
class KnownUnit:
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownPerson:
    userid: str
    name: str
    unit: str
    role: str  # unit_head, liaison, leader, supervisor, administrator


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found letter by letter: text[start:end]. One of the three is set."""

    start: int
    end: int
    matter: int | None = None
    unit: str | None = None
    person: str | None = None


class Directory:
    """Immutable once built."""

    def __init__(self, units: Sequence[KnownUnit] = (), people: Sequence[KnownPerson] = ()) -> None:
        self.units: Mapping[str, KnownUnit] = {unit.name: unit for unit in units}
        self.people: Mapping[str, KnownPerson] = {person.userid: person for person in people}
        self.surnames = frozenset(person.name[0] for person in people if person.name)
        self.places = frozenset(_places(units))
        self._names = self._automaton()

    def found_in(self, text: str) -> Iterator[Hit]:
        """Every unit and person named in the text (normalised), overlapping ones as well."""
        if not len(self._names):
            return
        for last, (length, entries) in self._names.iter(text):
            for is_unit, key in entries:
                start, end = last + 1 - length, last + 1
                yield Hit(start, end, unit=key) if is_unit else Hit(start, end, person=key)

    def _automaton(self) -> ahocorasick.Automaton:
        entries: dict[str, list[tuple[bool, str]]] = defaultdict(list)
        for unit in self.units.values():
            for name in {unit.name, *unit.aliases}:
                entries[normalise(name)].append((True, unit.name))
        for person in self.people.values():
            entries[normalise(person.name)].append((False, person.userid))
        return automaton_of(entries)


def automaton_of(entries: Mapping[str, Sequence[object]]) -> ahocorasick.Automaton:
    """Finds all names at once; names of one character are left out."""
    automaton = ahocorasick.Automaton()
    for name, found in entries.items():
        if len(name) > 1:
            automaton.add_word(name, (len(name), tuple(found)))
    if len(automaton):
        automaton.make_automaton()
    return automaton


def _places(units: Sequence[KnownUnit]) -> Iterator[str]:
    for unit in units:
        for name in (unit.name, *unit.aliases):
            if found := PLACE.match(normalise(name)):
                yield found[1]
