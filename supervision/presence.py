"""Were we there, and is the clock to be trusted? (S3, F33, F36–F38)

The mark is the latest moment a tick has seen. A stretch without ticks is an outage: what was told meanwhile may not
have reached us. A wall clock that moved by itself, which the steady clock of a running process gives away, is not to
be trusted until a person has looked.

What an outage must touch to hold back what hurts: the time between the first reminder of a report and its due moment,
or more than half an hour of a working day's reachable hours. A restart of a few minutes at noon holds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import true
from sqlalchemy.orm import Session

from models import ClockMark, Outage
from models.insertion import insert_if_absent
from models.loading import Loading
from models.run import HoldKind
from supervision import holds
from supervision.availability.recording import SILENCE
from supervision.availability.spells import spells
from supervision.clock import at, day_of
from supervision.duties import due_moment, period_of
from supervision.errors import CalendarYearMissing
from supervision.policies.policy import ReportRule
from supervision.rules import Rules
from supervision.workdays import Calendar

LONGEST_GAP = SILENCE
LONGEST_AWAY = timedelta(days=40)  # who was switched off for longer may as well have started with a clock that is ahead
MOST_BACK = timedelta(minutes=2)
MOST_FORWARD = timedelta(hours=1)
DAY_FROM, DAY_UNTIL = time(8), time(20)  # when units can be expected to tell us something
LONG = timedelta(minutes=30)
WITHOUT_REMINDER = timedelta(hours=2)  # before a due moment nobody is reminded of
MANY_DAYS = 31  # an outage this long touches everything
_MARK = Loading(ClockMark, true(), locks=True)


def notice_time(
    session: Session, rules: Rules, now: datetime, drift: timedelta | None = None, *, leaps: bool = False
) -> None:
    """Move the mark, and write down outages and holds.

    `drift` is how much further the wall clock went than the steady one since this process last looked; None when it
    has just started. `leaps`: the clock is a pretend one, and time that was skipped means nothing.
    While the clock is not trusted nothing is noted: the mark waits for the person who looks.
    """
    mark = _MARK.first(session, {})
    if not rules.calendar.has_year(day_of(now).year):
        holds.put(session, HoldKind.CALENDAR, {"year": day_of(now).year}, now)
    if holds.is_on_hold(session, HoldKind.CLOCK):
        return
    if mark is None:
        insert_if_absent(session, ClockMark, {"id": 1, "seen_at": now})  # two schedulers may begin at once
        return
    jump = None if leaps else clock_jump(mark.seen_at, now, drift)
    if jump is not None:
        holds.put(session, HoldKind.CLOCK, {"minutes": round(abs(jump) / timedelta(minutes=1))}, now)
        return
    away = now - mark.seen_at
    if away > LONGEST_AWAY and not leaps:
        holds.put(session, HoldKind.CLOCK, {"seen_at": mark.seen_at.isoformat(), "days": away.days}, now)
        return
    if away > LONGEST_GAP and not leaps:
        _note_outage(session, rules, mark.seen_at, now)
    mark.seen_at = max(mark.seen_at, now)


def clock_jump(seen_at: datetime, now: datetime, drift: timedelta | None) -> timedelta | None:
    """How far the wall clock moved by itself, if that is too far to be a correction."""
    moved = drift if drift is not None else min(now - seen_at, timedelta(0))
    if moved < -MOST_BACK or moved > MOST_FORWARD:
        return moved
    behind = now - seen_at
    return behind if behind < -MOST_BACK else None


def touches_reporting(rules: Rules, first: datetime, last: datetime) -> bool:
    """Whether reports or completions may have been missed in this stretch, so that a person has to look."""
    days = list(_days(day_of(first), day_of(last)))
    if len(days) > MANY_DAYS:
        return True
    try:
        return any(_touches(rules, day, first, last) for day in days)
    except CalendarYearMissing:
        return True


def _note_outage(session: Session, rules: Rules, first: datetime, last: datetime) -> None:
    session.add(Outage(first=first, last=last))
    if touches_reporting(rules, first, last):
        ledger = [spell.as_json() for spell in spells(session, first, last)]
        facts = {"first": first.isoformat(), "last": last.isoformat(), "ledger": ledger}
        holds.put(session, HoldKind.OUTAGE, facts, last)


def _touches(rules: Rules, day: date, first: datetime, last: datetime) -> bool:
    if not rules.calendar.is_workday(day):
        return False
    if _overlap(first, last, at(day, DAY_FROM), at(day, DAY_UNTIL)) > LONG:
        return True
    return any(
        _overlap(first, last, begin, due) > timedelta(0)
        for rule in rules.policy.reports
        for begin, due in _windows(rule, day, rules.calendar)
    )


def _windows(rule: ReportRule, day: date, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    due = due_moment(rule, period_of(rule.kind, day), calendar)
    if due is None or day_of(due) != day:
        return
    reminders = [moment for hour in rule.remind_at if (moment := at(day, hour)) < due]
    yield min(reminders, default=due - WITHOUT_REMINDER), due


def _overlap(first: datetime, last: datetime, begin: datetime, end: datetime) -> timedelta:
    return min(last, end) - max(first, begin)


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)
