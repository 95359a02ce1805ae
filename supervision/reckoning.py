"""When the rules change, a policy or a calendar, every open matter's next look is reckoned anew (F40).

What was issued stays as it was; only what is still to come follows the new rules. Which rules were reckoned with, and
how far, is written down among the runs: a change is noticed whoever made it, also while nobody ran.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, select
from sqlalchemy.orm import Session

from models import JobRun, Matter, Milestone
from models.asking import Asking
from models.base import Moment
from models.matter import OPEN
from supervision import deadlines
from supervision.clock import day_of
from supervision.rules import Rules
from supervision.workdays import LAST_PUBLISHED, Calendar

JOB = "reckon_anew"
START, END = 0, -1  # as matter ids
_RUNS = and_(JobRun.job == JOB, JobRun.scheduled_for <= bindparam("now", type_=Moment))
_NEWEST = Asking(select(JobRun.found).where(_RUNS).order_by(JobRun.scheduled_for.desc()).limit(1))


def is_current(session: Session, rules: Rules, now: datetime) -> bool:
    """Whether all matters were reckoned with these rules."""
    return _went_as_far_as(_NEWEST.first(session, {"now": now}), rules) == END


def forget(session: Session, now: datetime) -> None:
    """The next tick reckons them anew, whatever the rules."""
    session.execute(delete(JobRun).where(JobRun.job == JOB, JobRun.scheduled_for == now))
    session.add(JobRun(job=JOB, scheduled_for=now, ran_at=now, found={}))


def reckon(session: Session, rules: Rules, now: datetime, limit: int) -> int | None:
    """Go on with up to `limit` open matters, by id: how many have another day now; None when all are reckoned."""
    run = _latest(session, now, locks=True)
    after = _went_as_far_as(run.found if run is not None else None, rules)
    if after == END:
        return None
    matters = session.scalars(
        select(Matter)
        .where(Matter.id > after, Matter.status.in_(OPEN))
        .order_by(Matter.id)
        .limit(limit)
        .with_for_update()
    ).all()
    found = _fingerprint(rules) | {"after": matters[-1].id if len(matters) == limit else END}
    if run is None or after == START:
        forget(session, now)
        run = _latest(session, now)
    if run is not None:
        run.found = found
    return _look_on_other_days(session, matters, rules, day_of(now))


def _look_on_other_days(session: Session, matters: Sequence[Matter], rules: Rules, today: date) -> int:
    milestones = _milestones(session, matters)
    climbing = deadlines.climbing(session, [matter.id for matter in matters])
    changed = 0
    for matter in matters:
        deadlines.follow_lights(matter, rules)
        own = deadlines.look_on(matter, milestones[matter.id], rules, today)
        look_on = deadlines.with_climbs(matter, own, climbing, rules, today)
        changed += look_on != matter.next_look_on
        matter.next_look_on = look_on
    return changed


def _milestones(session: Session, matters: Sequence[Matter]) -> defaultdict[int, list[Milestone]]:
    found: defaultdict[int, list[Milestone]] = defaultdict(list)
    ids = [matter.id for matter in matters]
    waiting = select(Milestone).where(Milestone.matter_id.in_(ids), Milestone.done_on.is_(None))
    for milestone in session.scalars(waiting.order_by(Milestone.id)):
        found[milestone.matter_id].append(milestone)
    return found


def _latest(session: Session, now: datetime, *, locks: bool = False) -> JobRun | None:
    runs = select(JobRun).where(JobRun.job == JOB, JobRun.scheduled_for <= now)
    newest = runs.order_by(JobRun.scheduled_for.desc()).limit(1)
    return session.scalar(newest.with_for_update() if locks else newest)


def _went_as_far_as(found: dict[str, Any] | None, rules: Rules) -> int:
    if found is None or any(found.get(key) != value for key, value in _fingerprint(rules).items()):
        return START
    return int(found["after"])


def _fingerprint(rules: Rules) -> dict[str, Any]:
    return {"policy": rules.policy.sha256, "calendar": _calendar_print(rules.calendar)}


def _calendar_print(calendar: Calendar) -> int:
    days = [(year, sorted(own.off), sorted(own.work)) for year, own in sorted(calendar.years.items())]
    return zlib.crc32(repr((LAST_PUBLISHED, days)).encode())
