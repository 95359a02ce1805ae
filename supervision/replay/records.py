"""What is on record of matters, as plain data: facts that no policy makes, and what people decided on then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from models.finding import FindingKind
from models.notice import Cause, NoticeState


@dataclass(frozen=True, slots=True)
class Span:
    """`until` None: it lasts."""

    since: datetime
    until: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class Due:
    """A due day, and since when it is the matter's."""

    since: datetime
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Lead:
    """A unit that leads a matter, since when, and its first day (改派)."""

    since: datetime
    unit_id: int
    first_day: date


@dataclass(frozen=True, slots=True)
class Node:
    id: int
    name: str
    due_on: date
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A finding. `span` ends where a person took it back; ids below zero: reckoned in the replay."""

    id: int
    kind: FindingKind
    on: date
    level: int | None
    by_person: bool
    span: Span
    facts: Mapping[str, Any] = field(hash=False, default_factory=dict)
    used_at: datetime | None = None  # when a notice was drafted that rests on it


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """`was_accepted`: the reason for it was found good. `ended_at`: when its climb ended because one was withdrawn."""

    unit_id: int  # that led the matter then
    level: int
    name: str
    article: str
    why: str
    drafted_at: datetime
    hearing_until: datetime | None
    state: NoticeState
    points: Decimal | None
    decided_at: datetime | None = None  # signed, refused, or its reason accepted
    finish_by: date | None = None
    reached_at: datetime | None = None
    was_accepted: bool = False
    ended_at: datetime | None = None
    appealed: Span | None = None
    scored: tuple[tuple[int, Decimal], ...] = ()  # by unit, as entered

    @property
    def is_decided(self) -> bool:
        return self.decided_at is not None


@dataclass(frozen=True, slots=True)
class ClimbRecord:
    cause: Cause
    due_on: date | None
    started_at: datetime
    ended_at: datetime | None
    ended_because: str
    notices: tuple[NoticeRecord, ...]

    def notice(self, level: int) -> NoticeRecord | None:
        return next((one for one in self.notices if one.level == level), None)


@dataclass(frozen=True, slots=True)
class MatterRecord:
    id: int
    number: int
    title: str
    category: str
    leads: tuple[Lead, ...]  # oldest first, one at least
    assisting: tuple[int, ...]
    opened_at: datetime
    start_on: date | None
    is_sealed: bool
    base_percent: int | None
    dues: tuple[Due, ...]
    done: tuple[Span, ...]  # told as done, up to a return
    suspended: tuple[Span, ...]
    extension_asked: tuple[Span, ...]
    asked_back: tuple[Span, ...]  # a question of ours is open
    settled_at: tuple[datetime, ...]  # moments that end a climb: suspension, extension, confirmation, 改派
    nodes: tuple[Node, ...]
    found: tuple[Fact, ...]
    percents: tuple[tuple[datetime, int], ...]
    spoken_at: tuple[datetime, ...]  # of the matter, or 「无变化」 of its whole unit
    climbs: tuple[ClimbRecord, ...]  # oldest first
