"""When the office looks: in its own hours, from the end of the quiet time of a working day on."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from supervision.clock import at, day_of, local
from supervision.rules import Rules

ONE_DAY = timedelta(days=1)


def is_office_time(moment: datetime, rules: Rules) -> bool:
    """Raises CalendarYearMissing."""
    return local(moment).time() >= rules.policy.quiet_until and rules.calendar.is_workday(day_of(moment))


def next_morning(moment: datetime, rules: Rules) -> datetime:
    """The moment itself in office hours, else when they begin. Raises CalendarYearMissing."""
    if is_office_time(moment, rules):
        return moment
    day, hour = day_of(moment), local(moment).time()
    if hour >= rules.policy.quiet_until:
        day += ONE_DAY
    return at(rules.calendar.on_or_after(day), rules.policy.quiet_until)


def morning_after(moment: datetime, rules: Rules) -> datetime:
    """When the next working day begins. Raises CalendarYearMissing."""
    return at(rules.calendar.add(day_of(moment), 1), rules.policy.quiet_until)


def end_of(moment: datetime) -> datetime:
    return at(day_of(moment), time(23, 59, 59))
