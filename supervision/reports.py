"""日报/周报/月报: write down what was told, correct it, take it back.

Nothing told is changed afterwards: a correction is a later row, a withdrawal a mark. A matter's state is what the rows
say in the order in which they were told, whatever the order in which they reached us (I6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from models import Closeout, HelpCall, Matter, Progress, Report
from models.extension import RequestState
from models.matter import MatterStatus
from models.report import ReportKind
from supervision.telling import Telling

ALL_DONE = 100  # percent
MOST_ROWS_LOOKED_AT = 200  # of one matter, newest first, when its state is made anew


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
class Change:
    """Old → new, for the reply."""

    matter: Matter
    told: Told
    progress_id: int
    old_status: MatterStatus
    old_percent: int | None


def open_report(session: Session, telling: Telling, cover: Cover) -> Report:
    """The report row of a message; a message has at most one (I2)."""
    report = Report(
        inbox_id=telling.inbox_id,
        person_id=telling.person_id,
        unit_id=telling.unit_id,
        kind=cover.kind,
        period_first=cover.first,
        period_last=cover.last,
        told_at=telling.told_at,
        recorded_at=telling.now,
        is_no_change=cover.is_no_change,
        told_through=cover.told_through,
        entered_by_id=cover.entered_by_id,
    )
    session.add(report)
    session.flush()
    return report


def report_of(session: Session, inbox_id: int) -> Report | None:
    """The report that a message has made already: a question about it may be answered later."""
    return session.scalar(select(Report).where(Report.inbox_id == inbox_id))


def record(
    session: Session, report: Report, key: str, told: Sequence[Told], is_correction: bool = False
) -> list[Change]:
    """Write the rows of a report and move the matters they speak of."""
    rows = [_row(report, key, one, is_correction) for one in told]
    session.add_all(rows)
    session.flush()
    changes = []
    for one, row in zip(told, rows, strict=True):
        matter = one.matter
        changes.append(Change(matter, one, row.id, matter.status, matter.percent))
        if _is_newest(matter, row):
            _apply(matter, row)
        else:
            make_state_anew(session, matter)
    return changes


def withdraw(session: Session, report: Report, now: datetime) -> list[Matter]:
    """撤回: mark a report and its rows, and put the matters back to what the other rows say."""
    report.withdrawn_at = now
    session.execute(update(Progress).where(Progress.report_id == report.id).values(withdrawn_at=now))
    taken_back = select(Progress.id).where(Progress.report_id == report.id)
    session.execute(
        update(HelpCall)
        .where(HelpCall.progress_id.in_(taken_back), HelpCall.answered_at.is_(None))
        .values(answered_at=now)
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


def make_state_anew(session: Session, matter: Matter) -> None:
    """Each part of the state is the latest word on it; what nobody spoke of is as it was in the beginning."""
    matter.status, matter.percent = matter.base_status, matter.base_percent
    matter.expected_on, matter.has_problem, matter.problem_words = None, False, ""
    matter.told_at, matter.told_key = None, ""
    if matter.confirmed_at is not None:
        matter.status = MatterStatus.CLOSED if matter.closed_at else MatterStatus.COMPLETED
        matter.percent = ALL_DONE
    returned = _last_returned(session, matter)
    newest = session.scalars(
        select(Progress)
        .where(Progress.matter_id == matter.id, Progress.withdrawn_at.is_(None))
        .order_by(Progress.told_at.desc(), Progress.told_key.desc(), Progress.id.desc())
        .limit(MOST_ROWS_LOOKED_AT)
    ).all()
    for row in reversed(newest):
        if returned is None or row.status is not MatterStatus.COMPLETED or row.told_at > returned.told_at:
            _apply(matter, row)
    if returned is not None and returned.decided_at is not None:
        # What was told before the return does not bring 已完成 back, however late it reaches us.
        matter.told_at = max(matter.told_at or returned.decided_at, returned.decided_at)


def _last_returned(session: Session, matter: Matter) -> Closeout | None:
    return session.scalar(
        select(Closeout)
        .where(Closeout.matter_id == matter.id, Closeout.state == RequestState.RETURNED)
        .order_by(Closeout.id.desc())
        .limit(1)
    )


def _row(report: Report, key: str, told: Told, is_correction: bool) -> Progress:
    return Progress(
        report_id=report.id,
        matter_id=told.matter.id,
        told_at=report.told_at,
        told_key=key,
        status=told.status,
        percent=told.percent,
        expected_on=told.expected_on,
        has_problem=told.has_problem,
        has_next_steps=told.has_next_steps,
        words=told.words,
        is_correction=is_correction,
    )


def _is_newest(matter: Matter, row: Progress) -> bool:
    return matter.told_at is None or (matter.told_at, matter.told_key) <= (row.told_at, row.told_key)


def _apply(matter: Matter, row: Progress) -> None:
    if matter.confirmed_at is None:
        matter.status = matter.status if row.status is None else row.status
        matter.percent = matter.percent if row.percent is None else row.percent
    if row.expected_on is not None:
        matter.expected_on = row.expected_on
    if not row.is_correction or row.has_problem:
        matter.has_problem = row.has_problem
        matter.problem_words = row.words if row.has_problem else ""
    matter.told_at, matter.told_key = row.told_at, row.told_key
