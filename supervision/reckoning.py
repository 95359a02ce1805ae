"""When the rules change, a policy or a calendar, every open matter's next look is reckoned anew (F40).

What was issued stays as it was; only what is still to come follows the new rules. Which rules were reckoned with is
written down among the runs, so that a change is noticed whoever made it, and while nobody ran.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from models import JobRun, Matter, Milestone
from models.matter import OPEN
from supervision import deadlines
from supervision.rules import Rules
from supervision.workdays import LAST_PUBLISHED, Calendar

JOB = "reckon_anew"


def is_current(session: Session, rules: Rules, now: datetime) -> bool:
    """Whether the matters were last reckoned with these rules."""
    last = session.scalar(
        select(JobRun.found)
        .where(JobRun.job == JOB, JobRun.scheduled_for <= now)
        .order_by(JobRun.scheduled_for.desc())
        .limit(1)
    )
    return last == _fingerprint(rules)


def remember(session: Session, rules: Rules, now: datetime) -> None:
    """They are reckoned with these now."""
    _write(session, now, _fingerprint(rules))


def forget(session: Session, now: datetime) -> None:
    """The next tick reckons them anew, whatever the rules."""
    _write(session, now, {})


def reckon_batch(session: Session, rules: Rules, today: date, after: int, limit: int) -> tuple[int | None, int]:
    """The open matters with ids beyond `after`: the last id, None when these were all; and how many changed."""
    matters = session.scalars(
        select(Matter)
        .where(Matter.id > after, Matter.status.in_(OPEN))
        .order_by(Matter.id)
        .limit(limit)
        .with_for_update()
    ).all()
    milestones = _milestones(session, matters)
    changed = [
        {"id": matter.id, "next_look_on": look_on}
        for matter in matters
        if (look_on := deadlines.look_on(matter, milestones[matter.id], rules, today)) != matter.next_look_on
    ]
    if changed:
        session.execute(update(Matter), changed)
    return (matters[-1].id if len(matters) == limit else None), len(changed)


def _milestones(session: Session, matters: Sequence[Matter]) -> defaultdict[int, list[Milestone]]:
    found: defaultdict[int, list[Milestone]] = defaultdict(list)
    ids = [matter.id for matter in matters]
    waiting = select(Milestone).where(Milestone.matter_id.in_(ids), Milestone.done_on.is_(None))
    for milestone in session.scalars(waiting.order_by(Milestone.id)):
        found[milestone.matter_id].append(milestone)
    return found


def _write(session: Session, now: datetime, found: dict[str, Any]) -> None:
    session.execute(delete(JobRun).where(JobRun.job == JOB, JobRun.scheduled_for == now))
    session.execute(insert(JobRun).values(job=JOB, scheduled_for=now, ran_at=now, found=found))


def _fingerprint(rules: Rules) -> dict[str, Any]:
    return {"policy": rules.policy.sha256, "calendar": _calendar_print(rules.calendar)}


def _calendar_print(calendar: Calendar) -> int:
    days = [(year, sorted(own.off), sorted(own.work)) for year, own in sorted(calendar.years.items())]
    return zlib.crc32(repr((LAST_PUBLISHED, days)).encode())
