"""A clerk writes a policy; the house reads it, or says on which line what is to be put right."""

from __future__ import annotations

import re
from datetime import time
from decimal import Decimal
from pathlib import Path

import pytest

from models.report import ReportKind
from supervision.policies import active
from supervision.policies.complaints import PolicyError, Wrong
from supervision.policies.hands import Signer, Told
from supervision.policies.lint import FORBIDDEN, lint
from supervision.policies.reader import read

XIANYANG = active.preset("xianyang")


def complaints(text: str) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        read(text, "办法.toml")
    return caught.value


def line_of(text: str, fragment: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if fragment in line)


def test_xianyang_climbs_white_yellow_red() -> None:
    policy = read(XIANYANG)

    assert [step.colour for step in policy.ladder] == ["白", "黄", "红"]
    assert [step.points for step in policy.ladder] == [None, Decimal("-0.3"), None]
    assert [step.signer for step in policy.ladder] == [Signer.SUPERVISOR, Signer.LEADER, Signer.LEADER]
    assert [rule.body for rule in policy.ladder[2].handovers] == ["纪检监察机关", "考核办", "组织部"]
    assert not policy.may_skip
    assert policy.step(2) == policy.ladder[1]
    assert policy.step(4) is None
    assert Told.LEADER in policy.ladder[1].told


def test_xianyang_leaves_the_limits_to_the_slips() -> None:
    assert {step.default_limit_workdays for step in read(XIANYANG).ladder} == {None}


def test_xianyang_owes_three_reports() -> None:
    daily, weekly, monthly = read(XIANYANG).reports

    assert (daily.kind, daily.due_at, daily.remind_at) == (ReportKind.DAILY, time(18), (time(17, 30),))
    assert (weekly.kind, weekly.due_day, weekly.due_at) == (ReportKind.WEEKLY, 5, time(17))
    assert (monthly.kind, monthly.due_day, monthly.due_at) == (ReportKind.MONTHLY, 0, time(17))


def test_points_are_exact_written_either_way() -> None:
    as_number = XIANYANG.replace('points = "-0.3"', "points = -0.3")

    assert read(as_number).ladder[1].points == read(XIANYANG).ladder[1].points == Decimal("-0.3")


@pytest.mark.parametrize(
    ("good", "bad", "wrong"),
    [
        ("may_skip = false", "may_skip = 1", Wrong.WRONG_VALUE),
        ("floor = 10", "flor = 5", Wrong.UNKNOWN_KEY),
        ("floor = 10", 'floor = "5"', Wrong.WRONG_VALUE),
        ("factor = 3", "factor = 0.5", Wrong.WRONG_VALUE),
        ("factor = 3", "factor = nan", Wrong.WRONG_VALUE),
        ('due_at = "18:00"', 'due_at = "25:00"', Wrong.WRONG_VALUE),
        ('remind_at = ["17:30"]', 'remind_at = ["18:30"]', Wrong.WRONG_VALUE),
        ('due_day = "周五"', 'due_day = "周八"', Wrong.WRONG_VALUE),
        ('due_day = "周五"', 'due_day = ["周五"]', Wrong.WRONG_VALUE),
        ('due_day = "月末"', "due_day = 31", Wrong.WRONG_VALUE),
        ("before_workdays = [3, 1]", "before_workdays = [1, 3]", Wrong.WRONG_VALUE),
        ('kind = "周报"', 'kind = "日报"', Wrong.TWICE),
        ("level = 2", "level = 3", Wrong.STEP_GAP),
        ('points = "-0.3"', 'points = "0.3"', Wrong.WRONG_VALUE),
        ('points = "-0.3"', 'points = "三分"', Wrong.WRONG_VALUE),
        ("hearing_workdays = 3", "# 没有", Wrong.NEEDS_HEARING),
        ('signer = "领导"', 'signer = "督查室"', Wrong.NEEDS_LEADER),
        ('told = ["单位", "群"]', 'told = ["单位", "全市"]', Wrong.WRONG_VALUE),
        ('told = ["单位", "群"]', 'told = ["单位", ["群"]]', Wrong.WRONG_VALUE),
        ('body = "考核办"', 'bodi = "考核办"', Wrong.UNKNOWN_KEY),
    ],
)
def test_a_mistake_is_named_with_its_line(good: str, bad: str, wrong: Wrong) -> None:
    assert good in XIANYANG
    text = XIANYANG.replace(good, bad, 1)
    error = complaints(text)

    found = next(complaint for complaint in error.complaints if complaint.wrong == wrong)
    near = line_of(XIANYANG, good)
    assert near - 8 <= found.line <= near  # the key itself, or the head of its part
    assert f"办法.toml 第{found.line}行:" in str(error)
    assert "改法:" in str(error)


def test_one_reading_finds_every_mistake() -> None:
    text = (
        XIANYANG.replace("floor = 10", 'floor = "五"').replace("may_skip = false", "").replace("level = 3", "level = 9")
    )

    assert {complaint.key for complaint in complaints(text).complaints} == {"breaker.floor", "may_skip", "ladder.level"}


def test_a_misspelt_key_is_answered_with_the_right_one() -> None:
    assert "是不是“may_skip”" in str(complaints(XIANYANG.replace("may_skip", "may_skp")))


def test_a_missing_part_is_named() -> None:
    error = complaints(XIANYANG.replace("[breaker]", "[braker]"))

    assert "缺少“breaker”" in str(error)
    assert "不认识“braker”" in str(error)


@pytest.mark.parametrize("text", ["name = [", 'quiet = 3\nladder = "白"\nreports = [1]', ""])
def test_nonsense_is_refused_with_sentences(text: str) -> None:
    assert "改法:" in str(complaints(text))


@pytest.mark.parametrize(("rule", "term"), [(rule, term) for rule, terms in FORBIDDEN.items() for term in terms])
def test_what_the_rules_forbid_fails_the_lint(rule: str, term: str) -> None:
    text = XIANYANG.replace('asks_for = "实施效能监察"', f'asks_for = "按{term}考核"')

    assert [(found.got, found.hint, found.line) for found in lint(text)] == [(term, rule, line_of(text, term))]


def test_every_preset_reads_and_passes_the_lint() -> None:
    for name in active.presets():
        text = active.preset(name)
        assert read(text, name).name == name
        assert lint(text) == []


def test_the_numbers_in_the_comments_are_rows_of_our_own_tables() -> None:
    """(C17), (N2, O4): letters and digits of the requirement, threat and invariant tables, nothing else in brackets."""
    presets = Path(active.__file__).parent / "presets"
    for path in presets.glob("*.toml"):
        ids = re.findall(r"\(([A-Z]\d+(?:, [A-Z]\d+)*)\)", path.read_text(encoding="utf-8"))
        assert ids, path.name
        known = re.compile(r"[A-ENOPTXS]\d{1,2}")
        assert all(known.fullmatch(each) for group in ids for each in group.split(", ")), path.name
