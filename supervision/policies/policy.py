"""A policy (办法) in memory: what the TOML file says, typed. No city's numbers live in code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from enum import StrEnum

from models.report import ReportKind


class Signer(StrEnum):
    """Who puts his name under a notice. A supervisor fills in and signs; a leader signs what a supervisor proposed."""

    SUPERVISOR = "supervisor"
    LEADER = "leader"


class Told(StrEnum):
    """Who hears of a signed notice."""

    UNIT = "unit"
    GROUP = "group"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class ReportRule:
    """Who owes which report and by when.

    `due_day`: daily: ignored; weekly: ISO weekday 1–7; monthly: day of the month, 0 = its last. A due day that is no
    working day moves to the working day before it. Days without work owe no daily report.
    """

    kind: ReportKind
    article: str
    due_at: time
    due_day: int
    remind_at: tuple[time, ...]  # on the due day; only those who have not reported hear it
    each_matter: bool = False  # the unmentioned matters are asked for, too


@dataclass(frozen=True, slots=True)
class HandoverRule:
    """To whom a signed notice is handed over and what is asked of that body."""

    body: str
    asks_for: str


@dataclass(frozen=True, slots=True)
class Step:
    """One rung. Empty numbers are legal: a person is asked when the step is proposed (A28)."""

    level: int
    colour: str  # the policy's own word: 白, 黄, 红
    name: str  # 白色督办单
    article: str
    after_workdays: int | None  # from the due day (level 1), or from the limit set by the step before
    effect: str  # the legal effect in the document's words
    points: Decimal | None  # negative: what the unit loses in the yearly assessment, once for each notice
    hearing_workdays: int | None  # the unit's reason window; None: no hearing
    signer: Signer
    told: tuple[Told, ...]
    handovers: tuple[HandoverRule, ...]
    default_limit_workdays: int | None


@dataclass(frozen=True, slots=True)
class Policy:
    name: str
    title: str
    sha256: str
    reports: tuple[ReportRule, ...]
    quiet_from: time  # held from here …
    quiet_until: time  # … to here, and on days without work
    warn_workdays: tuple[int, ...]  # before a due day, in working days, descending
    ladder: tuple[Step, ...]
    may_skip: bool
    series: str  # 文号: 督〔2026〕3号
    decide_closeout_workdays: int  # 3: the office confirms or returns within these
    lapse_question_workdays: int  # 1: an unanswered question goes to the office
    help_workdays: int  # a call for help is shown to the office after these
    breaker_floor: int  # a tick may draft at least this many notices before the breaker looks
    breaker_factor: Decimal  # … and at most this multiple of the greatest day of the last 30
    paper_workdays: int = 2  # a signed notice nobody has received after these goes to the office as 请送达纸质件 (P06)
    appeal_days: int = 30  # 复核 may be asked within these calendar days (P12: 条例 art. 17)

    def step(self, level: int) -> Step | None:
        """The rung of a level, if the ladder has it."""
        return next((step for step in self.ladder if step.level == level), None)
