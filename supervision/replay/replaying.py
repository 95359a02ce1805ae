"""A policy run over the history, in both branches; and what really happened, in the same shape. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from supervision.policies.policy import Policy
from supervision.replay import before, measures, measuring, owing, reminding
from supervision.replay.history import History, Reminder
from supervision.replay.records import MatterRecord
from supervision.replay.steps import Course
from supervision.replay.verdicts import Branch
from supervision.replay.walking import walk
from supervision.rules import Rules


@dataclass(frozen=True, slots=True)
class Ways:
    """How it goes if reasons are accepted and nothing is signed, and if all is signed; the same where all is known."""

    fewest: Course
    most: Course


@dataclass(frozen=True, slots=True)
class Side:
    """What came of every matter, and who was reminded."""

    ways: Mapping[int, Ways]  # by matter
    reminders: tuple[Reminder, ...]


def replay(history: History, rules: Rules) -> Side:
    """Matters that the policy would not govern go as they went; what all are reminded of is the general policy's."""
    periods = measures.whole_periods(history, rules)
    governed = _governed(history, rules.policy)
    ways = {}
    for matter in history.matters:
        if matter.id not in governed:
            ways[matter.id] = _really(matter, history)
            continue
        found = measuring.found(matter, history, rules, periods)
        fewest, most = (walk(matter, found, history, rules, branch) for branch in (Branch.FEWEST, Branch.MOST))
        ways[matter.id] = Ways(fewest, most)
    return Side(ways, history.reminders if rules.policy.covers else _reminders(history, rules))


def really(history: History) -> Side:
    return Side({matter.id: _really(matter, history) for matter in history.matters}, history.reminders)


def _really(matter: MatterRecord, history: History) -> Ways:
    course = before.really(matter, history)
    return Ways(course, course)


def _reminders(history: History, rules: Rules) -> tuple[Reminder, ...]:
    can_hear = {unit.id for unit in history.units if unit.can_hear}
    of_matters = [
        one
        for matter in history.matters
        for one in reminding.of_matter(matter, history, rules)
        if one.unit_id in can_hear
    ]
    return (*of_matters, *owing.of_reports(history, rules))


def _governed(history: History, policy: Policy) -> frozenset[int]:
    """The matters of its categories; of the general policy all that no other covers."""
    others = {category for one in history.policies if one.span.until is None for category in one.policy.covers}
    if policy.covers:
        return frozenset(one.id for one in history.matters if one.category in policy.covers)
    return frozenset(one.id for one in history.matters if one.category not in others)
