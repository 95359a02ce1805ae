"""What a notice rests on, written down when it is drafted and never changed afterwards (N8)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import DueChange, Finding, Hold, Inbox, Matter, Notice, Outage, Outgoing, Person, Progress, Question
from models.outbox import MessageClass
from models.question import QuestionState
from supervision import lapsing
from supervision.availability.spells import spells
from supervision.clock import SHANGHAI, at, day_of
from supervision.numbers import number_of
from supervision.rules import Rules
from supervision.standpoint import Proposal

MOST_REMINDERS = 20
MOST_WORDS = 200
MOST_SPELLS = 50


def gather(
    session: Session, matter: Matter, proposal: Proposal, previous: Notice | None, rules: Rules, now: datetime
) -> dict[str, Any]:
    """Plain JSON values; days and moments as ISO text."""
    due_on, step = matter.due_on or day_of(now), proposal.step
    return {
        "why": proposal.reason.value,
        "skips": proposal.skips,
        "needs_cause": step.needs_cause,
        "findings": [_finding(each) for each in lapsing.standing(session, matter)],
        "name": step.name,
        "effect": step.effect,
        "eligibility": step.eligibility,
        "due_on": due_on.isoformat(),
        "original_due_on": matter.original_due_on.isoformat() if matter.original_due_on else None,
        "due_version": _due_version(session, matter.id),
        "workdays_late": _workdays_late(matter.late_after or due_on, rules, day_of(now)),
        "has_stood": matter.late_after != matter.due_on,
        "last_report": _last_report(session, matter.id),
        "reminders": _reminders(session, matter),
        "questions": _undecided(session, matter.id),
        "previous": _previous(previous),
        "policy": {
            "name": rules.policy.name,
            "title": rules.policy.title,
            "sha256": rules.policy.sha256,
            "version_id": rules.policy_version_id,
            "article": step.article,
        },
        **own_state(session, due_on, now),
    }


def as_of(session: Session, notice: Notice, rules: Rules, moment: datetime) -> dict[str, Any]:
    """What has become of it by the moment somebody proposes or signs; what the draft rested on stays beside it (N8)."""
    matter, due_on = session.get_one(Matter, notice.matter_id), date.fromisoformat(notice.grounds["due_on"])
    since = (matter.late_after or due_on) if matter.due_on == due_on else due_on
    last = _last_report(session, notice.matter_id)
    return {
        "at": moment.astimezone(SHANGHAI).isoformat(),
        "workdays_late": _workdays_late(since, rules, day_of(moment)),
        "last_report": last,
        "unclear": _unclear(session, notice.matter_id, datetime.fromisoformat(last["told_at"]) if last else None),
    }


def _unclear(session: Session, matter_id: int, since: datetime | None) -> list[dict[str, Any]]:
    """What was told of the matter after its last report and not recorded: nobody answered what we asked about it."""
    asked = (
        select(Question.matter_ids, Inbox.told_at, Inbox.text)
        .join(Inbox, Inbox.id == Question.inbox_id)
        .where(Question.state.in_((QuestionState.OPEN, QuestionState.WITH_OFFICE)))
        .order_by(Inbox.told_at, Question.id)
    )
    if since is not None:
        asked = asked.where(Inbox.told_at > since)
    return [
        {"told_at": told_at.astimezone(SHANGHAI).isoformat(), "words": text[:MOST_WORDS]}
        for matter_ids, told_at, text in session.execute(asked)
        if matter_id in matter_ids
    ]


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "id": found.id,
        "kind": found.kind.value,
        "on": found.on.isoformat(),
        "words": found.words[:MOST_WORDS],
        "facts": found.facts,
        "by_id": found.by_id,
    }


def _workdays_late(due_on: date, rules: Rules, today: date) -> int:
    """0 for what is not late: a finding may come before the due day, even a year before."""
    if today <= due_on:
        return 0
    last = rules.calendar.on_or_after(due_on)
    return rules.calendar.between(last, today) if today > last else 0


def _due_version(session: Session, matter_id: int) -> dict[str, Any] | None:
    change = session.scalar(
        select(DueChange)
        .where(DueChange.matter_id == matter_id)
        .order_by(DueChange.since.desc(), DueChange.id.desc())
        .limit(1)
    )
    if change is None:
        return None
    return {"id": change.id, "since": change.since.isoformat(), "because": change.because}


def _last_report(session: Session, matter_id: int) -> dict[str, Any] | None:
    row = session.scalar(
        select(Progress)
        .where(Progress.matter_id == matter_id, Progress.withdrawn_at.is_(None))
        .order_by(Progress.told_at.desc(), Progress.told_key.desc(), Progress.id.desc())
        .limit(1)
    )
    if row is None:
        return None
    return {
        "progress_id": row.id,
        "told_at": row.told_at.astimezone(SHANGHAI).isoformat(),
        "percent": row.percent,
        "words": row.words[:MOST_WORDS],
    }


def _reminders(session: Session, matter: Matter) -> list[dict[str, Any]]:
    """What we told the unit about this matter beforehand, oldest first, with what became of it."""
    rows = session.scalars(
        select(Outgoing)
        .join(Person, Person.id == Outgoing.person_id)
        .where(
            Person.unit_id == matter.unit_id,
            Outgoing.matter_id == matter.id,
            Outgoing.message_class == MessageClass.REMINDER,
        )
        .order_by(Outgoing.id.desc())
        .limit(MOST_REMINDERS)
    ).all()
    return [
        {"id": row.id, "event": row.event, "at": row.created_at.isoformat(), "state": row.state.value}
        for row in reversed(rows)
    ]


def _undecided(session: Session, matter_id: int) -> list[int]:
    """Questions about the matter that nobody answered and the office has not settled: its draft shows them."""
    rows = session.execute(select(Question.id, Question.matter_ids).where(Question.state == QuestionState.WITH_OFFICE))
    return [question_id for question_id, matter_ids in rows if matter_id in matter_ids]


def _previous(notice: Notice | None) -> dict[str, Any] | None:
    if notice is None:
        return None
    limit = notice.finish_by.isoformat() if notice.finish_by else None
    return {"notice_id": notice.id, "number": number_of(notice), "finish_by": limit}


def own_state(session: Session, since: date, now: datetime) -> dict[str, Any]:
    """Holds and outages since the due day, and what the ledger tells: reports may not have reached us (N5)."""
    start = at(since, datetime.min.time())
    holds = session.scalars(select(Hold).where(or_(Hold.released_at.is_(None), Hold.released_at >= start))).all()
    outages = session.scalars(select(Outage).where(Outage.last >= start)).all()
    return {
        "holds": [{"id": hold.id, "kind": hold.kind.value, "since": hold.since.isoformat()} for hold in holds],
        "outages": [
            {"id": outage.id, "first": outage.first.isoformat(), "last": outage.last.isoformat()} for outage in outages
        ],
        "availability": [spell.as_json() for spell in spells(session, start, now)][-MOST_SPELLS:],
    }
