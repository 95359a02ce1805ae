"""What came, or would have come, of one matter: its steps up the ladder, each with how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Outcome(StrEnum):
    WAITING = "waiting"
    SIGNED = "signed"
    ACCEPTED = "accepted"  # the unit's reason
    REFUSED = "refused"
    CANCELLED = "cancelled"  # its cause was gone first
    WITHDRAWN = "withdrawn"


class By(StrEnum):
    """Whose word the outcome rests on."""

    RECORD = "record"  # what people did, or left undone
    ASSUMED = "assumed"  # nobody was ever asked: one of two answers is taken


class Awaits(StrEnum):
    """What a person has to do before it goes on."""

    DRAFT = "draft"  # 拟单: the policy gives no number of days
    SIGN = "sign"  # the office fills in and signs
    LEADER = "leader"  # the unit is heard, the office proposes, a leader signs
    HEARD = "heard"  # the unit is heard, the office signs


@dataclass(frozen=True, slots=True)
class Taken:
    unit_id: int  # that led the matter then
    level: int
    name: str
    article: str
    why: str
    on: date
    awaits: Awaits
    by_hand: bool = False
    hearing_until: date | None = None
    outcome: Outcome = Outcome.WAITING
    outcome_on: date | None = None
    by: By = By.ASSUMED
    points: Decimal | None = None
    points_open: bool = False  # the policy gives no figure, a person does
    finish_by: date | None = None
    scored: tuple[tuple[int, Decimal], ...] = ()  # by unit

    @property
    def lost(self) -> Decimal:
        return -sum((points for _, points in self.scored), Decimal(0))


@dataclass(frozen=True, slots=True)
class Asked:
    """A step that waits for a person: nobody's word on it is on record."""

    matter_id: int
    on: date
    name: str
    awaits: Awaits
    points_open: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """One way things may have gone for a matter."""

    matter_id: int
    steps: tuple[Taken, ...]
    asked: tuple[Asked, ...] = ()
