"""The registry that a sender's words are read against: built once for each circle of people who see the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from sqlalchemy.orm import Session

from handlers.reading.registry import Known, KnownMatter, KnownPerson, KnownUnit, Registry
from handlers.reading.result import Status
from models.person import Role
from supervision.registry import Figures, MatterName, Names, figures, known, named_on, registry_version
from supervision.visibility import Viewer

MOST_CIRCLES = 64  # registries kept; the one used longest ago goes first
_TELL = (Role.UNIT_HEAD, Role.LIAISON, Role.SUPERVISOR)  # whose figures are compared with those on record

Circle = tuple[Role | None, int, frozenset[int], frozenset[int]]


@dataclass(frozen=True, slots=True)
class _Built:
    version: int
    figures: Figures
    registry: Registry


class RegistryCache:
    """One for each process; shared by its threads. Rebuilt when names changed or when what was told moved a figure."""

    def __init__(self) -> None:
        self._built: OrderedDict[Circle, _Built] = OrderedDict()
        self._lock = threading.Lock()

    def current(self, session: Session, viewer: Viewer) -> Registry:
        """The registry as this session sees the tables."""
        circle = _circle(session, viewer)
        version = registry_version(session)
        now = figures(session, viewer) if viewer.role in _TELL else {}
        with self._lock:
            built = self._built.get(circle)
        if built is None or built.version != version or built.figures != now:
            built = _Built(version, now, registry_of(known(session, viewer)))
        self._keep(circle, built)
        return built.registry

    def _keep(self, circle: Circle, built: _Built) -> None:
        with self._lock:
            self._built[circle] = built
            self._built.move_to_end(circle)
            while len(self._built) > MOST_CIRCLES:
                self._built.popitem(last=False)


def registry_of(names: Names) -> Registry:
    """Plain rows in the reader's own shapes."""
    return Registry(
        Known(
            units=[KnownUnit(unit.name, unit.aliases) for unit in names.units],
            people=[KnownPerson(one.userid, one.name, one.unit, one.role.value) for one in names.people],
            matters=[_matter(matter) for matter in names.matters],
        )
    )


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
    """Who sees the same reads against the same names."""
    own_unit = viewer.unit_id  # also decides which learned names are in his mouth
    return (viewer.role if not viewer.is_of_unit else Role.LIAISON, own_unit, viewer.charges, named_on(session, viewer))
