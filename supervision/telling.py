"""Somebody told us something: who, when, in which message. Every act that a person causes carries one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Telling:
    """`told_at` is the platform's CreateTime and counts; `now` is when we got round to it (I5)."""

    inbox_id: int
    person_id: int
    unit_id: int
    told_at: datetime
    key: str
    now: datetime
    operator: str = ""  # acts through the console: the operating system's user
