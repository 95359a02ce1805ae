"""An independent reckoning of 咸阳's ladder, from the document and the State Council's calendar of 2026 alone.

It shares no code with what it checks: working days are listed by hand, and each step is looked for day by day. Two
hundred made-up worlds, each lived through the year, have to come to the same days (C16–C26, X9, N3, N7).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

import pytest

from models.matter import MatterStatus
from models.notice import NoticeState
from supervision.policies.active import preset
from supervision.policies.reader import read
from supervision.rungs import next_step
from supervision.standpoint import Latest, Proposal, Situation
from supervision.workdays import Calendar
from tests.supervision.escalation.days_of_2026 import ONE, next_working_day, works

LAST = date(2026, 12, 20)
LEVELS = 3


@dataclass(frozen=True)
class World:
    """One matter's year. `quiet`: spans in which nothing may be drafted, such as a suspension."""

    due_on: date
    quiet: tuple[tuple[date, date], ...]
    signs_after: tuple[int, ...]  # days from each draft to its signature
    limits: tuple[int, ...]  # days from each signature to the limit it sets
    arrives_after: tuple[int, ...]  # days from each signature until the unit has it


def a_world(seed: int) -> World:
    dice = random.Random(seed)
    due_on = date(2026, 1, 5) + ONE * dice.randrange(250)
    starts = [due_on + ONE * dice.randrange(-5, 60) for _ in range(dice.randrange(4))]
    quiet = tuple((start, start + ONE * dice.randrange(12)) for start in starts)
    of_each = [tuple(dice.randrange(least, most) for _ in range(LEVELS)) for least, most in ((0, 6), (1, 20), (0, 9))]
    return World(due_on, quiet, *of_each)


# The reckoning by hand.


def expected(world: World) -> list[date]:
    """The day on which each slip is drafted."""
    found: list[date] = []
    limit = world.due_on
    for level in range(LEVELS):
        day = next_working_day(limit) + ONE
        day = max(day, found[-1] + ONE) if found else day
        while day <= LAST and (not works(day) or any(first <= day <= last for first, last in world.quiet)):
            day += ONE
        if day > LAST:
            return found
        found.append(day)
        signed = day + ONE * world.signs_after[level]
        arrived = signed + ONE * world.arrives_after[level]
        limit = max(signed + ONE * world.limits[level], arrived)  # no limit passes before its paper arrives (N3)
    return found


# The house's own answer, asked on every day of the year.


def lived(world: World) -> list[date]:
    policy, calendar = read(preset("xianyang")), Calendar()
    found: list[date] = []
    latest: Latest | None = None
    day = date(2026, 1, 5)
    while day <= LAST:
        if found and latest is not None:
            latest = _as_of(world, found, day)
        quiet = any(first <= day <= last for first, last in world.quiet)
        situation = Situation(
            world.due_on, MatterStatus.IN_PROGRESS, is_suspended=quiet, latest=latest,
            drafted_on=found[-1] if found else None,
        )  # fmt: skip
        answer = next_step(situation, policy, calendar, day)
        if isinstance(answer, Proposal):
            assert answer.level == len(found) + 1
            found.append(day)
            latest = Latest(answer.level, NoticeState.DRAFT)
        day += ONE
    return found


def _as_of(world: World, found: list[date], day: date) -> Latest:
    at = len(found) - 1
    signed = found[at] + ONE * world.signs_after[at]
    arrived = signed + ONE * world.arrives_after[at]
    if day < signed:
        return Latest(at + 1, NoticeState.DRAFT)
    limit = signed + ONE * world.limits[at]
    return Latest(at + 1, NoticeState.SIGNED, limit, arrived if day >= arrived else None)


@pytest.mark.parametrize("seed", range(200))
def test_the_ladder_comes_to_the_days_reckoned_by_hand(seed: int) -> None:
    world = a_world(seed)
    assert lived(world) == expected(world)


def test_the_calendars_agree_on_every_day_of_2026() -> None:
    days = [date(2026, 1, 1) + ONE * number for number in range(365)]
    assert [day for day in days if Calendar().is_workday(day) != works(day)] == []
