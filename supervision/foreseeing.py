"""「明天提醒谁」: what will be said by itself on a day if nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from supervision.rules import Rules


class Fate(StrEnum):
    SAID = "said"
    WAITS = "waits"  # the budget is spent: it is merged into a later message
    DROPPED = "dropped"  # the budget is spent, and later it would be of no use


@dataclass(frozen=True, slots=True)
class Foretold:
    """One intent for one person or group. `at`: when it is said; what is not said has the moment it was decided."""

    whom: str
    unit: str  # empty for a group
    target: str  # a userid, or the group's address
    at: datetime
    fate: Fate
    key: str  # the intent's own
    event: str
    facts: dict[str, Any]


Foresees = Callable[[Session, Rules, date, datetime], list[Foretold]]
