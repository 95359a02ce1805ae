"""Units and people by all their names: the same for everybody, so it is built once and shared by all registries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

import ahocorasick

from handlers.reading.normalise import normalise

PLACE = re.compile(r"^(.{2,3}?)(?:新区|县|镇|乡|街道|开发区|村|(?<![园厂库小景社校片])区|市)")


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
        self._names = _automaton(units, people)
        self._later: Mapping[str, KnownPerson | None] = {}  # by userid, since the names were put together
        self._later_names = _automaton((), ())

    def with_people(self, changed: Mapping[str, KnownPerson | None]) -> Directory:
        """The same units; these people are others now, or gone. A directory of thousands is not built anew for one."""
        now = copy(self)
        now._later = {**self._later, **changed}
        added = [person for person in now._later.values() if person is not None]
        left = {userid: person for userid, person in self.people.items() if userid not in changed}
        now.people = left | {person.userid: person for person in changed.values() if person is not None}
        now.surnames = self.surnames | {person.name[0] for person in added if person.name}
        now._later_names = _automaton((), added)
        return now

    def found_in(self, text: str) -> Iterator[Hit]:
        """Every unit and person named in the text (normalised), overlapping ones as well."""
        for start, end, is_unit, key in _found(self._names, text):
            if is_unit:
                yield Hit(start, end, unit=key)
            elif key not in self._later:
                yield Hit(start, end, person=key)
        for start, end, _, key in _found(self._later_names, text):
            yield Hit(start, end, person=key)


def _automaton(units: Sequence[KnownUnit], people: Sequence[KnownPerson]) -> ahocorasick.Automaton:
    entries: dict[str, list[tuple[bool, str]]] = defaultdict(list)
    for unit in units:
        for name in {unit.name, *unit.aliases}:
            entries[normalise(name)].append((True, unit.name))
    for person in people:
        entries[normalise(person.name)].append((False, person.userid))
    return automaton_of(entries)


def _found(names: ahocorasick.Automaton, text: str) -> Iterator[tuple[int, int, bool, str]]:
    if not len(names):
        return
    for last, (length, entries) in names.iter(text):
        for is_unit, key in entries:
            yield last + 1 - length, last + 1, is_unit, key


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
