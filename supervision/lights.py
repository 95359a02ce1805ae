"""红黄绿: a matter's light on a day, once in Python and once as a condition the database answers.

绿 on track; 黄 due within 7 days and not completed, or a milestone overdue by at most 7 days; 红 overdue, or a
milestone overdue by more than 7 days, or blocked. Completed and closed matters have no light, nor has one that is
suspended: its clock stands. (The rules are those of the message corpus; the numbers of days are the policy's, E09.)
The database compares the day with those on which the light turns (models/light_days.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case

from models import Matter
from models.matter import OPEN, MatterStatus
from supervision.policies.policy import LightRule


class Light(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


USUAL = LightRule()
BY_URGENCY = (Light.RED, Light.YELLOW, Light.GREEN, None)


@dataclass(frozen=True, slots=True)
class Node:
    """A milestone (节点) as the light sees it."""

    due_on: date
    is_done: bool


def light_of(
    status: MatterStatus, due_on: date | None, nodes: Iterable[Node], today: date, is_suspended: bool = False,
    rule: LightRule = USUAL,
) -> Light | None:  # fmt: skip
    """The light of one matter; None where there is none."""
    if status not in OPEN or is_suspended:
        return None
    latest = max((today - node.due_on for node in nodes if not node.is_done), default=timedelta(0))
    if (
        status is MatterStatus.BLOCKED
        or latest > timedelta(days=rule.node_late)
        or (due_on is not None and due_on < today)
    ):
        return Light.RED
    if latest > timedelta(0) or (due_on is not None and due_on <= today + timedelta(days=rule.yellow_before)):
        return Light.YELLOW
    return Light.GREEN


def has_light() -> ColumnElement[bool]:
    """A condition on Matter: it is open and its clock runs."""
    return Matter.red_from.is_not(None)


def light_is(light: Light, today: date) -> ColumnElement[bool]:
    """A condition on Matter: it has this light today."""
    if light is Light.RED:
        return Matter.red_from <= today
    if light is Light.YELLOW:
        return and_(Matter.yellow_from <= today, Matter.red_from > today)
    return Matter.yellow_from > today


def urgency(today: date) -> ColumnElement[int]:
    """A column of a statement that selects from Matter: the light as its place in BY_URGENCY, for order and count."""
    return case(
        (Matter.red_from.is_(None), 3), (Matter.red_from <= today, 0), (Matter.yellow_from <= today, 1), else_=2
    )
