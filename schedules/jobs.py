"""The order of the day: which job is due when, and what it calls.

`when` tells the moments of one day, in their order; nothing else is ever planned. What is due is asked of the job's own
runs: the moments since the last one. After an outage the newest of them is caught up; the older are noted as skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.report import ReportKind
from schedules import auditing, daily, erasing
from supervision.audit.sealing import seal_acts
from supervision.availability.recording import forget_old
from supervision.clock import at, day_of
from supervision.duties import due_moment, open_duties, period_of
from supervision.errors import CalendarYearMissing
from supervision.policies.policy import ReportRule
from supervision.report_reminders import remind_missing
from supervision.rules import Rules

When = Callable[[Rules, date], Sequence[datetime]]
Run = Callable[[Session, Rules, datetime, datetime], dict[str, Any]]  # session, rules, scheduled_for, now → what it did
# The same, then after which matter to go on, and with how many; the last of them, or None when all are done.
Part = Callable[[Session, Rules, datetime, datetime, int, int], int | None]

LOOK_BACK = timedelta(days=40)  # what was missed longer ago is not even noted as skipped
LOOK_AHEAD_DAYS = 40
EVERY_NIGHT = "open_duties"  # the job that has a run for every day we were here
NIGHT = time(0, 5)
AFTERNOON = time(14, 0)
CALENDAR_WARNING = time(9, 5)


@dataclass(frozen=True, slots=True)
class Job:
    """`part`: what is done before, in parts, where a run looks at the whole ledger. Parts may be repeated."""

    name: str
    when: When
    run: Run
    part: Part | None = None


def moments_due(job: Job, rules: Rules, last: datetime | None, now: datetime) -> list[datetime]:
    """The job's moments after its last run, up to now. Without a run before, from today's first."""
    since = max(last, now - LOOK_BACK) if last is not None else at(day_of(now), time()) - timedelta(microseconds=1)
    return [
        moment for day in _days(day_of(since), day_of(now)) for moment in _of(job, rules, day) if since < moment <= now
    ]


def next_moment(job: Job, rules: Rules, now: datetime) -> datetime | None:
    """The job's first moment after now; None when there is none within forty days."""
    today = day_of(now)
    coming = (
        moment for day in _days(today, today + LOOK_AHEAD_DAYS * daily.ONE_DAY) for moment in _of(job, rules, day)
    )
    return next((moment for moment in coming if moment > now), None)


def _of(job: Job, rules: Rules, day: date) -> Sequence[datetime]:
    """Nothing is planned for a day whose calendar is missing; a hold tells the office of it (N6)."""
    try:
        return job.when(rules, day)
    except CalendarYearMissing:
        return ()


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += daily.ONE_DAY


def _every_night(_rules: Rules, day: date) -> Sequence[datetime]:
    return (at(day, NIGHT),)


def _workday_mornings(rules: Rules, day: date) -> Sequence[datetime]:
    return (at(day, rules.policy.quiet_until),) if rules.calendar.is_workday(day) else ()


def _twice_a_workday(rules: Rules, day: date) -> Sequence[datetime]:
    return (*_workday_mornings(rules, day), at(day, AFTERNOON)) if rules.calendar.is_workday(day) else ()


def _first_workday_of_the_month(rules: Rules, day: date) -> Sequence[datetime]:
    is_first = rules.calendar.on_or_after(day.replace(day=1)) == day
    return (at(day, rules.policy.quiet_until),) if is_first else ()


def _before_the_year_ends(_rules: Rules, day: date) -> Sequence[datetime]:
    """From 1 November on: by then next year's holidays are published."""
    return (at(day, CALENDAR_WARNING),) if day.month >= 11 else ()


def _reminder_hours(rule: ReportRule, rules: Rules, day: date) -> Sequence[datetime]:
    """None while the calendar of the year in which the report may be due is missing."""
    try:
        due = due_moment(rule, period_of(rule.kind, day), rules.calendar)
    except CalendarYearMissing:
        return ()
    return [at(day, hour) for hour in sorted(rule.remind_at)] if due is not None and day_of(due) == day else ()


def _reminders(kind: ReportKind) -> Job:
    def when(rules: Rules, day: date) -> Sequence[datetime]:
        """The policy's hours, on the day on which the report is due."""
        return sorted(
            moment for rule in rules.policy.reports if rule.kind is kind for moment in _reminder_hours(rule, rules, day)
        )

    def run(session: Session, rules: Rules, scheduled_for: datetime, now: datetime) -> dict[str, Any]:
        return remind_missing(session, rules, kind, scheduled_for, now)

    return Job(f"remind_{kind.value}", when, run)


def _remind_ahead(session: Session, rules: Rules, scheduled_for: datetime, now: datetime) -> dict[str, Any]:
    """A week's or month's report of today waits for its hour, so that a message of the morning can take it along."""
    found = {}
    for rule in rules.policy.reports:
        hours = [moment for moment in _reminder_hours(rule, rules, day_of(scheduled_for)) if moment > now]
        if rule.kind is not ReportKind.DAILY and not rule.each_matter and hours:
            found[rule.kind.value] = remind_missing(session, rules, rule.kind, hours[0], now)
    return found


def _open_duties(session: Session, rules: Rules, _scheduled_for: datetime, now: datetime) -> dict[str, Any]:
    return open_duties(session, rules, now)


JOBS: tuple[Job, ...] = (
    Job(EVERY_NIGHT, _every_night, _open_duties),
    Job("seal_acts", _every_night, seal_acts),
    Job(auditing.JOB, _every_night, auditing.audit),
    Job("forget_availability", _every_night, forget_old),
    Job(erasing.JOB, _every_night, erasing.tell_of_it, erasing.erase_some),
    *(_reminders(kind) for kind in ReportKind),
    Job("reckon_slow", _workday_mornings, daily.reckon_slow),
    Job("remind_ahead", _workday_mornings, _remind_ahead),
    Job("lapse_questions", _twice_a_workday, daily.lapse_questions),
    Job("show_help_calls", _workday_mornings, daily.show_help_calls),
    Job("remind_undecided", _workday_mornings, daily.remind_undecided),
    Job("remind_of_appeals", _workday_mornings, daily.remind_of_appeals),
    Job("tell_the_burden", _first_workday_of_the_month, daily.tell_the_burden),
    Job("hang_plates", _first_workday_of_the_month, daily.tell_of_plates, daily.hang_plates),
    Job("ask_for_paper", _workday_mornings, daily.ask_for_paper),
    Job("ask_for_calendar", _before_the_year_ends, daily.ask_for_calendar),
)
