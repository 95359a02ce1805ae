"""What the ladder's question is asked of, and how it is answered: plain data, no rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from models.finding import FindingKind
from models.matter import MatterStatus
from models.notice import NoticeState
from supervision.policies.ladder import Step


class EscalationReason(StrEnum):
    """Why a step is proposed (the first four), or why none is."""

    OVERDUE = "overdue"
    LIMIT_PASSED = "limit_passed"  # the limit set by the notice before
    FOUND = "found"  # something besides the due day: see models/finding.py
    MONTH_ENDED = "month_ended"  # so many month-ends went by and it is still not struck off (E25–E27)
    CAUSE_GONE = "cause_gone"  # a report came, or the finding was revoked
    NOT_A_TRIGGER = "not_a_trigger"  # the policy makes nothing of a due day
    MONTH_RUNNING = "month_running"
    SEALED = "sealed"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    TOLD_AS_DONE = "told_as_done"  # the office confirms or returns first
    TOLD_IN_TIME = "told_in_time"  # N2
    NO_DUE_DAY = "no_due_day"
    EXTENSION_ASKED = "extension_asked"
    QUESTION_OPEN = "question_open"  # we asked back and have no answer yet
    HELD = "held"  # outage, clock, calendar, breaker
    CALENDAR_MISSING = "calendar_missing"  # N6
    NO_WORKDAY = "no_workday"
    NOT_OVERDUE = "not_overdue"
    CLIMBED_TODAY = "climbed_today"  # N3: one level a working day
    ENDED_FOR_THIS_DAY = "ended_for_this_day"  # a reason was accepted, or a notice withdrawn, for this very due day
    GAP_RUNNING = "gap_running"
    LEFT_TO_A_PERSON = "left_to_a_person"  # the policy gives no number of days (A28)
    HEARING_OPEN = "hearing_open"
    NOTICE_UNSIGNED = "notice_unsigned"
    APPEAL_OPEN = "appeal_open"  # 复核 of a notice of this climb is not decided (P12)
    FORCE_MAJEURE = "force_majeure"  # the unit names 不可抗力, and nobody has looked at it (B37)
    SIGNER_REFUSED = "signer_refused"
    NOT_DELIVERED = "not_delivered"  # N3: nobody of the unit has the notice before
    LIMIT_RUNNING = "limit_running"
    TOP_REACHED = "top_reached"


@dataclass(frozen=True, slots=True)
class Latest:
    """The highest notice of the running climb. `reached_on`: the day the signed notice got to the unit."""

    level: int
    state: NoticeState
    finish_by: date | None = None
    reached_on: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A finding no notice rests on yet. `level`: the rung a person asks for; `by_person`: it is somebody's verdict."""

    finding_id: int
    kind: FindingKind
    on: date
    level: int | None = None
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """All that bears on the question, gathered in one transaction."""

    due_on: date | None
    status: MatterStatus
    is_sealed: bool = False
    is_suspended: bool = False
    is_closeout_asked: bool = False
    is_told_in_time: bool = False
    is_extension_asked: bool = False
    is_question_open: bool = False
    is_held: bool = False
    is_ended_for_this_day: bool = False
    drafted_on: date | None = None  # the last day a notice was drafted for the matter, in whatever climb
    latest: Latest | None = None
    findings: tuple[Found, ...] = ()  # oldest first
    is_by_time: bool = True  # the running climb began with the due day
    is_cause_gone: bool = False
    is_appealed: bool = False
    month_began: date | None = None  # the end of the month for which the running climb's matter was planned


@dataclass(frozen=True, slots=True)
class Proposal:
    """`level` differs from the step's own where the last step is repeated; `skips`: a person asked for one above."""

    step: Step
    reason: EscalationReason
    level: int
    found: Found | None = None
    skips: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """`left`: the step that a person may say is due, where the policy gives no number of days (A28)."""

    reason: EscalationReason
    left: Proposal | None = field(default=None, compare=False)
