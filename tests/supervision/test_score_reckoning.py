"""What entries come to: exact, the same in any order, between the bounds, and never zero for what is missing."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from supervision.policies.assessment import BonusRule, BookRule, GradeRule, PartRule, QualityGrade, TimeGrade
from supervision.scores.grading import points_for, time_grade
from supervision.scores.kinds import EntryKind
from supervision.scores.reckoning import Line, reckon, unrevoked
from supervision.scores.shares import Share, share
from supervision.workdays import Calendar

BOOK = BookRule(
    name="重点工作", article="第五条", base=Decimal(100), most=Decimal(120), lead=Decimal(1), assist=Decimal("0.5"),
    bonuses=(BonusRule("亮点", Decimal(2), Decimal(3), "第七条"), BonusRule("表彰", Decimal(1), None, "第七条")),
)  # fmt: skip
PARTS = replace(
    BOOK, base=Decimal(0), most=Decimal(100),
    parts=(PartRule("个人自评", Decimal("0.3"), "本人"), PartRule("领导测评", Decimal("0.7"), "局领导")),
)  # fmt: skip

tenths = some.integers(-400, 400).map(lambda number: Decimal(number) / 10)
gains = some.integers(0, 60).map(lambda number: Decimal(number) / 10)


@some.composite
def ledgers(draw: some.DrawFn) -> list[Line]:
    """Entries with grounds of their own, some of them countered."""
    lines: list[Line] = []
    for ground in range(draw(some.integers(0, 12))):
        kind = draw(some.sampled_from([EntryKind.DEDUCT, EntryKind.GRADE, EntryKind.BONUS]))
        points = draw(gains if kind is EntryKind.BONUS else tenths)
        name = draw(some.sampled_from(["亮点", "表彰"])) if kind is EntryKind.BONUS else ""
        lines.append(Line(len(lines) + 1, kind, points, ("notice", ground), name))
        if draw(some.booleans()):
            lines.append(Line(len(lines) + 1, EntryKind.REVOKE, -points, ("notice", ground), name))
    return lines


@given(ledgers(), some.randoms(use_true_random=False))
def test_the_order_of_entries_is_no_matter(lines: list[Line], chance: random.Random) -> None:
    shuffled = list(lines)
    chance.shuffle(shuffled)

    assert reckon(shuffled, BOOK) == reckon(lines, BOOK)
    assert reckon(shuffled, None) == reckon(lines, None)


@given(ledgers())
def test_the_total_is_the_sum_of_what_was_not_revoked(lines: list[Line]) -> None:
    standing = sum((line.points for line in unrevoked(lines)), Decimal(0))

    assert reckon(lines, None).total == standing == sum((line.points for line in lines), Decimal(0))


@given(ledgers())
def test_a_book_stays_between_nothing_and_its_most(lines: list[Line]) -> None:
    sheet = reckon(lines, BOOK)

    assert sheet.total is not None and 0 <= sheet.total <= BOOK.most
    assert sheet.total == min(max(sheet.raw, Decimal(0)), BOOK.most)
    assert sheet.raw == BOOK.base + sum(sheet.sums.values())


@given(ledgers())
def test_bonuses_of_a_name_count_no_more_than_their_most(lines: list[Line]) -> None:
    named = {
        name: sum((one.points for one in unrevoked(lines) if one.name == name), Decimal(0)) for name in ("亮点", "表彰")
    }

    sheet = reckon(lines, BOOK)

    assert sheet.sums[EntryKind.BONUS] == min(named["亮点"], Decimal(3)) + named["表彰"]
    assert sheet.capped == (("亮点",) if named["亮点"] > 3 else ())


@given(ledgers(), tenths)
def test_a_counter_entry_brings_back_what_was_before(lines: list[Line], points: Decimal) -> None:
    entry = Line(1000, EntryKind.GRADE, points, ("proposal", 1))
    against = Line(1001, EntryKind.REVOKE, -points, ("proposal", 1))

    assert reckon([*lines, entry, against], BOOK) == reckon(lines, BOOK)


def test_a_missing_part_is_missing_and_not_zero() -> None:
    own = Line(1, EntryKind.PART, Decimal("27.6"), ("proposal", 1), "个人自评")
    leaders = Line(2, EntryKind.PART, Decimal("63"), ("proposal", 2), "领导测评")

    half = reckon([own], PARTS)

    assert (half.total, half.missing) == (None, ("领导测评",))
    assert reckon([own, leaders], PARTS).total == Decimal("90.6")
    revoked = Line(3, EntryKind.REVOKE, Decimal("-63"), ("proposal", 2), "领导测评")
    assert reckon([own, leaders, revoked], PARTS) == half


DUE = date(2026, 6, 19)  # 端午: the next working day is the 22nd


@pytest.mark.parametrize(
    ("done_on", "today", "grade"),
    [
        (date(2026, 6, 18), date(2026, 6, 30), TimeGrade.EARLY),
        (DUE, date(2026, 6, 30), TimeGrade.ON_TIME),
        (date(2026, 6, 22), date(2026, 6, 30), TimeGrade.ON_TIME),
        (date(2026, 6, 23), date(2026, 6, 30), TimeGrade.LATE),
        (None, date(2026, 6, 22), None),
        (None, date(2026, 6, 23), TimeGrade.LATE),
    ],
)
def test_in_time_is_reckoned_with_working_days(done_on: date | None, today: date, grade: TimeGrade | None) -> None:
    assert time_grade(DUE, done_on, today, Calendar()) is grade


def test_without_a_due_day_no_date_tells() -> None:
    assert time_grade(None, DUE, DUE, Calendar()) is None


def test_every_rule_that_fits_counts_with_its_article() -> None:
    book = replace(
        BOOK,
        grades=(
            GradeRule(TimeGrade.LATE, None, Decimal("-2"), "第六条(一)"),
            GradeRule(TimeGrade.LATE, QualityGrade.POOR, Decimal("-1.5"), "第六条(二)"),
            GradeRule(None, QualityGrade.GOOD, Decimal("1"), "第六条(三)"),
        ),
    )

    late_and_poor = points_for(book, TimeGrade.LATE, QualityGrade.POOR)

    assert (late_and_poor.points, late_and_poor.articles) == (Decimal("-3.5"), ("第六条(一)", "第六条(二)"))
    assert points_for(book, TimeGrade.EARLY, QualityGrade.GOOD).points == 1
    assert points_for(book, TimeGrade.EARLY, QualityGrade.FAIR).articles == ("第五条",)


def test_shares_are_exact_and_the_lead_is_no_helper() -> None:
    assert share(Decimal("-0.30"), 1, [3, 2, 1, 2], BOOK) == (
        Share(1, Decimal("-0.3")), Share(2, Decimal("-0.15")), Share(3, Decimal("-0.15")),
    )  # fmt: skip
    assert str(share(Decimal(20), 1, [2], BOOK)[1].points) == "10"
    assert share(Decimal("-0.3"), 1, [2], None) == (Share(1, Decimal("-0.3")),)
    assert share(Decimal("-0.3"), 1, [2], replace(BOOK, assist=Decimal(0))) == (Share(1, Decimal("-0.3")),)
