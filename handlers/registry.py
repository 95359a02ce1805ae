"""The registry that a sender's words are read against: built once for each circle of people who see the same.

Names change seldom and are indexed under the registry's version; figures change with every report and are asked for.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from handlers.reading.directory import Directory
from handlers.reading.registry import Figure, Known, KnownMatter, KnownPerson, KnownUnit, Registry
from handlers.reading.result import Status
from models.person import Role
from supervision import registry as names
from supervision.registry import MatterName
from supervision.visibility import Viewer

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
        self._lock = threading.Lock()

    def current(self, session: Session, viewer: Viewer) -> Registry:
        """The registry as this session sees the tables, with the figures on record now."""
        version = names.registry_version(session)
        circle = _circle(session, viewer)
        with self._lock:
            built = self._built.get(circle)
            if built is None or built.version != version:
                built = self._build(session, viewer, circle, version)
            self._built.move_to_end(circle)
        return built.registry.with_figures(_FiguresOnRecord(session, viewer))

    def _build(self, session: Session, viewer: Viewer, circle: Circle, version: int) -> _Built:
        known = Known(matters=[_matter(matter) for matter in names.matters(session, viewer)])
        built = _Built(version, Registry(known, self._directory_of(session, version)))
        self._built[circle] = built
        while len(self._built) > MOST_CIRCLES:
            self._built.popitem(last=False)
        return built

    def _directory_of(self, session: Session, version: int) -> Directory:
        if self._directory is None or self._directory[0] != version:
            self._directory = version, directory_of(session)
        return self._directory[1]


class _FiguresOnRecord(Mapping[str, Figure]):
    """Asks for a figure when a rule needs it, once a message."""

    def __init__(self, session: Session, viewer: Viewer) -> None:
        self._session, self._viewer = session, viewer
        self._asked: dict[str, Figure | None] = {}

    def __getitem__(self, code: str) -> Figure:
        if code not in self._asked:
            found = names.figure(self._session, self._viewer, code)
            self._asked[code] = Figure(Status(found[0].value), found[1]) if found else None
        figure = self._asked[code]
        if figure is None:
            raise KeyError(code)
        return figure

    def __iter__(self) -> Iterator[str]:
        return iter(self._asked)

    def __len__(self) -> int:
        return len(self._asked)


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


def _circle(session: Session, viewer: Viewer) -> Circle:
    """Who sees the same reads against the same names; the own unit also decides which learned names are understood."""
    role = Role.LIAISON if viewer.is_of_unit else viewer.role
    return role, viewer.unit_id, viewer.charges, names.named_on(session, viewer)
