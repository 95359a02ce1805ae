"""The law's thirty days for a decision on 复核: the office is warned beforehand, and told (P12)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Appeal, Notice
from models.appeal import AppealState
from supervision import appeals
from supervision.announcing import announce
from supervision.audience import supervisors
from supervision.clock import day_of
from supervision.workdays import Calendar

ONE_DAY = timedelta(days=1)
EARLY = 5  # calendar days before the last


def remind(session: Session, calendar: Calendar, now: datetime) -> int:
    """On a working day: those due within five days, those due before the next but one, those overdue; once each.

    How many were told.
    """
    today = day_of(now)
    tomorrow = calendar.add_if_loaded(today, 1) or today + ONE_DAY
    rows = session.execute(
        select(Appeal, Notice).join(Notice, Notice.id == Appeal.notice_id).where(Appeal.state == AppealState.ASKED)
    ).all()
    return sum(_remind(session, appeal, notice, today, tomorrow, now) for appeal, notice in rows)


def _remind(session: Session, appeal: Appeal, notice: Notice, today: date, tomorrow: date, now: datetime) -> bool:
    stage = _stage(appeal.decide_by, today, tomorrow)
    if not stage:
        return False
    facts = appeals.about(session, appeal, notice) | {"left": (appeal.decide_by - today).days}
    key = f"appeal:{appeal.id}:{stage}"
    told = announce(
        session, supervisors(session), "appeal_due", key, facts, now, matter_id=notice.matter_id,
        still_true="appeal_undecided",
    )  # fmt: skip
    return told > 0


def _stage(decide_by: date, today: date, tomorrow: date) -> str:
    if decide_by < today:
        return "overdue"
    if decide_by <= tomorrow:
        return "last_day"
    return "early" if (decide_by - today).days <= EARLY else ""
