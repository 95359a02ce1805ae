"""The words of the books: kinds of entries and of proposals, and what an entry may rest on."""

from __future__ import annotations

from enum import StrEnum

NOTICE = "notice"
PROPOSAL = "proposal"
MARK = "mark"
LIFT = "lift"


class EntryKind(StrEnum):
    DEDUCT = "deduct"  # a signed notice that costs points
    GRADE = "grade"  # 评定: 时限等级 and 质量等级 of a matter
    BONUS = "bonus"  # 亮点
    PART = "part"  # a weighted part of the year's score
    REVOKE = "revoke"  # the counter-entry to one of the others


class ProposalKind(StrEnum):
    """What a supervisor proposes and a leader signs."""

    GRADE = "grade"
    BONUS = "bonus"
    PART = "part"
    REVOKE = "revoke"
    VETO = "veto"
    LIFT = "lift"
    FREEZE = "freeze"


class ProposalState(StrEnum):
    WAITS = "waits"
    SIGNED = "signed"
    DECLINED = "declined"
