"""When the office keeps quiet: at night, at weekends, on holidays; and not on a Sunday that is a working day."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from schedules.quiet import Quiet
from supervision.bell import MemoryBell
from supervision.clock import at
from supervision.workdays import Calendar

NIGHT = Quiet(time(20, 0), time(8, 0), Calendar())


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at(date(2026, 6, 15), time(9, 0)), None),
        (at(date(2026, 6, 15), time(19, 59)), None),
        (at(date(2026, 6, 15), time(20, 0)), at(date(2026, 6, 16), time(8, 0))),
        (at(date(2026, 6, 15), time(7, 59)), at(date(2026, 6, 15), time(8, 0))),
        (at(date(2026, 6, 15), time(8, 0)), None),
        (at(date(2026, 6, 12), time(21, 0)), at(date(2026, 6, 15), time(8, 0))),  # Friday night
        (at(date(2026, 6, 13), time(10, 0)), at(date(2026, 6, 15), time(8, 0))),  # Saturday
        (at(date(2026, 6, 14), time(7, 0)), at(date(2026, 6, 15), time(8, 0))),  # Sunday, early
        (at(date(2026, 6, 19), time(10, 0)), at(date(2026, 6, 22), time(8, 0))),  # 端午
        (at(date(2026, 9, 20), time(10, 0)), None),  # a Sunday worked before 国庆
        (at(date(2031, 6, 14), time(10, 0)), at(date(2031, 6, 16), time(8, 0))),  # nobody has that year yet
    ],
)
def test_what_can_wait_waits_until(now: datetime, until: datetime | None) -> None:
    assert NIGHT.held_until(now) == until


def test_a_policy_without_quiet_hours_is_quiet_on_days_off_only() -> None:
    always = Quiet(time(8, 0), time(8, 0), Calendar())
    assert always.held_until(at(date(2026, 6, 15), time(3, 0))) is None
    assert always.held_until(at(date(2026, 6, 13), time(3, 0))) == at(date(2026, 6, 15), time(8, 0))


def test_the_bell_wakes_once_for_any_number_of_rings() -> None:
    bell = MemoryBell()
    bell.ring()
    bell.ring()
    assert bell.wait(0)
    assert not bell.wait(0)
