"""When the office speaks by itself: not at night, not on days without work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from supervision.clock import at, day_of, local
from supervision.errors import CalendarYearMissing
from supervision.policies.policy import Lightness
from supervision.rules import Rules
from supervision.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Quiet:
    """From `quiet_from` to `quiet_until`, usually over midnight, and on days without work, what can wait waits.

    `lightness` bounds how often it speaks outside of them; None: not at all.
    """

    quiet_from: time
    quiet_until: time
    calendar: Calendar
    lightness: Lightness | None = None

    @classmethod
    def of(cls, rules: Rules) -> Quiet:
        return cls(rules.policy.quiet_from, rules.policy.quiet_until, rules.calendar, rules.policy.lightness)

    def held_until(self, now: datetime) -> datetime | None:
        """The moment at which what can wait may be said; None when that is now."""
        if self._is_workday(day_of(now)) and not self._is_quiet(local(now).time()):
            return None
        day = day_of(now)
        if local(now).time() >= self.quiet_until:
            day += timedelta(days=1)
        return self.opens(day)

    def opens(self, day: date) -> datetime:
        """When the office begins to speak on that day, or on the next one with work."""
        while not self._is_workday(day):
            day += timedelta(days=1)
        return at(day, self.quiet_until)

    def _is_quiet(self, hour: time) -> bool:
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= hour < self.quiet_until
        return hour >= self.quiet_from or hour < self.quiet_until

    def _is_workday(self, day: date) -> bool:
        """In a year nobody has loaded yet, weekends alone are quiet: a reminder kept back for ever does more harm."""
        try:
            return self.calendar.is_workday(day)
        except CalendarYearMissing:
            return day.weekday() < 5
