"""日报/周报/月报: write down what was told, correct it, take it back.

Nothing told is changed afterwards: a correction is a later row, a withdrawal a mark. A matter's state is what the rows
say in the order in which they were told, whatever the order in which they reached us (I6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, and_, bindparam, insert, or_, select, update
from sqlalchemy.orm import Session

from models import Closeout, HelpCall, Matter, Progress, Report
from models.base import Base
from models.extension import RequestState
from models.matter import MatterStatus
from models.prepared import Prepared
from models.report import ReportKind
from supervision.anew import make_state_anew
from supervision.standing import Word, after, is_newest, keep, require_standing, standing_of
from supervision.telling import Telling


def _new(table: type[Base]) -> Prepared:
    """One row with a value for each of its columns; it was not withdrawn yet."""
    rows = cast(Table, table.__table__)
    told = [column.name for column in rows.c if column.name not in ("id", "withdrawn_at")]
    return Prepared(insert(rows).values({name: bindparam(name) for name in told}))


_NEW_REPORT, _NEW_PROGRESS = _new(Report), _new(Progress)
_WORD = tuple(column.name for column in fields(Word))


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says of one matter; None: it does not tell."""

    matter: Matter
    words: str
    status: MatterStatus | None = None
    percent: int | None = None
    expected_on: date | None = None
    has_problem: bool = False
    has_next_steps: bool = False
    measures: tuple[dict[str, str], ...] = ()  # name, amount, unit


@dataclass(frozen=True, slots=True)
class Cover:
    """The kind and period a report names, and who wrote it down when it came by phone or paper (代录)."""

    kind: ReportKind | None = None
    first: date | None = None
    last: date | None = None
    is_no_change: bool = False
    told_through: str = ""
    entered_by_id: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A report that was written down; its rows count from `told_at`."""

    id: int
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """Old → new, for the reply."""

    matter: Matter
    told: Told
    progress_id: int
    old_status: MatterStatus
    old_percent: int | None


def open_report(session: Session, telling: Telling, cover: Cover) -> Opened:
    """The report row of a message; a message has at most one (I2)."""
    values = {
        "inbox_id": telling.inbox_id,
        "person_id": telling.person_id,
        "unit_id": telling.unit_id,
        "kind": cover.kind,
        "period_first": cover.first,
        "period_last": cover.last,
        "told_at": telling.told_at,
        "recorded_at": telling.now,
        "is_no_change": cover.is_no_change,
        "told_through": cover.told_through,
        "entered_by_id": cover.entered_by_id,
    }
    return Opened(_NEW_REPORT.new_id(session, values), telling.told_at)


def report_of(session: Session, inbox_id: int) -> Opened | None:
    """The report that a message has made already: a question about it may be answered later."""
    found = session.execute(select(Report.id, Report.told_at).where(Report.inbox_id == inbox_id)).one_or_none()
    return Opened(found.id, found.told_at) if found else None


def record(
    session: Session, report: Opened, key: str, told: Sequence[Told], is_correction: bool = False
) -> list[Change]:
    """Write the rows of a report and move the matters they speak of. Raises AlreadyRevoked."""
    changes = []
    for one in told:
        require_standing(one.matter)
    for one in told:
        matter, word = one.matter, _word(report, key, one, is_correction)
        progress_id = _NEW_PROGRESS.new_id(session, _row(report, one, word))
        changes.append(Change(matter, one, progress_id, matter.status, matter.percent))
        standing = standing_of(matter)
        if is_newest(standing, word):
            keep(session, matter, after(standing, word, is_confirmed=matter.is_decided))
        else:
            make_state_anew(session, matter)
    return changes


def withdraw(session: Session, report: Report, now: datetime) -> list[Matter]:
    """撤回: mark a report, its rows and what it asked for, and put the matters back to what the others say."""
    report.withdrawn_at = now
    session.execute(update(Progress).where(Progress.report_id == report.id).values(withdrawn_at=now))
    taken_back = select(Progress.id).where(Progress.report_id == report.id)
    session.execute(
        update(HelpCall)
        .where(HelpCall.progress_id.in_(taken_back), HelpCall.answered_at.is_(None))
        .values(answered_at=now)
    )
    session.execute(
        update(Closeout)
        .where(Closeout.inbox_id == report.inbox_id, Closeout.state == RequestState.ASKED)
        .values(state=RequestState.WITHDRAWN, decided_at=now)
    )
    matters = list(
        session.scalars(
            select(Matter).join(Progress, Progress.matter_id == Matter.id).where(Progress.report_id == report.id)
        ).unique()
    )
    for matter in matters:
        make_state_anew(session, matter)
    return matters


def last_report(session: Session, person_id: int, before: datetime, inbox_id: int) -> Report | None:
    """The record its sender was last shown before a message: what 更正 and 撤回 refer to (I6).

    Within one second the order of arrival decides.
    """
    is_before = or_(Report.told_at < before, and_(Report.told_at == before, Report.inbox_id < inbox_id))
    return session.scalar(
        select(Report)
        .where(Report.person_id == person_id, is_before, Report.withdrawn_at.is_(None))
        .order_by(Report.told_at.desc(), Report.id.desc())
        .limit(1)
    )


def last_matters(session: Session, report_id: int) -> list[Matter]:
    """The matters a report spoke of, in its order."""
    rows = session.execute(
        select(Matter).join(Progress, Progress.matter_id == Matter.id).where(Progress.report_id == report_id)
        .order_by(Progress.id)
    )  # fmt: skip
    return list(dict.fromkeys(rows.scalars()))


def _word(report: Opened, key: str, told: Told, is_correction: bool) -> Word:
    return Word(
        told_at=report.told_at,
        told_key=key,
        status=told.status,
        percent=told.percent,
        expected_on=told.expected_on,
        has_problem=told.has_problem,
        words=told.words,
        is_correction=is_correction,
    )


def _row(report: Opened, told: Told, word: Word) -> dict[str, Any]:
    return {
        "report_id": report.id,
        "matter_id": told.matter.id,
        "has_next_steps": told.has_next_steps,
        "measures": list(told.measures) or None,
        **{name: getattr(word, name) for name in _WORD},
    }
