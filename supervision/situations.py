"""How a matter stands on the ladder: gathered in the transaction that acts upon it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Integer, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from models import Appeal, Climb, Closeout, Extension, Finding, Matter, Notice, Question
from models.appeal import AppealState
from models.asking import Asking
from models.extension import RequestState
from models.finding import FindingKind
from models.loading import Loading
from models.notice import Cause, NoticeState
from models.prepared import Prepared
from models.question import QuestionState
from supervision import holds, lapsing, leads, serving
from supervision.clock import day_of
from supervision.deadlines import told_in_time
from supervision.errors import CalendarYearMissing
from supervision.standpoint import Found, Latest, Situation
from supervision.workdays import Calendar

_MATTER, _CLIMB = bindparam("matter", type_=Integer()), bindparam("climb", type_=Integer())
_RUNNING = Loading(Climb, and_(Climb.matter_id == _MATTER, Climb.ended_at.is_(None)))
_LAST_OVERDUE = Loading(
    Climb, and_(Climb.matter_id == _MATTER, Climb.cause == Cause.OVERDUE), Climb.cycle.desc(), most=1
)
_LATEST_NOTICE = Loading(Notice, Notice.climb_id == _CLIMB, Notice.level.desc(), most=1)
_DRAFTED_AT = Asking(select(func.max(Notice.drafted_at)).where(Notice.matter_id == _MATTER))
_LAST_CYCLE = Asking(select(func.max(Climb.cycle)).where(Climb.matter_id == _MATTER))
_EXTENSION_ASKED = Asking(
    select(Extension.id).where(Extension.matter_id == _MATTER, Extension.state == RequestState.ASKED).limit(1)
)
_TOLD_AS_DONE = Prepared(
    select(Closeout.state, Closeout.told_at).where(
        Closeout.matter_id == _MATTER,
        or_(Closeout.state == RequestState.ASKED, Closeout.state == RequestState.GRANTED),
    )
)
_IN_QUESTION = Asking(select(Question.matter_ids).where(Question.state == QuestionState.OPEN))
_APPEALED = Asking(
    select(Appeal.id)
    .join(Notice, Notice.id == Appeal.notice_id)
    .where(Notice.climb_id == _CLIMB, Appeal.state == AppealState.ASKED)
    .limit(1)
)
_MONTH_BEGAN = Asking(
    select(func.min(Finding.on))
    .join(Notice, Notice.id == Finding.notice_id)
    .where(Notice.climb_id == _CLIMB, Finding.kind == FindingKind.MONTH_UNFINISHED)
)


class Ended(StrEnum):
    """Ends of a climb after which the same due day begins no new one."""

    REASON_ACCEPTED = "reason_accepted"
    NOTICE_WITHDRAWN = "notice_withdrawn"


def running_climb(session: Session, matter_id: int) -> Climb | None:
    """A matter climbs once at a time, whatever the cause: a white paper for slowness is the one before yellow."""
    return _RUNNING.first(session, {"matter": matter_id})


def latest_notice(session: Session, climb: Climb | None) -> Notice | None:
    """The highest notice of a climb."""
    return _LATEST_NOTICE.first(session, {"climb": climb.id}) if climb is not None else None


def is_extension_asked(session: Session, matter_id: int) -> bool:
    """Whether one waits for its answer."""
    return _EXTENSION_ASKED.finds(session, {"matter": matter_id})


def next_cycle(session: Session, matter_id: int) -> int:
    return (_LAST_CYCLE.first(session, {"matter": matter_id}) or 0) + 1


def gather(session: Session, matter: Matter, climb: Climb | None, calendar: Calendar) -> Situation:
    """Everything the pure question needs to know."""
    this = {"matter": matter.id}
    drafted_at = _DRAFTED_AT.first(session, this)
    told_as_done = _TOLD_AS_DONE.all(session, this)
    return Situation(
        due_on=matter.late_after,
        status=matter.status,
        is_sealed=matter.is_sealed,
        is_suspended=matter.suspended_since is not None,
        is_closeout_asked=any(state is RequestState.ASKED for state, _ in told_as_done),
        is_told_in_time=_is_told_in_time([told_at for _, told_at in told_as_done], matter.late_after, calendar),
        is_extension_asked=is_extension_asked(session, matter.id),
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
    return _APPEALED.finds(session, {"climb": climb.id})


def _month_began(session: Session, climb: Climb | None) -> date | None:
    return _MONTH_BEGAN.first(session, {"climb": climb.id}) if climb is not None else None


def _is_told_in_time(told: Sequence[datetime], due_on: date | None, calendar: Calendar) -> bool:
    """Told as done by the due day and not returned (N2)."""
    try:
        return any(told_in_time(moment, due_on, calendar) for moment in told)
    except CalendarYearMissing:
        return True  # the question of lateness has no answer yet


def _is_question_open(session: Session, matter_id: int) -> bool:
    return any(matter_id in matter_ids for matter_ids in _IN_QUESTION.all(session))


def _is_ended_for_this_day(session: Session, matter: Matter) -> bool:
    last = _LAST_OVERDUE.first(session, {"matter": matter.id})
    if last is None or last.ended_because not in set(Ended) or matter.due_on is None:
        return False
    notice = latest_notice(session, last)
    return notice is not None and notice.grounds["due_on"] == matter.due_on.isoformat()
