"""Time as the office sees it: always aware, always Shanghai for people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone

# China has one zone and no summer time, so a fixed offset needs no zone files on the machine (S4).
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

Clock = Callable[[], datetime]


def local(moment: datetime) -> datetime:
    """The same moment on the office's wall clock."""
    return moment.astimezone(SHANGHAI)


def day_of(moment: datetime) -> date:
    """The calendar day in Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def at(day: date, hour: time) -> datetime:
    """A wall-clock time on a day, in Shanghai."""
    return datetime.combine(day, hour, tzinfo=SHANGHAI)
