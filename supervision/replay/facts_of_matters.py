"""Matters with what moved them: due days, completions, suspensions, requests, questions, nodes, findings, figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Closeout,
    CoUnit,
    DueChange,
    Extension,
    Finding,
    LeadChange,
    Matter,
    Milestone,
    Notice,
    Progress,
    Question,
    Suspension,
)
from models.base import Base
from models.extension import RequestState
from models.matter import OPEN
from supervision.lapsing import OVERTAKEN
from supervision.replay import facts_of_leads
from supervision.replay.records import ClimbRecord, Due, Fact, MatterRecord, Node, Span

Row = TypeVar("Row", bound=Base)
DONE = (RequestState.ASKED, RequestState.GRANTED)
ByMatter = defaultdict[int, list[Row]]


def records(
    session: Session, rows: Sequence[Matter], no_change: Sequence[tuple[int, datetime]],
    climbs: Mapping[int, tuple[ClimbRecord, ...]],
) -> tuple[MatterRecord, ...]:  # fmt: skip
    closeouts, suspensions = _by_matter(session, Closeout), _by_matter(session, Suspension)
    extensions, nodes, findings = (
        _by_matter(session, Extension), _by_matter(session, Milestone), _by_matter(session, Finding),
    )  # fmt: skip
    assisting, dues = _by_matter(session, CoUnit, CoUnit.unit_id), due_days(session, rows)
    told, questions, used = _told(session), _questions(session), _used(session)
    changes = _by_matter(session, LeadChange, LeadChange.since, LeadChange.id)
    quiet: defaultdict[int, list[datetime]] = defaultdict(list)
    for unit_id, moment in no_change:
        quiet[unit_id].append(moment)
    return tuple(
        MatterRecord(
            id=row.id,
            number=row.number,
            title=row.title,
            category=row.category,
            leads=facts_of_leads.leads(row, changes[row.id]),
            assisting=tuple(one.unit_id for one in assisting[row.id]),
            opened_at=row.opened_at,
            start_on=row.start_on,
            is_sealed=row.is_sealed,
            base_percent=row.base_percent if told[row.id] else row.percent,
            dues=dues[row.id],
            done=_done(row, closeouts[row.id]),
            suspended=tuple(Span(one.since, one.until) for one in suspensions[row.id]),
            extension_asked=tuple(Span(one.asked_at, one.decided_at) for one in extensions[row.id]),
            asked_back=tuple(questions[row.id]),
            settled_at=_settled(closeouts[row.id], suspensions[row.id], extensions[row.id], changes[row.id]),
            nodes=tuple(Node(one.id, one.name, one.due_on, one.done_on) for one in nodes[row.id]),
            found=tuple(_fact(one, used) for one in sorted(findings[row.id], key=lambda one: (one.on, one.id))),
            percents=tuple((moment, percent) for moment, percent in told[row.id] if percent is not None),
            spoken_at=facts_of_leads.spoken(told[row.id], facts_of_leads.leads(row, changes[row.id]), quiet),
            climbs=climbs.get(row.id, ()),
        )
        for row in rows
    )


def due_days(session: Session, rows: Iterable[Matter]) -> dict[int, tuple[Due, ...]]:
    """Every due day with its beginning; where no row tells of a change, what was granted does."""
    changes, extensions = _by_matter(session, DueChange), _by_matter(session, Extension)
    return {row.id: _due_days(row, changes[row.id], extensions[row.id]) for row in rows}


def _due_days(row: Matter, changes: Sequence[DueChange], extensions: Sequence[Extension]) -> tuple[Due, ...]:
    moved = {(one.since, one.due_on) for one in changes}
    granted = [one for one in extensions if one.state is RequestState.GRANTED and one.decided_at is not None]
    known = {one.due_on for one in changes}
    moved |= {(one.decided_at, one.until) for one in granted if one.decided_at and one.until not in known}
    found = [Due(since, due_on) for since, due_on in sorted(moved, key=lambda one: (one[0], one[1] or date.max))]
    if not found or found[0].since > row.opened_at:
        first = min(granted, key=lambda one: one.id).due_on if granted else None
        found.insert(0, Due(row.opened_at, row.original_due_on or first or row.due_on))
    if found[-1].due_on != row.due_on:  # moved, and nothing tells when: the day that stands is taken
        found[-1] = Due(found[-1].since, row.due_on)
    return tuple(found)


def _done(row: Matter, closeouts: Sequence[Closeout]) -> tuple[Span, ...]:
    spans = [Span(one.told_at, None if one.state in DONE else one.decided_at) for one in closeouts]
    if row.status not in OPEN and all(span.until is not None for span in spans):
        spans.append(Span(row.revoked_at or row.confirmed_at or row.closed_at or row.told_at or row.opened_at))
    return tuple(spans)


def _settled(
    closeouts: Sequence[Closeout], suspensions: Sequence[Suspension], extensions: Sequence[Extension],
    changes: Sequence[LeadChange],
) -> tuple[datetime, ...]:  # fmt: skip
    granted = {one.decided_at for one in closeouts if one.state is RequestState.GRANTED}
    granted |= {one.decided_at for one in extensions if one.state is RequestState.GRANTED}
    began = {*(one.since for one in suspensions), *(one.since for one in changes)}
    return tuple(sorted({*(one for one in granted if one is not None), *began}))


def _fact(row: Finding, used: Mapping[int, datetime]) -> Fact:
    by_person = row.by_id is not None
    gone = row.revoked_at if row.revoked_because != OVERTAKEN else None
    drafted_at = used.get(row.notice_id) if row.notice_id else None
    return Fact(row.id, row.kind, row.on, row.level, by_person, Span(row.found_at, gone), row.facts, drafted_at)


def _by_matter(session: Session, table: type[Row], *order: Any) -> ByMatter[Row]:  # noqa: ANN401 (columns)
    found: ByMatter[Row] = defaultdict(list)
    for row in session.scalars(select(table).order_by(*(order or (table.__table__.c.id,)))):
        found[row.matter_id].append(row)  # type: ignore[attr-defined]  # each of these tables has it
    return found


def _told(session: Session) -> defaultdict[int, list[tuple[datetime, int | None]]]:
    rows = session.execute(
        select(Progress.matter_id, Progress.told_at, Progress.percent)
        .where(Progress.withdrawn_at.is_(None))
        .order_by(Progress.told_at, Progress.told_key, Progress.id)
    )
    found: defaultdict[int, list[tuple[datetime, int | None]]] = defaultdict(list)
    for matter_id, told_at, percent in rows:
        found[matter_id].append((told_at, percent))
    return found


def _questions(session: Session) -> defaultdict[int, list[Span]]:
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for row in session.scalars(select(Question).order_by(Question.id)):
        for matter_id in row.matter_ids:
            found[int(matter_id)].append(Span(row.asked_at, row.ended_at))
    return found


def _used(session: Session) -> dict[int, datetime]:
    return {row.id: row.drafted_at for row in session.execute(select(Notice.id, Notice.drafted_at))}
