"""考核 and 问责 in a policy: books of points, and the words people may choose from. Nothing here is ever inferred."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class TimeGrade(StrEnum):
    """时限等级 (B27): reckoned from the dates."""

    EARLY = "提前"
    ON_TIME = "按时"
    LATE = "延时"


class QualityGrade(StrEnum):
    """质效等级 (B28): a person's word, with evidence."""

    GOOD = "好"
    FAIR = "较好"
    PLAIN = "一般"
    POOR = "差"


@dataclass(frozen=True, slots=True)
class PartRule:
    """One weighted part of a yearly score (D36). `weight` is a share of 1; who gives it is named in words."""

    name: str
    weight: Decimal
    by: str


@dataclass(frozen=True, slots=True)
class GradeRule:
    """What a graded matter adds or takes. None for either grade: whichever."""

    time: TimeGrade | None
    quality: QualityGrade | None
    points: Decimal
    article: str


@dataclass(frozen=True, slots=True)
class BonusRule:
    """加分, once for each decision; `most` bounds them for a unit and year."""

    name: str
    points: Decimal
    most: Decimal | None
    article: str


@dataclass(frozen=True, slots=True)
class VetoRule:
    """一票否决: every condition has to be found true by a person; it acts on eligibility, never on points (D37)."""

    conditions: tuple[str, ...]
    effect: str
    article: str


@dataclass(frozen=True, slots=True)
class BookRule:
    """单列考评: one book of points a group of matters and year (A22). `base` and `most` in points.

    `lead` and `assist` are the shares of a matter's points for 牵头 and 配合 units (X8). A book with `parts` is a
    weighted sum of them and has no total while one is missing (X6).
    """

    name: str
    article: str
    base: Decimal
    most: Decimal
    lead: Decimal = Decimal(1)
    assist: Decimal = Decimal(0)
    covers: tuple[str, ...] = ()  # categories; empty: all others
    parts: tuple[PartRule, ...] = ()
    grades: tuple[GradeRule, ...] = ()
    bonuses: tuple[BonusRule, ...] = ()
    vetoes: tuple[VetoRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Circumstance:
    """A coded circumstance of accountability: 「16-4」 (B35), or a word of findings (A13)."""

    code: str
    article: str
    words: str


@dataclass(frozen=True, slots=True)
class Measure:
    """What may be proposed on a track (B47–B49), and who approves it outside the office."""

    track: str  # 组织处理, 党纪政务处分, 移送司法机关 …
    words: str
    approver: str


@dataclass(frozen=True, slots=True)
class AccountabilityRule:
    """问责: `notices` signed notices on one matter make it a candidate a person decides upon (B36, X1).

    `more_than`: whether it takes more than so many. None: never proposed by count.
    """

    article: str
    notices: int | None
    more_than: bool
    circumstances: tuple[Circumstance, ...]
    measures: tuple[Measure, ...]

    def is_reached(self, notices: int) -> bool:
        """Whether so many signed notices on one matter make it a candidate."""
        if self.notices is None:
            return False
        return notices > self.notices if self.more_than else notices >= self.notices
