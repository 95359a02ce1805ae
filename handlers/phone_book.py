"""The directory of units and people, as fresh as a version of the registry; one person's change is added to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from handlers.known import known_person, known_units
from handlers.reading.directory import Directory
from handlers.reading.registry import KnownPerson
from supervision import registry as names
from supervision.registry import ANYTHING

MOST_ADDED = 300  # people; with more the directory is put together anew


@dataclass(frozen=True, slots=True)
class PhoneBook:
    """`units_of` is the version in which the units were read: they are the same as long as it is."""

    version: int
    directory: Directory
    units_of: int
    userids: Mapping[int, str]
    added: int = 0


def phone_book(session: Session, before: PhoneBook | None, version: int) -> PhoneBook:
    """The one of this version, out of an earlier one where that can be."""
    if before is not None and before.version == version:
        return before
    changes = ANYTHING
    if before is not None and before.version < version:
        changes = names.changes_since(session, before.version, version)
    if before is None or changes.directory or before.added + len(changes.people) > MOST_ADDED:
        return _read(session, version)
    if not changes.people:
        return PhoneBook(version, before.directory, before.units_of, before.userids, before.added)
    found = {one.id: one for one in names.people(session, changes.people)}
    changed: dict[str, KnownPerson | None] = {
        before.userids[one]: None for one in changes.people if one in before.userids
    }
    changed |= {one.userid: known_person(one) for one in found.values()}
    userids = {**before.userids, **{one.id: one.userid for one in found.values()}}
    added = before.added + len(changes.people)
    return PhoneBook(version, before.directory.with_people(changed), before.units_of, userids, added)


def _read(session: Session, version: int) -> PhoneBook:
    people = names.people(session)
    directory = Directory(known_units(session), [known_person(one) for one in people])
    return PhoneBook(version, directory, version, {one.id: one.userid for one in people})
