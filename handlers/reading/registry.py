"""What the office already knows, as the reader needs it: names, aliases and the figures on record."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

import ahocorasick

from handlers.reading.directory import PLACE, Directory, Hit, KnownPerson, KnownUnit, automaton_of
from handlers.reading.families import differences, families
from handlers.reading.name_index import NameIndex
from handlers.reading.normalise import normalise
from handlers.reading.phonetics import sound
from handlers.reading.result import Status
from handlers.reading.vocabulary import BY_NAME_ENDINGS

__all__ = ["Figure", "Hit", "Known", "KnownMatter", "KnownPerson", "KnownUnit", "Registry", "Scope"]


@dataclass(frozen=True, slots=True)
class KnownMatter:
    code: str
    title: str
    unit: str
    aliases: tuple[str, ...] = ()
    co_units: tuple[str, ...] = ()
    category: str = ""
    status: Status = Status.IN_PROGRESS
    percent: int | None = None
    due_on: date | None = None
    milestones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """The raw material of a registry; `Registry` (built once from it, reused for every message) adds the indexes."""

    units: Sequence[KnownUnit] = field(default=())
    people: Sequence[KnownPerson] = field(default=())
    matters: Sequence[KnownMatter] = field(default=())
    # Where these are only those that a message may mean: all categories, and how many of all matters share a part
    # of a name, two characters or more.
    categories: Sequence[str] | None = None
    shared: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """How a matter stands on record."""

    status: Status
    percent: int | None


@dataclass(frozen=True, slots=True)
class Scope:
    """The matters of a unit, as numbers, and the indexes that find parts of their names."""

    led: frozenset[int]
    assisted: frozenset[int]
    indexes: tuple[NameIndex, ...]
    own: Mapping[int, Mapping[str, float]]  # per own matter: what pairs weigh among the unit's matters


PAIR = 2  # characters
FEW = 300  # matters; up to here one index serves all units
INDEX_ALL_UP_TO = 4000  # matters; above, parts of names are looked for among the unit's own and assisted ones only
MANY_SHARE = 64  # pairs of syllables that more matters share are not looked up
FEW_SHARE = 8
BRACKETED = re.compile(r"\(([^()]{2,8})\)")
YEAR = re.compile(r"^20\d\d年?")
QUOTES = str.maketrans("", "", "\"“”'《》")
BRACKETS = str.maketrans("", "", "()")
ORDERING = "东西南北中上下左右前后一二三四五六七八九"
SEPARATORS = re.compile(r"[-_./ ]")
ORDINAL = re.compile(r"(\d+)\D*$")


class Registry:
    """All names by which units, people and matters are called, ready for lookup. Immutable once built."""

    def __init__(self, known: Known, directory: Directory | None = None) -> None:
        """A `directory` built before is shared; else the one of `known` is built."""
        self.directory = directory or Directory(known.units, known.people)
        self.codes: list[str] = [matter.code for matter in known.matters]
        self._numbers = {code: number for number, code in enumerate(self.codes)}
        self.matters: Mapping[str, KnownMatter] = {matter.code: matter for matter in known.matters}
        self.units = self.directory.units
        self.people = self.directory.people
        categories = known.categories or (matter.category for matter in known.matters)
        self.categories: Sequence[str] = sorted({category for category in categories if category})
        self._shared = _by_sound(known.shared)
        self._list = list(known.matters)
        self._names = [names_of(matter) for matter in self._list]
        self._led: dict[str, list[int]] = defaultdict(list)
        self._assisted: dict[str, list[int]] = defaultdict(list)
        self._ordinals: dict[int, list[int]] = defaultdict(list)
        for number, matter in enumerate(known.matters):
            self._led[matter.unit].append(number)
            for unit in matter.co_units:
                self._assisted[unit].append(number)
            if found := ORDINAL.search(matter.code):
                self._ordinals[int(found[1])].append(number)
        self._exact = self._automaton()
        self._scope = lru_cache(maxsize=256)(self._build_scope)
        self._everything: NameIndex | None = None
        self._figures: Mapping[str, Figure] = {}
        self._families: dict[str, dict[int, list[tuple[int, str]]]] = {}

    def with_figures(self, figures: Mapping[str, Figure]) -> Registry:
        """The same names with the figures on record now; a figure is only asked for when a rule needs it."""
        seen = copy(self)
        seen._figures = figures
        return seen

    def with_directory(self, directory: Directory) -> Registry:
        """The same matters; other people, the same units."""
        seen = copy(self)
        seen.directory, seen.people = directory, directory.people
        return seen

    def number_of(self, code: str) -> int | None:
        return self._numbers.get(code)

    def named(self, number: int) -> KnownMatter:
        """Its names and units; status and percent may be out of date."""
        return self._list[number]

    def matter(self, number: int) -> KnownMatter:
        """With the figure on record now."""
        matter = self._list[number]
        figure = self._figures.get(matter.code)
        return matter if figure is None else replace(matter, status=figure.status, percent=figure.percent)

    def names(self, number: int) -> tuple[str, ...]:
        """Everything a matter is called."""
        return self._names[number]

    def is_in_a_name(self, word: str) -> bool:
        """Does any matter's name hold the word? Asked of questions only; a large register answers yes."""
        return len(self._names) > INDEX_ALL_UP_TO or any(word in name for names in self._names for name in names)

    def siblings(self, number: int) -> Sequence[tuple[int, str]]:
        """Matters of the same unit whose names differ in one place, each with the words only its own name has."""
        unit = self._list[number].unit
        if unit not in self._families:
            self._families[unit] = families(self._names, self._led[unit])
        return self._families[unit].get(number, ())

    def own_words(self, number: int, other: int) -> list[str]:
        """What tells a matter's names from those of another that is called alike."""
        return [there for _, there in differences(self._names[other], self._names[number])]

    def by_ordinal(self, ordinal: int) -> Sequence[int]:
        """Matters whose code ends in this number: #3 is ZD-2026-003."""
        return self._ordinals.get(ordinal, ())

    def led_by(self, unit: str) -> list[KnownMatter]:
        """The matters a unit leads; their status and percent may be out of date."""
        return [self._list[number] for number in self._led.get(unit, ())]

    def scope(self, unit: str | None) -> Scope:
        """The matters of a unit; None, or a unit that has none, has the matters of all units."""
        return self._scope(unit if unit in self._led or unit in self._assisted else None)

    def exact(self, text: str) -> Iterator[Hit]:
        """Every full name, alias and code in the text (normalised), overlapping ones as well."""
        yield from self.directory.found_in(text)
        if not len(self._exact):
            return
        for last, (length, numbers) in self._exact.iter(text):
            for number in numbers:
                yield Hit(last + 1 - length, last + 1, matter=number)

    def _automaton(self) -> ahocorasick.Automaton:
        entries: dict[str, list[int]] = defaultdict(list)
        for number, matter in enumerate(self._list):
            for form in self._names[number]:
                entries[form].append(number)
            for form in codes_of(matter.code):
                entries[form].append(number)
        return automaton_of(entries)

    def _build_scope(self, unit: str | None) -> Scope:
        led, assisted = (self._led.get(unit, []), self._assisted.get(unit, [])) if unit else ([], [])
        ours = [*led, *assisted]
        indexes = [self._all_names()] if len(self._list) <= INDEX_ALL_UP_TO else []
        if len(self._list) > FEW:
            indexes.insert(0, self._index(ours, MANY_SHARE))
        own = dict.fromkeys(ours, indexes[0].weights_among(ours))
        return Scope(frozenset(led), frozenset(assisted), tuple(indexes), own)

    def _all_names(self) -> NameIndex:
        if self._everything is None:
            several = MANY_SHARE if len(self._list) <= FEW else FEW_SHARE
            self._everything = self._index(range(len(self._list)), several)
        return self._everything

    def _index(self, numbers: Sequence[int], common: int) -> NameIndex:
        forms = [(YEAR.sub("", form).translate(BRACKETS), number) for number in numbers for form in self._names[number]]
        return NameIndex(forms, self._places(numbers), common, self._shared)

    def _places(self, numbers: Sequence[int]) -> set[str]:
        places = set(self.directory.places)
        for number in numbers:
            title = normalise(self._list[number].title)
            if found := PLACE.match(title):
                places.add(found[1])
            for word in BRACKETED.findall(title):
                places.update((word, word[:2]) if PLACE.match(word) else ())
        return places


def codes_of(code: str) -> tuple[str, ...]:
    """ZD-2026-003 is also typed ZD2026003."""
    full = normalise(code)
    return tuple(dict.fromkeys((full, SEPARATORS.sub("", full))))


def _by_sound(shared: Mapping[str, int]) -> dict[str, int]:
    """Pairs that sound alike are one."""
    found: dict[str, int] = defaultdict(int)
    for part, many in shared.items():
        if len(part) == PAIR:
            found[sound(part.upper())] += many
    return found


def names_of(matter: KnownMatter) -> tuple[str, ...]:
    """The title, its aliases, and the title without year, quotes, brackets and 工程/项目 at the end."""
    names: dict[str, None] = {}
    for name in (matter.title, *matter.aliases):
        full = normalise(name).translate(QUOTES).replace(" ", "")
        plain = BRACKETED.sub("", YEAR.sub("", full))
        for ending in BY_NAME_ENDINGS:
            if plain.endswith(ending) and len(plain) - len(ending) >= 4:
                plain = plain[: -len(ending)]
                break
        names[full] = None
        if len(plain) >= 4:
            names[plain] = None
        if len(full) == 3 and full[0] in ORDERING:
            names[full[0] + full[2]] = None  # 东干渠 is called 东渠
    return tuple(names)
