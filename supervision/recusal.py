"""回避: whoever had a part in a notice does not decide whether it stands (P12)."""

from __future__ import annotations

from enum import StrEnum

from models import Appeal, Notice, Person


class Part(StrEnum):
    """What somebody had to do with a notice."""

    SIGNED = "signed"
    PROPOSED = "proposed"
    DRAFTED = "drafted"  # said that it was time to draft it
    FOUND = "found"  # his finding is what it rests on
    CORRECTED = "corrected"
    OF_THE_UNIT = "of_the_unit"


def part_of(person: Person, notice: Notice, appeal: Appeal, correctors: frozenset[int]) -> Part | None:
    """The part the person had, or None: then he may decide."""
    found_by = {each.get("by_id") for each in notice.grounds.get("findings", [])}
    parts = {
        Part.OF_THE_UNIT: person.unit_id == notice.unit_id or person.id == appeal.asked_by_id,
        Part.SIGNED: notice.signed_by_id == person.id,
        Part.PROPOSED: notice.proposed_by_id == person.id,
        Part.DRAFTED: notice.grounds.get("drafted_by_id") == person.id,
        Part.FOUND: person.id in found_by,
        Part.CORRECTED: person.id in correctors,
    }
    return next((part for part, had in parts.items() if had), None)
