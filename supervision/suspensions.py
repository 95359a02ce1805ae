"""暂停 / 恢复: while a matter is suspended its clock stands and the ladder waits.

The due day does not move; but no day on which the clock stood is one of lateness, nor is the day of resumption.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Matter, Suspension
from models.matter import OPEN
from supervision import acts, deadlines
from supervision.announcing import announce
from supervision.audience import people_of
from supervision.clock import day_of
from supervision.enrolment import require_supervisor
from supervision.errors import AlreadyEnded, CalendarYearMissing, NothingPending, SomethingMissing
from supervision.escalation import settle
from supervision.rules import Rules
from supervision.telling import Telling
from supervision.workdays import Calendar


def suspend(session: Session, matter: Matter, telling: Telling, because: str, rules: Rules) -> Suspension:
    """A supervisor stops the clock, from the moment he said so. Raises NotYours, AlreadyEnded, NothingPending."""
    require_supervisor(session, telling)
    _is_said(because)
    if matter.status not in OPEN:
        raise AlreadyEnded(number=matter.number, title=matter.title)
    if matter.suspended_since is not None:
        raise NothingPending(number=matter.number, title=matter.title)
    suspension = Suspension(matter_id=matter.id, since=telling.told_at, because=because, by_id=telling.person_id)
    session.add(suspension)
    session.flush()
    matter.suspended_since = telling.told_at
    settle(session, matter.id, "suspended", telling.now)
    deadlines.look_again(session, matter, rules, day_of(telling.now))
    acts.note(session, "matter_suspended", telling, matter.id, because=because)
    _tell(session, matter, suspension, "suspension_begun", because, telling)
    return suspension


def resume(session: Session, matter: Matter, telling: Telling, because: str, rules: Rules) -> Suspension:
    """A supervisor lets the clock run again, towards the due day that was. Raises NotYours, NothingPending."""
    require_supervisor(session, telling)
    _is_said(because)
    suspension = session.scalar(
        select(Suspension).where(Suspension.matter_id == matter.id, Suspension.until.is_(None)).with_for_update()
    )
    if suspension is None:
        raise NothingPending(number=matter.number, title=matter.title)
    suspension.until, suspension.resumed_because = telling.told_at, because
    matter.suspended_since = None
    matter.stood_until = _stood_until(matter, suspension, rules, day_of(telling.told_at))
    deadlines.look_again(session, matter, rules, day_of(telling.now))
    acts.note(session, "matter_resumed", telling, matter.id, because=because)
    _tell(session, matter, suspension, "suspension_ended", because, telling)
    return suspension


def stood_over(session: Session, matter_id: int, due_on: date, calendar: Calendar) -> date | None:
    """What `Matter.stood_until` is for another due day: spans in which the clock stood may reach beyond it, too."""
    spans = select(Suspension.since, Suspension.until).where(
        Suspension.matter_id == matter_id, Suspension.until.is_not(None)
    )
    ended = [(since, until) for since, until in session.execute(spans.order_by(Suspension.since)) if until]
    try:
        last = deadlines.stood_over(due_on, ended, calendar)
    except CalendarYearMissing:
        return None
    return last if last != due_on else None


def _stood_until(matter: Matter, suspension: Suspension, rules: Rules, today: date) -> date | None:
    """While a year is not loaded (N6) the lateness from before is not held against it."""
    if matter.late_after is None:
        return None
    try:
        last = deadlines.last_day(matter.late_after, rules.calendar)
        return deadlines.stood_until(last, day_of(suspension.since), today, rules.calendar) or matter.stood_until
    except CalendarYearMissing:
        return max(matter.late_after, today)


def _is_said(because: str) -> None:
    if not because.strip():
        raise SomethingMissing(lacks="reason")


def _tell(session: Session, matter: Matter, suspension: Suspension, event: str, because: str, telling: Telling) -> None:
    facts = {
        "number": matter.number,
        "title": matter.title,
        "because": because,
        "due_on": matter.due_on.isoformat() if matter.due_on else None,
        "has_passed": matter.late_after != matter.due_on,
    }
    people = people_of(session, matter.unit_id)
    announce(session, people, event, f"{event}:{suspension.id}", facts, telling.now, matter_id=matter.id)
