"""一分钟看懂: what a newcomer has seen so far, asked of the product's own books."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models import Act, Hold, Inbox, Notice, Outgoing, Person, Progress, Question, Report
from models.notice import NoticeState
from models.outbox import OutgoingState
from models.person import Role

REMINDERS = ("remind_missing", "remind_unmentioned")
DRAFTING = ("notice_drafted", "hearing_closed")


class Sight(StrEnum):
    REPORTED = "reported"
    ASKED_BACK = "asked_back"
    REMINDED = "reminded"
    DRAFTED = "drafted"
    PROPOSED = "proposed"
    SIGNED = "signed"
    RED_LIGHT = "red_light"
    HELD = "held"


def sights(session: Session, since: datetime) -> list[Sight]:
    """Those that have been seen since the rehearsal began, in their order."""
    seen: dict[Sight, tuple[ColumnElement[bool], ...]] = {
        Sight.REPORTED: (Progress.report_id == Report.id, Report.told_at >= since, Progress.percent.is_not(None)),
        Sight.ASKED_BACK: (Question.asked_at >= since,),
        Sight.REMINDED: (
            Outgoing.event.in_(REMINDERS),
            Outgoing.state == OutgoingState.SENT,
            Outgoing.created_at >= since,
        ),
        Sight.DRAFTED: (Act.at >= since, Act.act.in_(DRAFTING)),
        Sight.PROPOSED: (Notice.proposed_at >= since,),
        Sight.SIGNED: (
            Notice.signed_at >= since,
            Notice.state == NoticeState.SIGNED,
            Notice.signed_by_id == Person.id,
            Person.role == Role.LEADER,
        ),
        Sight.RED_LIGHT: (
            Inbox.told_at >= since,
            Inbox.person_id == Person.id,
            Person.role == Role.LEADER,
            Inbox.intent == "query",
            Inbox.text.contains("红灯"),
        ),
        Sight.HELD: (Hold.since >= since,),
    }
    return [sight for sight, conditions in seen.items() if session.scalar(select(1).where(*conditions).limit(1))]
