"""The ladder of a policy: what starts a climb, and each rung. Empty numbers are legal: a person is asked (A28)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from models.finding import FindingKind
from models.report import ReportKind
from supervision.policies.hands import Signer, Told


@dataclass(frozen=True, slots=True)
class Trigger:
    """What may start a climb, and on which rung.

    `times`, for missing reports: so many periods of the kind `report` in a row without a word of the matter. `points`,
    for what lies behind its plan: percentage points below the straight line from the first day to the due day (X5).
    None elsewhere.
    """

    when: FindingKind
    article: str
    enters: int = 1
    report: ReportKind | None = None
    times: int | None = None
    points: int | None = None


@dataclass(frozen=True, slots=True)
class HandoverRule:
    """To whom a signed notice is handed over and what is asked of that body."""

    body: str
    asks_for: str


@dataclass(frozen=True, slots=True)
class Step:
    """One rung."""

    level: int
    colour: str  # the policy's own word: 白, 黄, 红
    name: str  # 白色督办单
    article: str
    after_workdays: int | None  # from the due day (the first rung), or from the limit set by the rung before
    effect: str  # the legal effect in the document's words
    points: Decimal | None  # negative: what the unit loses in the yearly assessment, once for each notice
    hearing_workdays: int | None  # the unit's reason window; None: no hearing
    signer: Signer
    told: tuple[Told, ...]
    handovers: tuple[HandoverRule, ...]
    default_limit_workdays: int | None
    signer_titles: tuple[str, ...] = ()  # 职务 of those who may sign; empty: whoever is in charge of the unit
    after_month_ends: int | None = None  # month-ends since the month it was planned for, not days (E25–E27, X3)
    points_asked: bool = False  # the document gives no figure: whoever proposes it does (A28, X7)
    needs_cause: bool = False  # 主观/客观 has to be found first; only 主观 is signed (A14)
    eligibility: str = ""  # what it does to 评先评优, apart from points (C21, E22)
    repeats: bool = False  # the last rung may be taken again, until it is solved (A27, B36)
