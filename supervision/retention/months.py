"""The months that raw text is kept, as a moment."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time

from supervision.clock import at, day_of

LEAST_MONTHS = 6  # what the law asks of network logs; a 复核 and its decision end well within it
USUAL_MONTHS = 24


def kept_since(now: datetime, months: int) -> datetime:
    """The first moment that is still kept: midnight, so many months ago; the 31st falls on a shorter month's last."""
    today = day_of(now)
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    day = min(today.day, monthrange(year, month + 1)[1])
    return at(date(year, month + 1, day), time())
