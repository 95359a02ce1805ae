"""What went before, and the working-day calendar: all that the reader is told about the world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Conversation:
    """`last_matters`: the codes last spoken of by this sender, latest first; asked only when 该项目 is said."""

    last_matters: Callable[[], tuple[str, ...]] = tuple


class Workdays(Protocol):
    """A calendar of working days, 调休 included."""

    def is_workday(self, day: date) -> bool: ...


class EveryWeekday:
    """Monday to Friday; the fallback where no holiday calendar is handed in."""

    def is_workday(self, day: date) -> bool:
        return day.weekday() < 5
