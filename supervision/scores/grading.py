"""评定: 时限等级 from the dates, 质量等级 from a person, and what the book gives or takes for both (B27, B28)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from supervision.policies.assessment import BookRule, QualityGrade, TimeGrade
from supervision.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Graded:
    points: Decimal
    articles: tuple[str, ...]


def time_grade(
    due_on: date | None, done_on: date | None, today: date, calendar: Calendar, late_after: date | None = None
) -> TimeGrade | None:
    """提前 before the due day, 按时 until the last day that is still in time (X9), 延时 after it.

    `late_after`: the later day from which it counts where a clock stood over the due day.

    None where no date tells: no due day, or neither done nor past it. Raises CalendarYearMissing.
    """
    if due_on is None:
        return None
    last = calendar.on_or_after(max(due_on, late_after or due_on))
    if done_on is None:
        return TimeGrade.LATE if today > last else None
    if done_on < due_on:
        return TimeGrade.EARLY
    return TimeGrade.ON_TIME if done_on <= last else TimeGrade.LATE


def points_for(book: BookRule, time: TimeGrade | None, quality: QualityGrade) -> Graded:
    """Every rule that fits counts; one that names a grade only of one sort fits whatever the other is."""
    fitting = [
        rule
        for rule in book.grades
        if (rule.time is None or rule.time is time) and (rule.quality is None or rule.quality is quality)
    ]
    points = sum((rule.points for rule in fitting), Decimal(0))
    return Graded(points, tuple(rule.article for rule in fitting) or (book.article,))
