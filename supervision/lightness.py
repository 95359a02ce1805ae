"""减负: which messages the bot starts by itself, and how many of them a person or a group gets (docs/adr/0011).

Answers to what was asked, formal papers and tagged emergencies are not counted, but shown in the 减负账.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from models.outbox import MessageClass
from models.person import Role
from models.report import ReportKind

OFFICE = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
WAITS = "waits: the budget is spent"
DROPPED = "dropped: more than the budget, and of no use later"

# What a unit asked for and hears the outcome of.
ANSWERS = frozenset(
    {
        "extension_granted",
        "extension_returned",
        "closeout_confirmed",
        "closeout_returned",
        "notice_reason_accepted",
        "appeal_decided",
        "help_answered",
        "suggestion_answered",
    }
)
# What hands over, stops, finds or withdraws something, and the copies of it. A matter handed over is the 督办通知书.
FORMAL = frozenset(
    {
        "matter_assigned",
        "score_signed",
        "accountability_decided_told",
        "uncollected_told",
        "plate_warned",
        "suspension_begun",
        "suspension_ended",
        "matter_revoked",
        "matter_taken_over",
        "matter_handed_on",
        "notice_to_leader",
        "notice_announced",
        "notice_corrected_announced",
        "notice_withdrawn_announced",
    }
)
# A unit or a leader waits for this one person's word, so it does not wait itself.
DECISIONS = frozenset(
    {
        "closeout_asked",
        "extension_asked",
        "appeal_asked",
        "notice_proposed",
        "notice_refused",
        "accountability_reached",
        "score_proposed",
        "score_declined",
        "escalation_reason_given",
        "escalation_no_objection",
        "question_with_office",
        "handover_opened",
        "plan_proposed",
        "hold_opened",
        "suggestion_made",
    }
)
REPORT_MISSING = "remind_missing"
ALARM = "alarm_"
AT_ONCE = ("hold_opened", ALARM)  # the bot itself is in trouble, or has stopped: nobody is spared these
_NEXT_WORKDAY = 1


class Kind(StrEnum):
    """What a message of the bot is, to whoever gets it."""

    ANSWER = "answer"
    FORMAL = "formal"
    URGENT = "urgent"
    DECISION = "decision"  # somebody waits for the reader's word
    OFFICE = "office"  # news for the office about its own work
    UNASKED = "unasked"


def kind_of(event: str, message_class: MessageClass, role: Role | None, *, is_urgent: bool) -> Kind:
    """`role` is the reader's; None for a group."""
    if message_class is MessageClass.REPLY or event in ANSWERS:
        return Kind.ANSWER
    if is_urgent:
        return Kind.URGENT
    if message_class is MessageClass.PENALTY or event in FORMAL:
        return Kind.FORMAL
    if event in DECISIONS or event.startswith(ALARM):
        return Kind.DECISION
    return Kind.OFFICE if role in OFFICE else Kind.UNASKED


def counts(kind: Kind, *, is_group: bool) -> bool:
    """Whether it is taken from the budget. In a group papers are counted, too: nobody there is served with one."""
    return kind is Kind.UNASKED or (is_group and kind is Kind.FORMAL)


def is_bounded_decision(kind: Kind, event: str, role: Role | None) -> bool:
    """A supervisor is asked for so many decisions a day; beyond them they come in one list the next morning."""
    return kind is Kind.DECISION and role is Role.SUPERVISOR and not event.startswith(AT_ONCE)


def is_pressing(event: str, facts: dict[str, Any], now: datetime, expires_at: datetime) -> bool:
    """It must not wait: a due day has passed, is today or the next working day, a week's or a month's report is due,
    or another unit waits for help."""
    if event in ("warn_due", "warn_milestone"):
        return bool(facts["left"] <= _NEXT_WORKDAY) and expires_at > now
    if event == REPORT_MISSING:
        return bool(facts["kind"] != ReportKind.DAILY)
    return event in ("help_asked", "overdue_told")
