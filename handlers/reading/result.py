"""The shapes of a reading, in the words of the message corpus.

A reading never holds a sentence for people: a doubt is a kind with candidates, a query is a question.
Lookups and texts turn them into answers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Intent(StrEnum):
    """What the message does."""

    REPORT = "report"
    QUERY = "query"
    PLAN = "plan"
    CLOSEOUT = "closeout"
    EXTENSION = "extension"
    ACKNOWLEDGE = "acknowledge"
    CORRECTION = "correction"
    WITHDRAW = "withdraw"
    HELP = "help"
    OTHER = "other"


class Kind(StrEnum):
    """日报, 周报, 月报."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Status(StrEnum):
    """How a matter stands after the message."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    COMPLETED = "completed"
    CLOSED = "closed"


class Light(StrEnum):
    """绿, 黄, 红."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class About(StrEnum):
    """What a query asks for."""

    MATTERS = "matters"
    MISSING_REPORTS = "missing_reports"
    SUMMARY = "summary"
    SCORES = "scores"
    NOTICES = "notices"


class Order(StrEnum):
    """Which come first, where a question says so."""

    SLOWEST = "slowest"
    FASTEST = "fastest"
    SOONEST = "soonest"  # by due day


class DoubtKind(StrEnum):
    """Why something is asked back instead of being recorded."""

    WHICH_MATTER = "which_matter"  # several registry matters fit the words
    UNKNOWN_MATTER = "unknown_matter"  # none fits
    NEAR_NAME = "near_name"  # one fits only by sound or spelling
    WHICH_PERCENT = "which_percent"  # several figures, none plainly the whole
    LOWER_THAN_BEFORE = "lower_than_before"  # the figure falls below the one on record
    COMPLETED_BELOW_FULL = "completed_below_full"  # 已完成 beside a figure under 100
    OVER_FULL = "over_full"  # a figure of the whole above 100
    WHICH_STATE = "which_state"  # words of an end, and none that says it of the whole
    FOREIGN_MATTER = "foreign_matter"  # led by another unit than the sender's


@dataclass(frozen=True, slots=True)
class Period:
    """The first and last day reported on, both included."""

    first: date
    last: date
    is_by_hour: bool = field(default=False, compare=False)  # no words name it: it follows from when it was sent


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question a person can answer with one character."""

    kind: DoubtKind
    candidates: tuple[str, ...] = ()  # matter codes, or figures as text, in the order they are offered


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with its unit, as told: 完成投资 1.2 亿元."""

    name: str
    amount: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Because:
    """Which words became what, for `read --explain`; "" where no word alone did."""

    named: str = ""  # how the matter was recognised: name, sound, code, anaphor
    is_whole: bool = False  # by a name in full
    status: str = ""
    percent: str = ""
    expected: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """What one matter's words say. None means: the text does not tell."""

    matter: str | None  # the registry's code
    mention: str  # the words that named it
    words: str  # the part of the message that speaks of it
    status: Status | None = None
    percent: int | None = None
    is_relative: bool = False  # percent came from a change (提高5个百分点) or from the figure on record
    expected_on: date | None = None
    problem: bool = False
    needs: tuple[str, ...] = ()  # units or people asked to help
    has_next_steps: bool = False
    doubts: tuple[Doubt, ...] = ()
    measures: tuple[Measure, ...] = ()
    because: Because = Because()


@dataclass(frozen=True, slots=True)
class DueWindow:
    """Due from `first` to `last`, both included; `overdue` asks for what is past its day."""

    first: date | None = None
    last: date | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class PercentRange:
    """From `least` to `most` percent, both included."""

    least: int = 0
    most: int = 100


@dataclass(frozen=True, slots=True)
class Query:
    """A question, never a list: lookups answer it."""

    about: About
    matters: tuple[str, ...] = ()  # named matters, by code
    unit: str | None = None
    units_beside: tuple[str, ...] = ()  # 民政局和税务局的: listed with the unit
    person: str | None = None  # userid
    mine: bool = False  # 我的事项
    assists: bool = False  # not what the unit leads: what it helps with
    waits_for: str | None = None  # the unit that has to move next
    lights: tuple[Light, ...] = ()  # any of them
    status: tuple[Status, ...] = ()
    due: DueWindow | None = None
    percent: PercentRange | None = None
    order: Order | None = None
    most: int | None = None  # 最慢的三个
    units_by: Order | None = None  # 哪个单位最差: the units are asked for, in this order
    kind: Kind | None = None
    period: Period | None = None
    category: str | None = None
    keyword: str = ""  # what remains when all known words are taken away
    problem: bool = False  # only matters with a stated problem
    without_problem: bool = False
    who_holds: bool = False  # 卡在谁那里: who has to act next


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole message, read."""

    intent: Intent
    kind: Kind | None = None
    period: Period | None = None
    updates: tuple[Update, ...] = ()
    query: Query | None = None
    matter: str | None = None  # closeout, extension, acknowledge: the matter meant
    mention: str = ""
    until: date | None = None  # extension: the date asked for
    reason: str = ""  # extension: the words of the reason; closeout: the evidence named
    is_no_change: bool = False  # 「无变化」 for everything the unit owes
    doubts: tuple[Doubt, ...] = field(default=())  # doubts about the message as a whole
