"""What is wrong with a policy file, so that a clerk can put it right: where, what, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from supervision import texts


class Wrong(StrEnum):
    NOT_TOML = "not_toml"
    UNKNOWN_KEY = "unknown_key"
    MISSING = "missing"
    WRONG_VALUE = "wrong_value"
    TWICE = "twice"
    STEP_GAP = "step_gap"  # levels that do not run 1, 2, 3 …
    UNREACHABLE = "unreachable"  # a step no trigger and no earlier step leads to
    NO_SUCH_LEVEL = "no_such_level"  # a trigger that enters on a step the ladder does not have
    NOT_FOR_THIS = "not_for_this"  # a number that this trigger has no use for, or lacks
    NO_SUCH_REPORT = "no_such_report"  # missing reports are counted of a kind nobody owes
    REPEATS_TOO_EARLY = "repeats_too_early"  # only the last step may repeat
    WEIGHTS = "weights"  # the parts of a score do not make one whole
    SHARES = "shares"  # helping weighs more than leading
    COVERED_TWICE = "covered_twice"  # a category that counts in two books
    NEEDS_HEARING = "needs_hearing"  # points without a window for the unit's reason
    NEEDS_LEADER = "needs_leader"  # points, or a step after points, that one person could issue alone
    TOO_LITTLE_QUIET = "too_little_quiet"  # fewer quiet hours than a night has (P08)
    TOO_MANY_REMINDERS = "too_many_reminders"  # of one report (P05)
    AGAINST_THE_RULES = "against_the_rules"  # what the rules on 指尖上的形式主义 forbid (P01–P07)


class Wants(StrEnum):
    """What kind of value a key wants."""

    TEXT = "text"
    LIST = "list"
    YES_NO = "yes_no"
    WHOLE = "whole"
    HOUR = "hour"
    HOURS_BEFORE = "hours_before"
    DESCENDING = "descending"
    FACTOR = "factor"
    POINTS = "points"
    EXACT = "exact"
    COUNT = "count"
    WEEKDAY = "weekday"
    MONTH_DAY = "month_day"
    WORD = "word"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Complaint:
    """`line` counts from 1; 0 where the file has no such line. `hint` is what the remedy may name."""

    line: int
    key: str
    wrong: Wrong
    wants: Wants | None = None
    got: str = ""
    hint: str = ""


class PolicyError(Exception):
    """A policy that cannot be used. `str()` is what its author reads: a sentence for each thing to put right."""

    def __init__(self, file: str, complaints: Sequence[Complaint]) -> None:
        super().__init__(file, *complaints)
        self.file = file
        self.complaints = tuple(sorted(complaints, key=lambda complaint: complaint.line))

    def __str__(self) -> str:
        return "\n".join(texts.render("policy_complaint", file=self.file, it=each) for each in self.complaints)
