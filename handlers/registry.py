"""The registry that a sender's words are read against, as fresh as the last change of a name.

Whoever sees few matters shares a registry of them with all who see the same; a change reads those anew that it names.
Whoever sees many has one made for each message, of the matters it may mean. Figures change with every report and are
asked for.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy.orm import Session

from handlers.reading.directory import Directory
from handlers.reading.registry import FEW, Figure, Known, KnownMatter, KnownPerson, KnownUnit, Registry
from handlers.reading.result import Status
from handlers.spoken import spoken_of
from models.person import Role
from supervision import registry as names
from supervision.candidates import candidates, sees_more_than
from supervision.registry import Changes, MatterName
from supervision.visibility import Viewer

AS_INDEXED: Mapping[str, Figure] = MappingProxyType({})  # the figures of when the names were read
MOST_CIRCLES = 1024  # registries kept; the one used longest ago goes first

Circle = tuple[Role | None, int, frozenset[int], frozenset[int]]


@dataclass(frozen=True, slots=True)
class _Held:
    """What a circle knows in a version. Of many matters only the categories are held."""

    version: int
    directory: Directory
    matters: Mapping[int, KnownMatter] | None
    registry: Registry
    categories: tuple[str, ...] = ()


class RegistryCache:
    """One for each process; shared by its threads. A process that sees a newer version catches up before it reads."""

    def __init__(self, most_held: int = FEW) -> None:
        self._most_held = most_held  # matters of a circle; of more the database is asked for each message
        self._circles: OrderedDict[Circle, _Held] = OrderedDict()
        self._directory: tuple[int, Directory] | None = None
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
            if held is None or held.version != version:
                held = self._circles[circle] = self._caught_up(session, viewer, held, version)
            self._circles.move_to_end(circle)
            while len(self._circles) > MOST_CIRCLES:
                self._circles.popitem(last=False)
        registry = held.registry if held.matters is not None else _for_the_text(session, viewer, held, text)
        return registry.with_figures(figures)

    def _caught_up(self, session: Session, viewer: Viewer, held: _Held | None, version: int) -> _Held:
        """As little is read anew as the changes since then name."""
        changes = Changes(None, directory=True)
        if held is not None and held.version < version:
            changes = names.changes_since(session, held.version, version)
        directory = self._directory_of(session, version)
        if held is None or changes.matters is None or held.matters is None:
            return self._read(session, viewer, directory, version)
        matters = {key: matter for key, matter in held.matters.items() if key not in changes.matters}
        matters |= {one.id: _matter(one) for one in names.matters(session, viewer, changes.matters)}
        if len(matters) > self._most_held:
            return self._read(session, viewer, directory, version)
        if matters == held.matters and directory is held.directory:
            return _Held(version, directory, held.matters, held.registry)
        return _Held(version, directory, matters, _registry(matters, directory))

    def _read(self, session: Session, viewer: Viewer, directory: Directory, version: int) -> _Held:
        if sees_more_than(session, viewer, self._most_held):
            categories = names.categories(session, viewer)
            return _Held(version, directory, None, Registry(Known(), directory), categories)
        matters = {one.id: _matter(one) for one in names.matters(session, viewer)}
        return _Held(version, directory, matters, _registry(matters, directory))

    def _circle(self, session: Session, viewer: Viewer, version: int) -> Circle:
        """Who sees the same reads against the same names; the own unit also decides which learned names count."""
        seen = self._named.get(viewer.person_id)
        if seen is None or seen[0] != version:
            seen = self._named[viewer.person_id] = version, names.named_on(session, viewer)
        role = Role.LIAISON if viewer.is_of_unit else viewer.role
        return role, viewer.unit_id, viewer.charges, seen[1]

    def _directory_of(self, session: Session, version: int) -> Directory:
        """The same object as long as no unit, nobody's name and nobody's role has changed."""
        known = self._directory
        if known is None or known[0] > version or self._has_new_names(session, known[0], version):
            self._directory = version, directory_of(session)
        else:
            self._directory = version, known[1]
        return self._directory[1]

    @staticmethod
    def _has_new_names(session: Session, since: int, version: int) -> bool:
        return since != version and names.changes_since(session, since, version).directory


def directory_of(session: Session) -> Directory:
    """Units and people in the reader's own shapes."""
    return Directory(
        [KnownUnit(unit.name, unit.aliases) for unit in names.units(session)],
        [KnownPerson(one.userid, one.name, one.unit, one.role.value) for one in names.people(session)],
    )


def registry_of(session: Session, viewer: Viewer) -> Registry:
    """A registry of its own, outside of any cache."""
    matters = [_matter(matter) for matter in names.matters(session, viewer)]
    return Registry(Known(matters=matters), directory_of(session))


def _for_the_text(session: Session, viewer: Viewer, held: _Held, text: str) -> Registry:
    spoken = spoken_of(text, held.directory)
    found = candidates(session, viewer, spoken.texts, spoken.numbers, spoken.units)
    matters = tuple(_matter(one) for one in names.matters(session, viewer, found.ids))
    return Registry(Known(matters=matters, categories=held.categories, shared=found.shared), held.directory)


def _registry(matters: Mapping[int, KnownMatter], directory: Directory) -> Registry:
    return Registry(Known(matters=[matters[key] for key in sorted(matters)]), directory)


def _matter(matter: MatterName) -> KnownMatter:
    return KnownMatter(
        code=matter.code,
        title=matter.title,
        unit=matter.unit,
        aliases=matter.aliases,
        co_units=matter.co_units,
        category=matter.category,
        status=Status(matter.status.value),
        percent=matter.percent,
        due_on=matter.due_on,
        milestones=matter.milestones,
    )
