"""The history that is replayed: units, matters, reports, what was held, which policies were in force. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from models.report import ReportKind
from supervision.policies.policy import Policy
from supervision.replay.records import MatterRecord, Span


@dataclass(frozen=True, slots=True)
class UnitRecord:
    id: int
    name: str
    owes_reports: bool
    can_hear: bool


@dataclass(frozen=True, slots=True)
class ReportRecord:
    unit_id: int
    kind: ReportKind | None
    first: date | None
    last: date | None
    told_at: datetime


@dataclass(frozen=True, slots=True)
class InForce:
    """A policy that was, or is, in force."""

    policy: Policy
    span: Span


@dataclass(frozen=True, slots=True)
class Reminder:
    """`about` says what was said, so that it can be said once."""

    on: date
    unit_id: int
    about: str


@dataclass(frozen=True, slots=True)
class History:
    first: datetime
    last: datetime
    units: tuple[UnitRecord, ...]
    matters: tuple[MatterRecord, ...]
    reports: tuple[ReportRecord, ...]
    owed: frozenset[tuple[int, str, date]]  # unit, kind, first day of the period; not what was waived
    asked_for: frozenset[tuple[str, date]]  # kinds and periods for which anybody owed a report
    holds: tuple[Span, ...]  # by persons, outages, clock and calendar; the breaker's follow from a policy
    away: tuple[Span, ...]
    policies: tuple[InForce, ...]
    reminders: tuple[Reminder, ...]

    def then(self, category: str, moment: datetime) -> Policy | None:
        """The policy that was in force for a category of matters."""
        running = [one.policy for one in self.policies if one.span.holds(moment)] or [
            one.policy for one in self.policies
        ]
        own = next((one for one in running if category in one.covers), None)
        return own or next((one for one in running if not one.covers), None)
