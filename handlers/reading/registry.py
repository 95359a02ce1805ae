"""What the office already knows, as the reader needs it: names, aliases and the figures on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from handlers.reading.result import Status


@dataclass(frozen=True, slots=True)
class KnownUnit:
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownPerson:
    userid: str
    name: str
    unit: str
    role: str  # unit_head, liaison, leader, supervisor, administrator


@dataclass(frozen=True, slots=True)
class KnownMatter:
    code: str
    title: str
    unit: str
    aliases: tuple[str, ...] = ()
    co_units: tuple[str, ...] = ()
    category: str = ""
    status: Status = Status.IN_PROGRESS
    percent: int | None = None
    due_on: date | None = None
    milestones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """The raw material of a registry; `Registry` (built once from it, reused for every message) adds the indexes."""

    units: Sequence[KnownUnit] = field(default=())
    people: Sequence[KnownPerson] = field(default=())
    matters: Sequence[KnownMatter] = field(default=())
