"""When a matter is next compared with its plan: from its first day on, and anew whenever what the plan rests on moves.

A figure that only rises puts the day off; it is reckoned again when the day has come, not at each report.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import event, inspect
from sqlalchemy.orm import Mapper

from models.matter import OPEN, Matter, MatterStatus

_RESTS_ON = ("start_on", "due_on", "percent", "status", "suspended_since", "is_sealed")


def plan_look(matter: Matter) -> date | None:
    """None where there is no plan, or nothing to compare with it."""
    if matter.start_on is None or matter.due_on is None or matter.percent is None:
        return None
    is_running = (
        (matter.status or MatterStatus.NOT_STARTED) in OPEN and matter.suspended_since is None and not matter.is_sealed
    )
    return matter.start_on if is_running else None


@event.listens_for(Matter, "before_insert")
def _begin(_mapper: Mapper[Matter], _connection: object, matter: Matter) -> None:
    matter.plan_look_on = plan_look(matter)


@event.listens_for(Matter, "before_update")
def _begin_anew(_mapper: Mapper[Matter], _connection: object, matter: Matter) -> None:
    attributes = inspect(matter).attrs
    if any(attributes[name].history.has_changes() for name in _RESTS_ON):
        matter.plan_look_on = plan_look(matter)
