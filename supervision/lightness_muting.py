"""知悉, and inhibition: reminders of a matter that are not said, because they are known or a higher step speaks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models import Matter, Muting, Notice, Outgoing
from models.notice import NoticeState
from supervision import deadlines
from supervision.clock import day_of
from supervision.errors import NotYours
from supervision.telling import Telling

LONGEST = timedelta(days=7)
REMINDERS = frozenset({"warn_due", "warn_milestone", "overdue_told", "overdue_in_group"})
KNOWN = "known: the reader asked not to be reminded"
HIGHER_STEP = "a notice of this matter speaks instead"


def know(session: Session, matter: Matter, telling: Telling) -> date:
    """No reminder of this matter to this person before the day returned: its next due day, in a week at the latest.

    Raises NotYours.
    """
    if matter.unit_id != telling.unit_id:
        raise NotYours
    today = day_of(telling.now)
    days = [matter.due_on, *(one.due_on for one in deadlines.open_milestones(session, matter.id))]
    until = min([today + LONGEST, *(day for day in days if day is not None and day > today)])
    session.add(Muting(person_id=telling.person_id, matter_id=matter.id, since=telling.told_at, until=until))
    return until


def why_quiet(session: Session, row: Outgoing, now: datetime) -> str:
    """Why a reminder is not said; empty where it is."""
    if row.event not in REMINDERS or row.matter_id is None:
        return ""
    if _is_climbing(session, row.matter_id, day_of(now)):
        return HIGHER_STEP
    return KNOWN if row.person_id is not None and _is_known(session, row.person_id, row.matter_id, now) else ""


def _is_climbing(session: Session, matter_id: int, today: date) -> bool:
    speaks = or_(
        Notice.state.in_([NoticeState.HEARING, NoticeState.PROPOSED]),
        and_(Notice.state == NoticeState.SIGNED, Notice.finish_by >= today),
    )
    return session.scalar(select(Notice.id).where(Notice.matter_id == matter_id, speaks).limit(1)) is not None


def _is_known(session: Session, person_id: int, matter_id: int, now: datetime) -> bool:
    speaks = or_(Notice.hearing_until.is_not(None), Notice.signed_at > Muting.since)  # a draft is the office's own
    stepped = select(Notice.id).where(Notice.matter_id == matter_id, Notice.drafted_at > Muting.since, speaks).exists()
    muted = select(Muting.id).where(
        Muting.person_id == person_id, Muting.matter_id == matter_id, Muting.until > day_of(now), ~stepped
    )
    return session.scalar(muted.limit(1)) is not None
