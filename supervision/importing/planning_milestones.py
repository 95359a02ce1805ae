"""节点 in a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from supervision.importing.comparing import Comparing, day_in, text_in
from supervision.importing.findings import Note, Problem
from supervision.importing.known import is_past
from supervision.importing.layout import Field, Subject
from supervision.importing.plan import Entry
from supervision.importing.rows import Row


def milestones(comparing: Comparing) -> Iterator[Entry]:
    """Matters are called by code or number; `comparing.codes` knows them once the matters were planned."""
    rows = [found for row in comparing.reading.of(Subject.MILESTONE) if (found := _of_a_matter(comparing, row))]
    for row in comparing.once(rows, Field.MATTER, Field.NAME):
        code, name = text_in(row.said, Field.MATTER), text_in(row.said, Field.NAME)
        before = comparing.known.milestones.get((code, name))
        due_on, done_on = day_in(row.said, Field.DUE_ON), day_in(row.said, Field.DONE_ON)
        if done_on is not None and done_on > comparing.today:
            comparing.problem(row, Field.DONE_ON, Problem.DONE_IN_FUTURE, done_on=done_on)
        was_due = day_in(before or {}, Field.DUE_ON)
        if was_due != due_on and is_past(was_due, comparing.calendar, comparing.today):
            comparing.note(row, Field.DUE_ON, Note.MILESTONE_MOVED_LATE, due_on=was_due)
        if not comparing.is_troubled(row):
            matter = comparing.known.matters.get(code)
            is_sealed = matter is not None and matter.is_sealed
            yield Entry(Subject.MILESTONE, (code, name), name, row.number, row.said, before, is_sealed)


def _of_a_matter(comparing: Comparing, row: Row) -> Row | None:
    if Field.MATTER in row.troubled:
        return None
    called = text_in(row.said, Field.MATTER)
    code = comparing.codes.get(called.removeprefix("#"))
    if code is None:
        comparing.problem(row, Field.MATTER, Problem.NO_SUCH_MATTER, called=called)
        return None
    return replace(row, said={**row.said, Field.MATTER: code})
