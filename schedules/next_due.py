"""When will something happen next by itself? The rehearsal's clock walks from one such moment to the other."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models import Matter, Notice
from models.asking import Asking
from models.notice import NoticeState
from models.session import Database
from schedules.claims import next_delivery_at
from schedules.daily import ONE_DAY, office_day
from schedules.jobs import JOBS, LOOK_AHEAD_DAYS, next_moment
from supervision.clock import at, day_of
from supervision.errors import CalendarYearMissing
from supervision.rules import Rules

JUST_AFTER = timedelta(seconds=1)  # a window is over when its last moment has passed
_NEXT_LOOK = Asking(select(func.min(Matter.next_look_on)).where(Matter.next_look_on >= bindparam("first")))
_LOOK_BEFORE = Asking(select(Matter.id).where(Matter.next_look_on < bindparam("today")).limit(1))
_NEXT_HEARING = Asking(
    select(func.min(Notice.hearing_until)).where(
        Notice.state == NoticeState.HEARING, Notice.hearing_until >= bindparam("now")
    )
)


def next_due(database: Database, rules: Rules, now: datetime) -> datetime | None:
    """The first moment after now at which a tick or a round of delivery finds something; None when nothing waits."""
    with database.read() as session:
        moments = [
            *(next_moment(job, rules, now) for job in JOBS),
            _next_look(session, rules, now),
            _next_hearing(session, now),
            _later(next_delivery_at(session), now),
        ]
    return min((moment for moment in moments if moment is not None), default=None)


def _next_look(session: Session, rules: Rules, now: datetime) -> datetime | None:
    today = day_of(now)
    first = today if office_day(rules, now) is None else today + ONE_DAY
    day = _NEXT_LOOK.first(session, {"first": first})
    if first == today and _LOOK_BEFORE.finds(session, {"today": today}):
        day = today
    return _morning(rules, day, now) if day is not None else None


def _morning(rules: Rules, day: date, now: datetime) -> datetime | None:
    """The first office morning on or after a day, and after now."""
    try:
        for _ in range(LOOK_AHEAD_DAYS):
            day = rules.calendar.on_or_after(day)
            morning = at(day, rules.policy.quiet_until)
            if morning > now:
                return morning
            day += ONE_DAY
    except CalendarYearMissing:
        return None
    return None


def _next_hearing(session: Session, now: datetime) -> datetime | None:
    ends = _NEXT_HEARING.first(session, {"now": now})
    return ends + JUST_AFTER if ends is not None else None


def _later(moment: datetime | None, now: datetime) -> datetime | None:
    """What should have left already leaves with the next round, not at a moment of its own."""
    return moment if moment is not None and moment > now else None
