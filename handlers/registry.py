"""The registry that a sender's words are read against, as fresh as the last change of a name.

Whoever sees few matters shares a registry of them with all who see the same; a change reads those anew that it names.
Whoever sees many has one made for each message, of the matters it may mean. Figures change with every report and are
asked for.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from sqlalchemy.orm import Session

from handlers.known import known_matter
from handlers.phone_book import PhoneBook, phone_book
from handlers.reading.directory import Directory
from handlers.reading.registry import FEW, Figure, Known, KnownMatter, Registry
from handlers.spoken import spoken_of
from models.person import Role
from supervision import registry as names
from supervision.candidates import candidates, sees_more_than
from supervision.visibility import Viewer

AS_INDEXED: Mapping[str, Figure] = MappingProxyType({})  # the figures of when the names were read
MOST_CIRCLES = 1024  # registries kept; the one used longest ago goes first

Circle = tuple[Role | None, int, frozenset[int], frozenset[int]]


@dataclass(frozen=True, slots=True)
class _Held:
    """What a circle knows in a version. Of many matters only the categories are held."""

    book: PhoneBook
    matters: Mapping[int, KnownMatter] | None
    registry: Registry
    categories: tuple[str, ...] = ()


class RegistryCache:
    """One for each process; shared by its threads. A process that sees a newer version catches up before it reads."""

    def __init__(self, most_held: int = FEW) -> None:
        self._most_held = most_held  # matters of a circle; of more the database is asked for each message
        self._circles: OrderedDict[Circle, _Held] = OrderedDict()
        self._book: PhoneBook | None = None
        self._named: dict[int, tuple[int, frozenset[int]]] = {}  # by person: the sealed matters that carry his name
        self._lock = threading.Lock()

    def current(
        self, session: Session, viewer: Viewer, figures: Mapping[str, Figure] = AS_INDEXED, text: str = ""
    ) -> Registry:
        """The registry as this session sees the tables, for reading this text, with the figures on record now."""
        version = names.registry_version(session)
        with self._lock:
            circle = self._circle(session, viewer, version)
            held = self._circles.get(circle)
            if held is None or held.book.version != version:
                held = self._circles[circle] = self._caught_up(session, viewer, held, version)
            self._circles.move_to_end(circle)
            while len(self._circles) > MOST_CIRCLES:
                self._circles.popitem(last=False)
        registry = held.registry if held.matters is not None else _for_the_text(session, viewer, held, text)
        return registry.with_figures(figures)

    def _caught_up(self, session: Session, viewer: Viewer, held: _Held | None, version: int) -> _Held:
        """As little is read anew as the changes since then name."""
        book = self._book = phone_book(session, self._book, version)
        if held is None or held.book.version > version:
            return self._read(session, viewer, book)
        changes = names.changes_since(session, held.book.version, version)
        if changes.matters is None or (changes.matters and held.matters is None):
            return self._read(session, viewer, book)
        matters = held.matters
        if matters is not None and changes.matters:
            anew = {one.id: known_matter(one) for one in names.matters(session, viewer, changes.matters)}
            matters = {key: one for key, one in matters.items() if key not in changes.matters} | anew
            if len(matters) > self._most_held:
                return self._read(session, viewer, book)
        if matters == held.matters and book.units_of == held.book.units_of:
            return replace(held, book=book, registry=held.registry.with_directory(book.directory))
        return _Held(book, matters, _registry(matters or {}, book.directory), held.categories)

    def _read(self, session: Session, viewer: Viewer, book: PhoneBook) -> _Held:
        if sees_more_than(session, viewer, self._most_held):
            categories = names.categories(session, viewer)
            return _Held(book, None, Registry(Known(), book.directory), categories)
        matters = {one.id: known_matter(one) for one in names.matters(session, viewer)}
        return _Held(book, matters, _registry(matters, book.directory))

    def _circle(self, session: Session, viewer: Viewer, version: int) -> Circle:
        """Who sees the same reads against the same names; the own unit also decides which learned names count."""
        seen = self._named.get(viewer.person_id)
        if seen is None or seen[0] != version:
            seen = self._named[viewer.person_id] = version, names.named_on(session, viewer)
        role = Role.LIAISON if viewer.is_of_unit else viewer.role
        return role, viewer.unit_id, viewer.charges, seen[1]


def _for_the_text(session: Session, viewer: Viewer, held: _Held, text: str) -> Registry:
    spoken = spoken_of(text, held.book.directory)
    found = candidates(session, viewer, spoken.texts, spoken.numbers, spoken.units)
    matters = tuple(known_matter(one) for one in names.matters(session, viewer, found.ids))
    return Registry(Known(matters=matters, categories=held.categories, shared=found.shared), held.book.directory)


def _registry(matters: Mapping[int, KnownMatter], directory: Directory) -> Registry:
    return Registry(Known(matters=[matters[key] for key in sorted(matters)]), directory)
