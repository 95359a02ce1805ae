"""The registry that a sender's words are read against: built once for each circle of people who see the same.

Names change seldom and are indexed under the registry's version; figures change with every report and are asked for.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy.orm import Session

from handlers.reading.directory import Directory
from handlers.reading.registry import Figure, Known, KnownMatter, KnownPerson, KnownUnit, Registry
from handlers.reading.result import Status
from models.person import Role
from supervision import registry as names
from supervision.registry import MatterName
from supervision.visibility import Viewer

AS_INDEXED: Mapping[str, Figure] = MappingProxyType({})  # the figures of when the names were read
MOST_CIRCLES = 1024  # registries kept; the one used longest ago goes first

Circle = tuple[Role | None, int, frozenset[int], frozenset[int]]


@dataclass(frozen=True, slots=True)
class _Built:
    version: int
    registry: Registry


class RegistryCache:
    """One for each process; shared by its threads. A process that sees a newer version rebuilds before it reads."""

    def __init__(self) -> None:
        self._built: OrderedDict[Circle, _Built] = OrderedDict()
        self._directory: tuple[int, Directory] | None = None
        self._named: dict[int, tuple[int, frozenset[int]]] = {}  # by person: the sealed matters that carry his name
        self._lock = threading.Lock()

    def current(self, session: Session, viewer: Viewer, figures: Mapping[str, Figure] = AS_INDEXED) -> Registry:
        """The registry as this session sees the tables, with the figures on record now."""
        version = names.registry_version(session)
        circle = self._circle(session, viewer, version)
        with self._lock:
            built = self._built.get(circle)
            if built is None or built.version != version:
                built = self._build(session, viewer, circle, version)
            self._built.move_to_end(circle)
        return built.registry.with_figures(figures)

    def _build(self, session: Session, viewer: Viewer, circle: Circle, version: int) -> _Built:
        known = Known(matters=[_matter(matter) for matter in names.matters(session, viewer)])
        built = _Built(version, Registry(known, self._directory_of(session, version)))
        self._built[circle] = built
        while len(self._built) > MOST_CIRCLES:
            self._built.popitem(last=False)
        return built

    def _circle(self, session: Session, viewer: Viewer, version: int) -> Circle:
        """Who sees the same reads against the same names; the own unit also decides which learned names count."""
        seen = self._named.get(viewer.person_id)
        if seen is None or seen[0] != version:
            seen = self._named[viewer.person_id] = version, names.named_on(session, viewer)
        role = Role.LIAISON if viewer.is_of_unit else viewer.role
        return role, viewer.unit_id, viewer.charges, seen[1]

    def _directory_of(self, session: Session, version: int) -> Directory:
        if self._directory is None or self._directory[0] != version:
            self._directory = version, directory_of(session)
        return self._directory[1]


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
