"""Every step of a replay that waits for a person, and the mornings on which the breaker would have asked one. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from supervision.breaker import USUAL_DAYS
from supervision.duties import ONE_DAY
from supervision.policies.policy import Policy
from supervision.replay.history import History
from supervision.replay.records import MatterRecord
from supervision.replay.replaying import Side
from supervision.replay.steps import Asked


@dataclass(frozen=True, slots=True)
class Waits:
    """In which of the two ways it comes."""

    matter: MatterRecord
    asked: Asked
    in_fewest: bool
    in_most: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """A day on which so many would have been drafted that a person is asked first."""

    on: date
    wanted: int
    most: int


def waits(history: History, side: Side) -> list[Waits]:
    """In the order of the days."""
    found = []
    for matter in history.matters:
        ways = side.ways[matter.id]
        few, many = set(ways.fewest.asked), set(ways.most.asked)
        found += [Waits(matter, one, one in few, one in many) for one in few | many]
    return sorted(found, key=lambda one: (one.asked.on, one.matter.number, one.asked.name, one.asked.awaits))


def stopped(side: Side, policy: Policy) -> list[Stopped]:
    """At its most, as the breaker would reckon (T36); what was held then follows from the policy of then."""
    drafted = Counter(step.on for ways in side.ways.values() for step in ways.most.steps)
    found = []
    for day in sorted(drafted):
        usual = max((drafted[day - ONE_DAY * back] for back in range(1, USUAL_DAYS + 1)), default=0)
        most = max(policy.breaker_floor, int(policy.breaker_factor * usual))
        if drafted[day] > most:
            found.append(Stopped(day, drafted[day], most))
    return found
