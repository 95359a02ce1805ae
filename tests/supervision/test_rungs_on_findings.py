"""The ladder's question where something besides the due day is found: verdicts, missing reports, month-ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.finding import FindingKind
from models.matter import MatterStatus
from models.notice import NoticeState
from supervision.policies.active import preset
from supervision.policies.ladder import Trigger
from supervision.policies.policy import Policy
from supervision.policies.reader import read
from supervision.rungs import next_step
from supervision.standpoint import EscalationReason, Found, Latest, Proposal, Situation, Waiting
from supervision.workdays import Calendar

XIANYANG = read(preset("xianyang"))
CALENDAR = Calendar()
TUESDAY = date(2026, 6, 16)
RUNNING = Situation(due_on=date(2026, 9, 30), status=MatterStatus.IN_PROGRESS)
POOR = Found(1, FindingKind.POOR_QUALITY, TUESDAY, by_person=True)
BEHIND = Found(2, FindingKind.BEHIND_PLAN, TUESDAY)
WHITE = Latest(1, NoticeState.SIGNED, finish_by=date(2026, 6, 23), reached_on=date(2026, 6, 15))

BY_MONTHS = replace(
    XIANYANG,
    triggers=(Trigger(FindingKind.MONTH_UNFINISHED, "第八条"),),
    ladder=tuple(
        replace(step, after_workdays=None, after_month_ends=ends)
        for step, ends in zip(XIANYANG.ladder, (0, 1, 3), strict=True)
    ),
)


def month_end(month: int, day: int) -> Found:
    return Found(month, FindingKind.MONTH_UNFINISHED, date(2026, month, day), by_person=True)


def ask(situation: Situation, today: date = TUESDAY, policy: Policy = XIANYANG) -> Proposal | Waiting:
    return next_step(situation, policy, CALENDAR, today)


@pytest.mark.parametrize("found", [POOR, BEHIND])
def test_what_is_found_starts_a_climb_before_the_due_day(found: Found) -> None:
    """“无进展或进展缓慢” (C16), “达不到标准” (C24): white, with the finding as its ground."""
    assert ask(replace(RUNNING, findings=(found,))) == Proposal(
        XIANYANG.ladder[0], EscalationReason.FOUND, 1, found
    )  # fmt: skip


def test_what_the_policy_makes_nothing_of_starts_nothing() -> None:
    revisited = Found(3, FindingKind.REVISIT_FAILED, TUESDAY, by_person=True)

    assert ask(replace(RUNNING, findings=(revisited,))) == Waiting(EscalationReason.NOT_OVERDUE)


def test_lateness_goes_before_a_finding() -> None:
    late = replace(RUNNING, due_on=date(2026, 6, 15), findings=(POOR,))

    assert ask(late) == Proposal(XIANYANG.ladder[0], EscalationReason.OVERDUE, 1)


def test_a_verdict_of_quality_does_not_wait_for_the_limit() -> None:
    """Yellow: 规定时限内未完成 **或** 达不到标准 (C18, C24)."""
    climbing = replace(RUNNING, latest=WHITE, is_by_time=False, findings=(POOR,))

    assert ask(climbing) == Proposal(XIANYANG.ladder[1], EscalationReason.FOUND, 2, POOR)


def test_what_the_bot_reckons_takes_nobody_further_while_the_limit_runs() -> None:
    climbing = replace(RUNNING, latest=WHITE, is_by_time=False, findings=(BEHIND,))

    assert ask(climbing) == Waiting(EscalationReason.LIMIT_RUNNING)


def test_the_limit_of_a_slip_for_slowness_leads_on_though_the_matter_is_not_due() -> None:
    climbing = replace(RUNNING, latest=WHITE, is_by_time=False)

    assert ask(climbing, date(2026, 6, 24)) == Proposal(XIANYANG.ladder[1], EscalationReason.LIMIT_PASSED, 2)


def test_a_report_takes_the_cause_away() -> None:
    climbing = replace(RUNNING, latest=WHITE, is_by_time=False, is_cause_gone=True)

    assert ask(climbing, date(2026, 6, 24)) == Waiting(EscalationReason.CAUSE_GONE)


def test_one_level_a_working_day_whatever_is_found() -> None:
    """N3."""
    drafted = replace(RUNNING, latest=WHITE, is_by_time=False, findings=(POOR,), drafted_on=TUESDAY)

    assert ask(drafted) == Waiting(EscalationReason.CLIMBED_TODAY)


def test_xianyang_lets_nobody_ask_for_red_at_once() -> None:
    """C26."""
    asked = replace(POOR, level=3)

    assert ask(replace(RUNNING, findings=(asked,))) == Proposal(
        XIANYANG.ladder[0], EscalationReason.FOUND, 1, asked
    )  # fmt: skip


def test_where_a_policy_lets_skip_a_person_may_ask_for_red() -> None:
    asked = replace(POOR, level=3)
    skipping = replace(XIANYANG, may_skip=True)

    assert ask(replace(RUNNING, findings=(asked,)), policy=skipping) == Proposal(
        XIANYANG.ladder[2], EscalationReason.FOUND, 3, asked, skips=True
    )


def test_the_last_step_is_repeated_until_it_is_solved() -> None:
    """A27, B36."""
    open_ended = replace(XIANYANG, ladder=(*XIANYANG.ladder[:2], replace(XIANYANG.ladder[2], repeats=True)))
    third = replace(WHITE, level=3)
    climbing = replace(RUNNING, latest=third, is_by_time=False)

    assert ask(climbing, date(2026, 6, 24), open_ended) == Proposal(
        open_ended.ladder[2], EscalationReason.LIMIT_PASSED, 4
    )
    assert ask(climbing, date(2026, 6, 24)) == Waiting(EscalationReason.TOP_REACHED)


@pytest.mark.parametrize(
    ("level", "found", "today", "expected"),
    [
        (0, month_end(6, 30), date(2026, 7, 1), 1),  # 当月未完成 (E25)
        (1, month_end(6, 30), date(2026, 7, 2), None),
        (1, month_end(7, 31), date(2026, 8, 3), 2),  # 次月延期未完成 (E26)
        (2, month_end(8, 31), date(2026, 9, 1), None),
        (2, month_end(9, 30), date(2026, 10, 9), 3),  # 延期三个月未完成 (E27, X3)
    ],
)
def test_months_are_counted_from_the_month_it_was_planned_for(
    level: int, found: Found, today: date, expected: int | None
) -> None:
    latest = replace(WHITE, level=level, finish_by=None) if level else None
    began = date(2026, 6, 30) if level else None
    situation = replace(RUNNING, latest=latest, is_by_time=False, findings=(found,), month_began=began)
    answer = ask(situation, today, BY_MONTHS)

    if expected is None:
        assert answer == Waiting(EscalationReason.MONTH_RUNNING)
    else:
        assert isinstance(answer, Proposal) and answer.level == expected
