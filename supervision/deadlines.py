"""What falls due: when a matter is overdue, of what its unit is warned, and when time will next matter to it.

A day of grace that costs nothing: a due day without work means the next working day (internal limits, X9).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, bindparam, or_, select, union, update
from sqlalchemy.orm import Session

from models import Climb, Finding, Matter, Milestone
from models.loading import Loading
from models.matter import OPEN
from supervision.clock import day_of
from supervision.errors import CalendarYearMissing
from supervision.policies.policy import Policy
from supervision.rules import Rules
from supervision.workdays import Calendar

LONGEST_HOLIDAY = timedelta(days=14)  # generously: how far working days can be pushed apart
_OPEN_MILESTONES = Loading(
    Milestone, and_(Milestone.matter_id == bindparam("matter"), Milestone.done_on.is_(None)), Milestone.id
)


@dataclass(frozen=True, slots=True)
class DueWarning:
    """`announced` is the warning's own number of working days, `left` how many there really are; 0: the day itself."""

    due_on: date
    announced: int
    left: int
    milestone_id: int | None = None
    milestone: str = ""


def runs(matter: Matter) -> bool:
    """Whether the matter's clock runs: open, neither suspended nor sealed (N7)."""
    return matter.status in OPEN and matter.suspended_since is None and not matter.is_sealed


def last_day(due_on: date, calendar: Calendar) -> date:
    """The last day on which it is still in time. Raises CalendarYearMissing."""
    return calendar.on_or_after(due_on)


def last_day_of(matter: Matter, calendar: Calendar) -> date | None:
    """The same of a matter, whose clock may have stood over its due day. Raises CalendarYearMissing."""
    return last_day(matter.late_after, calendar) if matter.late_after is not None else None


def stood_until(last: date, since: date, until: date, calendar: Calendar) -> date | None:
    """A clock that stood from `since` to `until`, both included, runs on with as many working days late as before.

    `last` was the last day in time; the day returned takes its place. None where it is not late yet.
    """
    if until <= last:
        return None
    late = calendar.between(last, since)
    return calendar.add(calendar.on_or_before(until), -late) if late else until


def stood_over(due_on: date, spans: Iterable[tuple[datetime, datetime]], calendar: Calendar) -> date:
    """The due day, or the later one from which a clock that stood over it in these spans, oldest first, runs on.

    Raises CalendarYearMissing.
    """
    last = due_on
    for since, until in spans:
        found = stood_until(last_day(last, calendar), day_of(since), day_of(until), calendar)
        last = max(last, found or last)
    return last


def overdue(matter: Matter, today: date, calendar: Calendar) -> bool:
    """Past its due day while its clock runs. Raises CalendarYearMissing."""
    if not runs(matter) or matter.late_after is None or today <= matter.late_after:
        return False
    return today > last_day(matter.late_after, calendar)


def days_late(matter: Matter, today: date, calendar: Calendar) -> int:
    """Working days since the last day in time; 0 when it is not overdue. Raises CalendarYearMissing."""
    if matter.late_after is None or not overdue(matter, today, calendar):
        return 0
    return calendar.between(last_day(matter.late_after, calendar), today)


def due_warnings(
    matter: Matter, milestones: Sequence[Milestone], policy: Policy, calendar: Calendar, today: date
) -> tuple[DueWarning, ...]:
    """The warnings that hold today: for each due day the latest whose day has come.

    None for a due day in a year nobody has loaded: 待定, until it is (N6).
    """
    if not runs(matter):
        return ()
    return tuple(
        DueWarning(due_on, announced, left, milestone.id if milestone else None, name)
        for due_on, milestone, name in _due_days(matter, milestones)
        if (left := _workdays_left(due_on, calendar, today)) is not None
        and (announced := _announced(left, policy)) is not None
    )


def next_look(matter: Matter, milestones: Sequence[Milestone], rules: Rules, today: date) -> date | None:
    """The first day, `today` or later, on which time alone can change something here; None when it never can.

    Warning days, and each working day once it is overdue: there the ladder may climb one step a day at most.
    """
    if not runs(matter):
        return None
    days = [
        day
        for due_on, milestone, _ in _due_days(matter, milestones)
        if (day := _next_look_for(due_on, rules, today, is_matter=milestone is None)) is not None
    ]
    return min(days, default=None)


def look_again(session: Session, matter: Matter, rules: Rules, today: date) -> None:
    """Something about the matter changed: write down when time will next matter. Today, if it does so already."""
    follow_lights(matter, rules)
    found = look_on(matter, open_milestones(session, matter.id), rules, today)
    matter.next_look_on = with_climbs(matter, found, climbing(session, [matter.id]), rules, today)


def follow_lights(matter: Matter, rules: Rules) -> None:
    """The numbers of days of the policy in force; the days on which the light turns follow in the same flush."""
    matter.yellow_before, matter.node_late = rules.policy.lights.yellow_before, rules.policy.lights.node_late
    try:
        last = last_day_of(matter, rules.calendar)
    except CalendarYearMissing:
        last = matter.late_after
    matter.in_time_until = last if last != matter.due_on else None


def climbing(session: Session, ids: Sequence[int]) -> frozenset[int]:
    """Those of the matters on whose ladder time may bring something, late or not: each working day is looked at."""
    climbs = select(Climb.matter_id).where(Climb.matter_id.in_(ids), Climb.ended_at.is_(None))
    findings = select(Finding.matter_id).where(
        Finding.matter_id.in_(ids), Finding.notice_id.is_(None), Finding.revoked_at.is_(None)
    )
    return frozenset(session.scalars(union(climbs, findings)))


def with_climbs(
    matter: Matter, look: date | None, climbing_ids: frozenset[int], rules: Rules, today: date
) -> date | None:
    """The look, or the next working day (`today` if it is one) for a matter that climbs."""
    if matter.id not in climbing_ids or not runs(matter):
        return look
    try:
        day = rules.calendar.on_or_after(today)
    except CalendarYearMissing:
        day = today
    return min(look or day, day)


def look_on(matter: Matter, milestones: Sequence[Milestone], rules: Rules, today: date) -> date | None:
    """Today if time matters to it already, else the next look."""
    return today if _matters_now(matter, milestones, rules, today) else next_look(matter, milestones, rules, today)


def look_at_late_again(session: Session, today: date) -> None:
    """What kept the ladders from climbing is gone: let the tick look at every matter past its due day."""
    session.execute(
        update(Matter)
        .where(Matter.status.in_(OPEN), Matter.due_on < today, Matter.next_look_on.is_not(None))
        .values(next_look_on=today)
        .execution_options(synchronize_session=False)
    )


def due_to_look(session: Session, today: date, after: tuple[date, int], limit: int) -> list[tuple[date, int]]:
    """The next matters to look at, as (day, matter id) in that order, beyond `after`: only the index is asked."""
    day, matter_id = after
    rows = session.execute(
        select(Matter.next_look_on, Matter.id)
        .where(Matter.next_look_on >= day, Matter.next_look_on <= today)
        .where(or_(Matter.next_look_on > day, Matter.id > matter_id))
        .order_by(Matter.next_look_on, Matter.id)
        .limit(limit)
    )
    return [(on, found) for on, found in rows if on is not None]


def open_milestones(session: Session, matter_id: int) -> Sequence[Milestone]:
    return _OPEN_MILESTONES.all(session, {"matter": matter_id})


def told_in_time(told_at: datetime, due_on: date | None, calendar: Calendar) -> bool:
    """Whether something told at this moment was within the due day (I5). Raises CalendarYearMissing."""
    return due_on is None or day_of(told_at) <= last_day(due_on, calendar)


def _due_days(matter: Matter, milestones: Sequence[Milestone]) -> Iterator[tuple[date, Milestone | None, str]]:
    if matter.due_on is not None:
        yield matter.due_on, None, ""
    for milestone in milestones:
        if milestone.done_on is None and milestone.due_on != matter.due_on:  # one warning for one day is enough
            yield milestone.due_on, milestone, milestone.name


def _workdays_left(due_on: date, calendar: Calendar, today: date) -> int | None:
    """0 on the last day itself; None when it is over, or not known yet."""
    try:
        last = last_day(due_on, calendar)
        return calendar.between(today, last) if last >= today else None
    except CalendarYearMissing:
        return None


def _announced(left: int, policy: Policy) -> int | None:
    return min((number for number in policy.warn_workdays if left <= number), default=None)


def _next_look_for(due_on: date, rules: Rules, today: date, *, is_matter: bool) -> date | None:
    try:
        last = last_day(due_on, rules.calendar)
        days = [rules.calendar.add(last, -number) for number in rules.policy.warn_workdays]
        if is_matter:
            days.append(max(rules.calendar.add(last, 1), rules.calendar.on_or_after(today)))
    except CalendarYearMissing:
        return _look_without_calendar(due_on, rules.policy, today)
    return min((day for day in days if day >= today), default=None)


def _look_without_calendar(due_on: date, policy: Policy, today: date) -> date:
    """待定: surely not later than the first day that could matter; by then the year will be loaded (N6)."""
    most = timedelta(days=2 * max(policy.warn_workdays, default=0))
    return max(today, due_on - most - LONGEST_HOLIDAY)


def _matters_now(matter: Matter, milestones: Sequence[Milestone], rules: Rules, today: date) -> bool:
    try:
        is_late = overdue(matter, today, rules.calendar)
    except CalendarYearMissing:
        return False
    return is_late or bool(due_warnings(matter, milestones, rules.policy, rules.calendar, today))
