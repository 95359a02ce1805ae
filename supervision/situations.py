"""How a matter stands on the ladder: gathered in the transaction that acts upon it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Appeal, Climb, Closeout, Extension, Finding, Matter, Notice, Question
from models.appeal import AppealState
from models.extension import RequestState
from models.finding import FindingKind
from models.notice import Cause, NoticeState
from models.question import QuestionState
from supervision import holds, lapsing, leads, serving
from supervision.clock import day_of
from supervision.deadlines import told_in_time
from supervision.errors import CalendarYearMissing
from supervision.standpoint import Found, Latest, Situation
from supervision.workdays import Calendar


class Ended(StrEnum):
    """Ends of a climb after which the same due day begins no new one."""

    REASON_ACCEPTED = "reason_accepted"
    NOTICE_WITHDRAWN = "notice_withdrawn"


def running_climb(session: Session, matter_id: int) -> Climb | None:
    """A matter climbs once at a time, whatever the cause: a white paper for slowness is the one before yellow."""
    return session.scalar(select(Climb).where(Climb.matter_id == matter_id, Climb.ended_at.is_(None)))


def latest_notice(session: Session, climb: Climb | None) -> Notice | None:
    """The highest notice of a climb."""
    if climb is None:
        return None
    return session.scalar(select(Notice).where(Notice.climb_id == climb.id).order_by(Notice.level.desc()).limit(1))


def next_cycle(session: Session, matter_id: int) -> int:
    return (session.scalar(select(func.max(Climb.cycle)).where(Climb.matter_id == matter_id)) or 0) + 1


def gather(session: Session, matter: Matter, climb: Climb | None, calendar: Calendar) -> Situation:
    """Everything the pure question needs to know."""
    drafted_at = session.scalar(select(func.max(Notice.drafted_at)).where(Notice.matter_id == matter.id))
    return Situation(
        due_on=matter.due_on,
        status=matter.status,
        is_sealed=matter.is_sealed,
        is_suspended=matter.suspended_since is not None,
        is_closeout_asked=_is_asked(session, Closeout, matter.id),
        is_told_in_time=_is_told_in_time(session, matter, calendar),
        is_extension_asked=_is_asked(session, Extension, matter.id),
        is_question_open=_is_question_open(session, matter.id),
        is_held=holds.is_on_hold(session),
        is_ended_for_this_day=climb is None
        and (_is_ended_for_this_day(session, matter) or leads.fell_due_before(session, matter)),
        drafted_on=day_of(drafted_at) if drafted_at else None,
        latest=latest_of(session, latest_notice(session, climb)),
        findings=_findings(session, matter),
        is_by_time=climb is None or climb.cause is Cause.OVERDUE,
        is_cause_gone=climb is not None and lapsing.is_cause_gone(session, matter, climb),
        is_appealed=climb is not None and _is_appealed(session, climb),
        month_began=_month_began(session, climb),
    )


def latest_of(session: Session, notice: Notice | None) -> Latest | None:
    """A notice as the ladder sees it. Signed for counts as arrived, however it came."""
    if notice is None:
        return None
    reached = None
    if notice.state is NoticeState.SIGNED:
        moments = (notice.received_at, serving.reached_at(session, notice, serving.ISSUED))
        reached = min((moment for moment in moments if moment is not None), default=None)
    return Latest(notice.level, notice.state, notice.finish_by, day_of(reached) if reached else None)


def _findings(session: Session, matter: Matter) -> tuple[Found, ...]:
    return tuple(
        Found(row.id, row.kind, row.on, row.level, by_person=row.by_id is not None)
        for row in lapsing.standing(session, matter)
    )


def _is_appealed(session: Session, climb: Climb) -> bool:
    asked = select(Appeal.id).join(Notice, Notice.id == Appeal.notice_id).where(Notice.climb_id == climb.id)
    return session.scalar(asked.where(Appeal.state == AppealState.ASKED).limit(1)) is not None


def _month_began(session: Session, climb: Climb | None) -> date | None:
    if climb is None:
        return None
    return session.scalar(
        select(func.min(Finding.on))
        .join(Notice, Notice.id == Finding.notice_id)
        .where(Notice.climb_id == climb.id, Finding.kind == FindingKind.MONTH_UNFINISHED)
    )


def _is_asked(session: Session, kind: type[Closeout] | type[Extension], matter_id: int) -> bool:
    asked = select(kind.id).where(kind.matter_id == matter_id, kind.state == RequestState.ASKED)
    return session.scalar(asked.limit(1)) is not None


def _is_told_in_time(session: Session, matter: Matter, calendar: Calendar) -> bool:
    """Told as done by the due day and not returned (N2)."""
    told = session.scalars(
        select(Closeout.told_at).where(
            Closeout.matter_id == matter.id, Closeout.state.in_((RequestState.ASKED, RequestState.GRANTED))
        )
    ).all()
    try:
        return any(told_in_time(moment, matter.due_on, calendar) for moment in told)
    except CalendarYearMissing:
        return True  # the question of lateness has no answer yet


def _is_question_open(session: Session, matter_id: int) -> bool:
    rows = session.scalars(select(Question.matter_ids).where(Question.state == QuestionState.OPEN))
    return any(matter_id in matter_ids for matter_ids in rows)


def _is_ended_for_this_day(session: Session, matter: Matter) -> bool:
    last = session.scalar(
        select(Climb)
        .where(Climb.matter_id == matter.id, Climb.cause == Cause.OVERDUE)
        .order_by(Climb.cycle.desc())
        .limit(1)
    )
    if last is None or last.ended_because not in set(Ended) or matter.due_on is None:
        return False
    notice = latest_notice(session, last)
    return notice is not None and notice.grounds["due_on"] == matter.due_on.isoformat()
