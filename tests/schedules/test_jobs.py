"""The order of the day: when each job is due, what was missed, what comes next."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from schedules.jobs import JOBS, Job, moments_due, next_moment
from supervision.clock import at, day_of
from supervision.policies.active import preset
from supervision.policies.reader import read
from supervision.rules import Rules
from supervision.workdays import Calendar
from tests.supervision.house import MONDAY, moment

RULES = Rules(read(preset("xianyang")), 1, Calendar())
ANY_YEAR = ("open_duties", "seal_acts", "audit", "forget_availability", "erase_old", "ask_for_calendar")
BY_NAME = {job.name: job for job in JOBS}


def moments(name: str, day: date) -> list[datetime]:
    return list(BY_NAME[name].when(RULES, day))


def days_with(name: str, first: date, days: int) -> list[date]:
    return [day for count in range(days) if moments(name, day := first + timedelta(days=count))]


def test_names_are_told_apart() -> None:
    assert len(BY_NAME) == len(JOBS)


def test_the_daily_reminder_rings_on_days_of_work() -> None:
    assert moments("remind_daily", MONDAY) == [moment(MONDAY, 17, 30)]
    assert days_with("remind_daily", date(2026, 2, 13), 12) == [date(2026, 2, 13), date(2026, 2, 14), date(2026, 2, 24)]
    assert moments("remind_daily", date(2026, 9, 20))  # a Sunday moved to work


def test_the_weekly_reminder_follows_its_due_day() -> None:
    assert days_with("remind_weekly", date(2026, 6, 8), 21) == [date(2026, 6, 12), date(2026, 6, 18), date(2026, 6, 26)]
    assert days_with("remind_weekly", date(2026, 2, 14), 10) == []  # no week of reports in the spring festival


def test_the_monthly_reminder_rings_on_the_last_working_day() -> None:
    assert days_with("remind_monthly", date(2026, 5, 1), 62) == [date(2026, 5, 29), date(2026, 6, 30)]


@pytest.mark.parametrize("job", [job for job in JOBS if job.name not in ANY_YEAR])
def test_nothing_is_planned_in_a_year_without_a_calendar(job: Job) -> None:
    assert next_moment(job, RULES, moment(date(2026, 12, 31), 23)) is None
    assert moments_due(job, RULES, moment(date(2027, 1, 4), 0), moment(date(2027, 1, 8), 0)) == []


def test_the_calendar_is_asked_for_from_november_on() -> None:
    assert days_with("ask_for_calendar", date(2026, 10, 25), 10) == [
        date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 3)
    ]  # fmt: skip


def test_a_job_that_never_ran_begins_today() -> None:
    assert moments_due(BY_NAME["remind_daily"], RULES, None, moment(MONDAY, 17, 29)) == []
    assert moments_due(BY_NAME["remind_daily"], RULES, None, moment(MONDAY, 17, 30)) == [moment(MONDAY, 17, 30)]


def test_what_was_missed_is_listed_once() -> None:
    last = moment(date(2026, 6, 11), 17, 30)
    now = moment(MONDAY, 17, 30)
    assert moments_due(BY_NAME["remind_daily"], RULES, last, now) == [moment(date(2026, 6, 12), 17, 30), now]
    assert moments_due(BY_NAME["remind_daily"], RULES, now, now) == []


def test_a_very_long_absence_is_not_counted_to_its_end() -> None:
    missed = moments_due(BY_NAME["open_duties"], RULES, moment(date(2025, 1, 1), 0, 5), moment(MONDAY, 9))
    assert len(missed) == 40


def test_the_next_moment_is_after_now() -> None:
    job = BY_NAME["remind_daily"]
    assert next_moment(job, RULES, moment(MONDAY, 17, 29)) == moment(MONDAY, 17, 30)
    assert next_moment(job, RULES, moment(MONDAY, 17, 30)) == moment(date(2026, 6, 16), 17, 30)
    assert next_moment(job, RULES, moment(date(2026, 2, 14), 18)) == moment(date(2026, 2, 24), 17, 30)


@pytest.mark.parametrize("job", JOBS)
def test_moments_lie_within_their_day_and_in_order(job: Job) -> None:
    for count in range(366):
        day = date(2026, 1, 1) + timedelta(days=count % 365)
        found = list(job.when(RULES, day)) if day < date(2026, 12, 28) else []
        assert found == sorted(found)
        assert {day_of(one) for one in found} <= {day}
        assert at(day, time()) not in found
