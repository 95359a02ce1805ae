"""What a policy says of points (考核) and accountability (问责): exact decimals, words for people to choose from."""

from __future__ import annotations

import re
from decimal import Decimal

from supervision.policies.assessment import (
    AccountabilityRule,
    BonusRule,
    BookRule,
    Circumstance,
    GradeRule,
    Measure,
    PartRule,
    QualityGrade,
    TimeGrade,
    VetoRule,
)
from supervision.policies.complaints import Wants, Wrong
from supervision.policies.part import Part

_TIMES = {grade.value: grade for grade in TimeGrade}
_QUALITIES = {grade.value: grade for grade in QualityGrade}
_COUNT = re.compile(r"(>=|>)\s*([1-9][0-9]?)")
ZERO, ONE, MOST = Decimal(0), Decimal(1), Decimal(1000)


def books(whole: Part) -> tuple[BookRule, ...]:
    found: list[BookRule] = []
    for part in whole.parts("books"):
        book = _book(part)
        for other in found:
            if book.name == other.name:
                part.complain(Wrong.TWICE, "name", got=book.name)
            _check_covers(part, book, other)
        found.append(book)
    return tuple(found)


def accountability(whole: Part) -> AccountabilityRule | None:
    part = whole.part_or_none("accountability")
    if part is None:
        return None
    notices, more_than = _count(part, "notices")
    rule = AccountabilityRule(
        article=part.text("article"),
        notices=notices,
        more_than=more_than,
        circumstances=tuple(_circumstance(each) for each in part.parts("circumstances")),
        measures=tuple(_measure(each) for each in part.parts("measures")),
    )
    part.end()
    return rule


def _book(part: Part) -> BookRule:
    book = BookRule(
        name=part.text("name", limit=40),
        article=part.text("article"),
        base=part.exact("base", ZERO, MOST),
        most=part.exact("most", ZERO, MOST),
        lead=part.exact("lead", ZERO, ONE, default=ONE),
        assist=part.exact("assist", ZERO, ONE, default=ZERO),
        covers=part.listed("covers"),
        parts=tuple(_part(each) for each in part.parts("parts")),
        grades=tuple(_grade(each) for each in part.parts("grades")),
        bonuses=tuple(_bonus(each) for each in part.parts("bonuses")),
        vetoes=tuple(_veto(each) for each in part.parts("vetoes")),
    )
    if book.parts and sum(each.weight for each in book.parts) != ONE:
        part.complain(Wrong.WEIGHTS, "parts", got=str(sum(each.weight for each in book.parts)))
    if book.assist > book.lead:
        part.complain(Wrong.SHARES, "assist", got=str(book.assist), hint=str(book.lead))
    part.end()
    return book


def _check_covers(part: Part, book: BookRule, other: BookRule) -> None:
    shared = set(book.covers) & set(other.covers)
    if shared or (not book.covers and not other.covers):
        part.complain(Wrong.COVERED_TWICE, "covers", got="、".join(sorted(shared)) or "其余所有事项", hint=other.name)


def _part(part: Part) -> PartRule:
    rule = PartRule(
        name=part.text("name", limit=40), weight=part.exact("weight", ZERO, ONE), by=part.text("by", limit=40)
    )
    part.end()
    return rule


def _grade(part: Part) -> GradeRule:
    rule = GradeRule(
        time=part.word_or("time", _TIMES, None),
        quality=part.word_or("quality", _QUALITIES, None),
        points=part.exact("points", -MOST, MOST),
        article=part.text("article"),
    )
    part.end()
    return rule


def _bonus(part: Part) -> BonusRule:
    rule = BonusRule(
        name=part.text("name", limit=40),
        points=part.exact("points", ZERO, MOST),
        most=part.exact_or_none("most", ZERO, MOST),
        article=part.text("article"),
    )
    part.end()
    return rule


def _veto(part: Part) -> VetoRule:
    rule = VetoRule(
        conditions=part.listed("conditions"), effect=part.text("effect", limit=200), article=part.text("article")
    )
    part.end()
    return rule


def _count(part: Part, key: str) -> tuple[int | None, bool]:
    """ ">=2" or ">2": the choice has to be written out (X1); left out, nothing is counted."""
    text = part.text_or(key)
    if not text:
        return None, False
    found = _COUNT.fullmatch(text)
    if found is None:
        part.complain(Wrong.WRONG_VALUE, key, Wants.COUNT, got=text)
        return None, False
    return int(found[2]), found[1] == ">"


def _circumstance(part: Part) -> Circumstance:
    rule = Circumstance(
        code=part.text("code", limit=20), article=part.text("article"), words=part.text("words", limit=400)
    )
    part.end()
    return rule


def _measure(part: Part) -> Measure:
    rule = Measure(
        track=part.text("track", limit=40),
        words=part.text("words", limit=200),
        approver=part.text("approver", limit=40),
    )
    part.end()
    return rule
