"""The day and the hour are Shanghai's, in whatever zone a moment is written (S4, F47, F48)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from supervision.clock import SHANGHAI, at, day_of, local

HALF_PAST_MIDNIGHT = datetime(2026, 6, 16, 0, 30, tzinfo=SHANGHAI)
ZONES = (SHANGHAI, UTC, timezone(timedelta(hours=-8)), timezone(timedelta(hours=13)))


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_half_an_hour_after_midnight_is_the_new_day(zone: timezone) -> None:
    """The platform's CreateTime comes in UTC, where it is still the evening before."""
    moment = HALF_PAST_MIDNIGHT.astimezone(zone)
    assert day_of(moment) == date(2026, 6, 16)
    assert day_of(moment - timedelta(hours=1)) == date(2026, 6, 15)
    assert local(moment).time() == time(0, 30)


def test_an_hour_of_the_office_is_one_moment_everywhere() -> None:
    assert at(date(2026, 6, 16), time(0, 30)) == HALF_PAST_MIDNIGHT == datetime(2026, 6, 15, 16, 30, tzinfo=UTC)
