"""One look at the clock: what is due is asked of the tables, done once, and said why.

Any number of processes may tick. A job's run is committed under its key (job, scheduled_for), a matter under its row's
lock: whoever comes second finds it done. What breaks is logged and left for the next tick; the rest goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from models import JobRun
from models.base import Moment
from models.prepared import Prepared
from models.run import HoldKind
from models.session import Database
from schedules.daily import Looked, look, office_day
from schedules.jobs import EVERY_NIGHT, JOBS, Job, moments_due
from schedules.parts import BATCH, MOST_MATTERS, prepare
from supervision import deadlines, escalation, hearing_windows, holds, reckoning
from supervision.availability import closed_door
from supervision.policies.active import NoPolicyInForce
from supervision.presence import notice_time
from supervision.rules import Rules

log = logging.getLogger(__name__)

RulesSource = Callable[[Session], Rules]


@dataclass(frozen=True, slots=True)
class Ran:
    """A job's run, and what it did or why it was skipped."""

    job: str
    scheduled_for: datetime
    found: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Failed:
    """Something of ours broke; nothing of it was kept."""

    what: str
    trouble: str


@dataclass(frozen=True, slots=True)
class HearingsClosed:
    count: int


Done = Ran | Looked | HearingsClosed | Failed


class _TakenAlready(Exception):
    """Another process committed this run."""


def tick(
    database: Database,
    rules_source: RulesSource,
    now: datetime,
    drift: timedelta | None = None,
    *,
    leaps: bool = False,
    jobs: Sequence[Job] = JOBS,
) -> list[Done]:
    """Do what is due, and tell what was done. For `drift` and `leaps` see `presence.notice_time`.

    While the clock is not trusted, or no policy is in force, nothing is due.
    """
    with database.write() as session:
        try:
            rules = rules_source(session)
        except NoPolicyInForce:
            return []
        notice_time(session, rules, now, drift, leaps=leaps)
        if holds.is_on_hold(session, HoldKind.CLOCK):
            return []
        if not leaps:
            closed_door.notice(session, rules, now)
    return [
        *_reckon_anew(database, rules, now),
        *_run_jobs(database, jobs, rules, now),
        *_close_hearings(database, rules, now),
        *_look(database, rules, now),
    ]


def last_runs(session: Session, jobs: Sequence[Job], now: datetime) -> dict[str, datetime | None]:
    """By job, in one question to the database: it is asked at every tick.

    A job that never ran counts from the first night we were here. What a clock that was ahead noted is left out.
    """
    first, *found = _lasts(tuple(job.name for job in jobs)).all(session, {"now": now})[0]
    return {job.name: last or first for job, last in zip(jobs, found, strict=True)}


@cache
def _lasts(names: tuple[str, ...]) -> Prepared:
    """The first night, and each job's last run."""
    ran = JobRun.scheduled_for <= bindparam("now", type_=Moment)
    first_night = select(func.min(JobRun.scheduled_for)).where(ran, JobRun.job == EVERY_NIGHT)
    lasts = [select(func.max(JobRun.scheduled_for)).where(ran, JobRun.job == name) for name in names]
    return Prepared(select(*(one.scalar_subquery() for one in (first_night, *lasts))))


def _reckon_anew(database: Database, rules: Rules, now: datetime) -> Iterator[Done]:
    """After a change of the rules; in batches, so that nobody waits long for the database."""
    with database.read() as session:
        is_current = reckoning.is_current(session, rules, now)
    if is_current:
        return
    changed = 0
    for _ in range(MOST_MATTERS // BATCH):
        with database.write() as session:
            batch = reckoning.reckon(session, rules, now, BATCH)
        if batch is None:
            break
        changed += batch
    yield Ran(reckoning.JOB, now, {"changed": changed})


def _run_jobs(database: Database, jobs: Sequence[Job], rules: Rules, now: datetime) -> Iterator[Done]:
    with database.read() as session:
        lasts = last_runs(session, jobs, now)
    due = [(job, moments) for job in jobs if (moments := moments_due(job, rules, lasts[job.name], now))]
    for job, moments in due:
        try:
            if prepare(database, job, rules, moments[-1], now):
                yield _run(database, job, moments, rules, now)
        except _TakenAlready:
            continue
        except OperationalError:
            raise  # the database's trouble, not the job's
        except Exception as trouble:
            log.exception("job %s broke", job.name)
            yield Failed(job.name, f"{type(trouble).__name__}: {trouble}")


def _run(database: Database, job: Job, moments: Sequence[datetime], rules: Rules, now: datetime) -> Ran:
    """Run for the newest moment; the older ones were missed and are noted with it."""
    *missed, scheduled_for = moments
    with database.write() as session:
        _take(session, job, scheduled_for, now)
        found = job.run(session, rules, scheduled_for, now)
        if missed:
            found = found | {"missed": [moment.isoformat() for moment in missed]}
        session.execute(
            update(JobRun).where(JobRun.job == job.name, JobRun.scheduled_for == scheduled_for).values(found=found)
        )
    return Ran(job.name, scheduled_for, found)


def _take(session: Session, job: Job, scheduled_for: datetime, now: datetime) -> None:
    try:
        session.execute(insert(JobRun).values(job=job.name, scheduled_for=scheduled_for, ran_at=now, found={}))
    except IntegrityError as taken:
        raise _TakenAlready from taken


def _close_hearings(database: Database, rules: Rules, now: datetime) -> Iterator[Done]:
    try:
        with database.write() as session:
            closed = hearing_windows.close_hearings(session, rules, now)
    except OperationalError:
        raise
    except Exception as trouble:
        log.exception("closing hearings broke")
        yield Failed("close_hearings", f"{type(trouble).__name__}: {trouble}")
        return
    if closed:
        yield HearingsClosed(closed)


def _look(database: Database, rules: Rules, now: datetime) -> Iterator[Done]:
    """Every matter whose day to be looked at has come, each in its own transaction."""
    today = office_day(rules, now)
    if today is None:
        return
    climbing = _climbing(database, rules, today, now)
    for matter_id in _waiting(database, today):
        try:
            with database.write() as session:
                looked = look(session, matter_id, rules, now, climbs=matter_id in climbing)
        except OperationalError:
            raise
        except Exception as trouble:
            log.exception("looking at matter %s broke", matter_id)
            yield Failed(f"matter {matter_id}", f"{type(trouble).__name__}: {trouble}")
            continue
        if looked is not None:
            yield looked


def _climbing(database: Database, rules: Rules, today: date, now: datetime) -> frozenset[int]:
    """The matters that want a step; none while far more want one than usual, and a person is asked (T36)."""
    with database.read() as session:
        late = escalation.due_climbs(session, today, MOST_MATTERS)
        wanted = [matter_id for matter_id in late if _would_climb(session, matter_id, rules, now)]
    if not wanted:
        return frozenset()
    with database.write() as session:
        stops = escalation.breaker(session, len(wanted), rules, now)
    return frozenset() if stops else frozenset(wanted)


def _would_climb(session: Session, matter_id: int, rules: Rules, now: datetime) -> bool:
    try:
        return bool(escalation.would_climb(session, [matter_id], rules, now))
    except OperationalError:
        raise
    except Exception:
        log.exception("asking whether matter %s climbs broke", matter_id)
        return False


def _waiting(database: Database, today: date) -> Iterator[int]:
    after = (date.min, 0)
    for _ in range(MOST_MATTERS // BATCH):
        with database.read() as session:
            batch = deadlines.due_to_look(session, today, after, BATCH)
        yield from (matter_id for _, matter_id in batch)
        if len(batch) < BATCH:
            return
        after = batch[-1]
