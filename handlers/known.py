"""Units, people and matters in the reader's own shapes."""

from __future__ import annotations

from sqlalchemy.orm import Session

from handlers.reading.directory import Directory
from handlers.reading.registry import Known, KnownMatter, KnownPerson, KnownUnit, Registry
from handlers.reading.result import Status
from models.matter import MatterStatus
from supervision import registry as names
from supervision.registry import MatterName, PersonName
from supervision.visibility import Viewer


def registry_of(session: Session, viewer: Viewer) -> Registry:
    """A registry of its own, outside of any cache."""
    matters = [known_matter(matter) for matter in names.matters(session, viewer)]
    return Registry(Known(matters=matters), directory_of(session))


def directory_of(session: Session) -> Directory:
    return Directory(known_units(session), [known_person(one) for one in names.people(session)])


def known_units(session: Session) -> list[KnownUnit]:
    return [KnownUnit(unit.name, unit.aliases) for unit in names.units(session)]


def known_person(person: PersonName) -> KnownPerson:
    return KnownPerson(person.userid, person.name, person.unit, person.role.value)


def reader_status(status: MatterStatus) -> Status:
    """The reader knows no matter that was taken back: to it, it has ended."""
    return Status.CLOSED if status is MatterStatus.REVOKED else Status(status.value)


def known_matter(matter: MatterName) -> KnownMatter:
    return KnownMatter(
        code=matter.code,
        title=matter.title,
        unit=matter.unit,
        aliases=matter.aliases,
        co_units=matter.co_units,
        category=matter.category,
        status=reader_status(matter.status),
        percent=matter.percent,
        due_on=matter.due_on,
        milestones=matter.milestones,
    )
