"""A table beside what is known → a plan. Pure: the same rows, the same house, the same plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from models.person import Role
from supervision.importing.comparing import Comparing, names_in, text_in
from supervision.importing.findings import Finding, Note, Problem
from supervision.importing.known import Known
from supervision.importing.layout import Field, Subject
from supervision.importing.plan import Entry, Plan
from supervision.importing.planning_matters import matters
from supervision.importing.planning_milestones import milestones
from supervision.importing.rows import Reading
from supervision.workdays import Calendar


def make_plan(reading: Reading, known: Known, calendar: Calendar, today: date) -> Plan:
    """What would be new, changed, unchanged, and why it cannot be done."""
    comparing = Comparing(reading, known, calendar, today)
    entries = [
        *_units(comparing),
        *_people(comparing),
        *matters(comparing),
        *milestones(comparing),
        *_chats(comparing),
    ]
    return Plan(tuple(entries), _in_order((*reading.findings, *comparing.findings)))


def _in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Sheet by sheet and row by row, as a clerk walks through the table."""
    sheets = list(dict.fromkeys(finding.sheet for finding in findings))
    return tuple(sorted(findings, key=lambda finding: (sheets.index(finding.sheet), finding.row)))


def _units(comparing: Comparing) -> Iterator[Entry]:
    for row in comparing.once(comparing.reading.of(Subject.UNIT), Field.NAME):
        name = text_in(row.said, Field.NAME)
        before = comparing.known.units.get(name)
        if name in comparing.known.inactive_units:
            comparing.problem(row, Field.NAME, Problem.UNIT_INACTIVE, name=name)
        elif before is None and name in comparing.known.unit_aliases:
            full = comparing.known.unit_aliases[name]
            comparing.problem(row, Field.NAME, Problem.UNIT_BY_ALIAS, name=name, full=full)
        if not comparing.is_troubled(row):
            yield Entry(Subject.UNIT, (name,), name, row.number, row.said, before)


def _people(comparing: Comparing) -> Iterator[Entry]:
    known = comparing.known
    by_name = {(text_in(p, Field.NAME), p.get(Field.UNIT)): userid for userid, p in known.people.items()}
    for row in comparing.once(comparing.reading.of(Subject.PERSON), Field.USERID):
        userid, name = text_in(row.said, Field.USERID), text_in(row.said, Field.NAME)
        if userid in known.departed:
            comparing.problem(row, Field.USERID, Problem.PERSON_LEFT, userid=userid)
        elif userid not in known.people and userid in known.former:
            comparing.problem(row, Field.USERID, Problem.USERID_FORMER, userid=userid, now=known.former[userid])
        comparing.check_units(row, Field.UNIT, [text] if (text := text_in(row.said, Field.UNIT)) else [])
        comparing.check_units(row, Field.CHARGES, names_in(row.said, Field.CHARGES))
        said, before = dict(row.said), known.people.get(userid)
        if said.get(Field.ROLE) is not Role.LEADER:
            if said.get(Field.CHARGES):
                comparing.problem(row, Field.CHARGES, Problem.CHARGES_OF_OTHERS)
            said[Field.CHARGES] = ()
        other = by_name.get((name, said.get(Field.UNIT)))
        if before is None and other is not None:
            comparing.note(row, Field.NAME, Note.SAME_NAME, name=name, other=other)
        if not comparing.is_troubled(row):
            yield Entry(Subject.PERSON, (userid,), name, row.number, said, before)


def _chats(comparing: Comparing) -> Iterator[Entry]:
    spoken_for = {(chat[Field.CHANNEL], chat[Field.ADDRESS]): name for name, chat in comparing.known.chats.items()}
    for row in comparing.once(comparing.reading.of(Subject.CHAT), Field.NAME):
        name, address = text_in(row.said, Field.NAME), text_in(row.said, Field.ADDRESS)
        owner = spoken_for.setdefault((row.said.get(Field.CHANNEL), address), name)
        if address and owner != name:
            comparing.problem(row, Field.ADDRESS, Problem.ADDRESS_TAKEN, address=address, other=owner)
        comparing.check_people(row, Field.MEMBERS, names_in(row.said, Field.MEMBERS))
        if not comparing.is_troubled(row):
            yield Entry(Subject.CHAT, (name,), name, row.number, row.said, comparing.known.chats.get(name))
