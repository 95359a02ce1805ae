"""A policy (办法) in memory: what the TOML file says, typed. No city's numbers live in code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from enum import StrEnum

from models.finding import FindingKind
from models.report import ReportKind
from supervision.policies.assessment import AccountabilityRule, BookRule
from supervision.policies.hands import Signer
from supervision.policies.ladder import Step, Trigger


class ReportMeaning(StrEnum):
    """What a report is for: 日报计划、周报小结、月报总结 are three things (D07)."""

    PROGRESS = "进展"
    PLAN = "计划"
    SUMMARY = "小结"
    CLOSING = "总结"


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
    means: ReportMeaning = ReportMeaning.PROGRESS


@dataclass(frozen=True, slots=True)
class Lightness:
    """What the bot may say unasked: physical messages a person and calendar week, a working day; a group's day.

    `office_day`: in which one supervisor is asked for decisions, on one working day.
    """

    person_week: int = 3
    person_day: int = 1
    group_day: int = 2
    office_day: int = 6


@dataclass(frozen=True, slots=True)
class LightRule:
    """红黄绿, in calendar days: 黄 from `yellow_before` days before a due day on, and while a node is late; 红 once the
    due day is past, and when a node is more than `node_late` days late.
    """

    article: str = ""
    yellow_before: int = 7
    node_late: int = 7


@dataclass(frozen=True, slots=True)
class PlateRule:
    """红黄绿牌, once a month, for matters of these categories; empty: for all (E09)."""

    article: str
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """延期. `most`: how often for one matter; `longest_workdays`: beyond the day it moves. None: no bound."""

    article: str = ""
    signer: Signer = Signer.SUPERVISOR
    before_due: bool = False  # asked after the due day it is not accepted at all
    most: int | None = None
    longest_workdays: int | None = None


@dataclass(frozen=True, slots=True)
class CloseoutRule:
    """销号. Everyone on the panel has to agree: n of n (E15). Empty: the supervision office alone."""

    article: str = ""
    panel: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RevisitRule:
    """回头看: every so many months what was rectified is looked at again (A17). None: only when asked for."""

    article: str = ""
    every_months: int | None = None


@dataclass(frozen=True, slots=True)
class BulletinRule:
    """通报/简报: a series of its own, numbered by year."""

    series: str
    audience: str
    cadence: str
    article: str


@dataclass(frozen=True, slots=True)
class Policy:
    name: str
    title: str
    sha256: str
    reports: tuple[ReportRule, ...]
    quiet_from: time  # held from here …
    quiet_until: time  # … to here, and on days without work
    warn_workdays: tuple[int, ...]  # before a due day, in working days, descending
    triggers: tuple[Trigger, ...]
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
    appeal_decision_days: int = 30  # … and is decided within these (P12)
    covers: tuple[str, ...] = ()  # categories of matters; empty: every matter no other policy covers
    waits: tuple[str, ...] = ()  # articles of the document that nothing here carries out yet
    lightness: Lightness = Lightness()
    lights: LightRule = LightRule()
    plates: PlateRule | None = None
    extensions: ExtensionRule = ExtensionRule()
    closeouts: CloseoutRule = CloseoutRule()
    revisits: RevisitRule = RevisitRule()
    bulletins: tuple[BulletinRule, ...] = ()
    books: tuple[BookRule, ...] = ()
    accountability: AccountabilityRule | None = None

    def meaning(self, kind: ReportKind) -> str:
        """计划, 小结, 总结 where the policy tells what a kind of report is for; else empty (D07)."""
        rule = next((rule for rule in self.reports if rule.kind is kind), None)
        return "" if rule is None or rule.means is ReportMeaning.PROGRESS else rule.means.value

    def step(self, level: int) -> Step | None:
        """The rung of a level, if the ladder has it; beyond the last that one, if it repeats."""
        found = next((step for step in self.ladder if step.level == level), None)
        if found is None and level > len(self.ladder) and self.ladder and self.ladder[-1].repeats:
            return self.ladder[-1]
        return found

    def trigger(self, when: FindingKind) -> Trigger | None:
        """What the policy makes of such a finding; None when it starts nothing."""
        return next((trigger for trigger in self.triggers if trigger.when is when), None)

    def book_of(self, category: str) -> BookRule | None:
        """The book in which a matter of this category counts: exactly one (A22)."""
        own = next((book for book in self.books if category in book.covers), None)
        return own or next((book for book in self.books if not book.covers), None)
