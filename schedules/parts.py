"""Work on many matters, some at a time, each part in its own transaction: nobody waits long for the database."""

from __future__ import annotations

from datetime import datetime

from models.session import Database
from schedules.jobs import Job
from supervision.rules import Rules

MOST_MATTERS = 5_000  # in one tick; the others have their turn in the next
BATCH = 500
START = 0  # as a matter's id


def prepare(database: Database, job: Job, rules: Rules, scheduled_for: datetime, now: datetime) -> bool:
    """Do the parts of a job before it runs; whether all are done. Stopped on the way, the next tick goes on."""
    if job.part is None:
        return True
    after = START
    for _ in range(MOST_MATTERS // BATCH):
        with database.write() as session:
            last = job.part(session, rules, scheduled_for, now, after, BATCH)
        if last is None:
            return True
        after = last
    return False
