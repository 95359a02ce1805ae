"""The ladder's question, asked of made-up situations: each no has its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.matter import MatterStatus
from models.notice import NoticeState
from supervision.policies.active import preset
from supervision.policies.reader import read
from supervision.rungs import blocked, next_rung_on, next_step
from supervision.standpoint import EscalationReason, Latest, Proposal, Situation, Waiting
from supervision.workdays import Calendar, YearDays

POLICY = read(preset("xianyang"))
CALENDAR = Calendar()
DUE = date(2026, 6, 15)  # Monday
LATE = Situation(due_on=DUE, status=MatterStatus.IN_PROGRESS)
SIGNED = Latest(1, NoticeState.SIGNED, finish_by=date(2026, 6, 23), reached_on=date(2026, 6, 16))

ARRIVED_LATE = replace(SIGNED, reached_on=date(2026, 6, 25))
TAKEN_BACK = Latest(2, NoticeState.WITHDRAWN)


def ask(situation: Situation, today: date) -> Proposal | Waiting:
    return next_step(situation, POLICY, CALENDAR, today)


@pytest.mark.parametrize(
    ("situation", "today", "reason"),
    [
        (replace(LATE, is_sealed=True), date(2026, 6, 16), EscalationReason.SEALED),
        (replace(LATE, is_suspended=True), date(2026, 6, 16), EscalationReason.SUSPENDED),
        (replace(LATE, status=MatterStatus.CLOSED), date(2026, 6, 16), EscalationReason.CLOSED),
        (replace(LATE, status=MatterStatus.COMPLETED), date(2026, 6, 16), EscalationReason.TOLD_AS_DONE),
        (replace(LATE, is_closeout_asked=True), date(2026, 6, 16), EscalationReason.TOLD_AS_DONE),
        (replace(LATE, is_told_in_time=True), date(2026, 6, 16), EscalationReason.TOLD_IN_TIME),
        (replace(LATE, is_extension_asked=True), date(2026, 6, 16), EscalationReason.EXTENSION_ASKED),
        (replace(LATE, is_question_open=True), date(2026, 6, 16), EscalationReason.QUESTION_OPEN),
        (replace(LATE, is_held=True), date(2026, 6, 16), EscalationReason.HELD),
        (replace(LATE, due_on=None), date(2026, 6, 16), EscalationReason.NO_DUE_DAY),
        (replace(LATE, due_on=date(2035, 1, 1)), date(2035, 3, 1), EscalationReason.CALENDAR_MISSING),
        (LATE, DUE, EscalationReason.NOT_OVERDUE),
        (replace(LATE, due_on=date(2026, 6, 20)), date(2026, 6, 22), EscalationReason.NOT_OVERDUE),  # due on a Saturday
        (LATE, date(2026, 6, 19), EscalationReason.NO_WORKDAY),  # 端午
        (replace(LATE, drafted_on=date(2026, 6, 16)), date(2026, 6, 16), EscalationReason.CLIMBED_TODAY),
        (replace(LATE, is_ended_for_this_day=True), date(2026, 6, 17), EscalationReason.ENDED_FOR_THIS_DAY),
        (replace(LATE, latest=Latest(1, NoticeState.DRAFT)), date(2026, 6, 30), EscalationReason.NOTICE_UNSIGNED),
        (replace(LATE, latest=Latest(2, NoticeState.HEARING)), date(2026, 6, 30), EscalationReason.HEARING_OPEN),
        (replace(LATE, latest=Latest(2, NoticeState.PROPOSED)), date(2026, 6, 30), EscalationReason.NOTICE_UNSIGNED),
        (replace(LATE, latest=Latest(2, NoticeState.REFUSED)), date(2026, 6, 30), EscalationReason.SIGNER_REFUSED),
        (replace(LATE, latest=TAKEN_BACK), date(2026, 6, 30), EscalationReason.ENDED_FOR_THIS_DAY),
        (replace(LATE, latest=replace(SIGNED, reached_on=None)), date(2026, 6, 30), EscalationReason.NOT_DELIVERED),
        (replace(LATE, latest=SIGNED), date(2026, 6, 23), EscalationReason.LIMIT_RUNNING),
        (replace(LATE, latest=ARRIVED_LATE), date(2026, 6, 25), EscalationReason.LIMIT_RUNNING),
        (replace(LATE, latest=replace(SIGNED, level=3)), date(2026, 6, 30), EscalationReason.TOP_REACHED),
    ],
)  # fmt: skip
def test_each_no_has_its_reason(situation: Situation, today: date, reason: EscalationReason) -> None:
    assert ask(situation, today) == Waiting(reason)


def test_no_reason_window_is_opened_that_has_no_end_yet() -> None:
    """N6: the unit's working days cannot be counted; the hearing opens once the year is loaded."""
    eve = date(2026, 12, 31)
    overdue = replace(LATE, due_on=date(2026, 12, 1), latest=replace(SIGNED, finish_by=date(2026, 12, 20)))
    assert ask(overdue, eve) == Waiting(EscalationReason.CALENDAR_MISSING)
    found = next_step(overdue, POLICY, Calendar({2027: YearDays(frozenset({date(2027, 1, 1)}), frozenset())}), eve)
    assert isinstance(found, Proposal) and found.step.hearing_workdays


def test_white_is_proposed_on_the_first_working_day_after_the_due_day() -> None:
    assert ask(LATE, date(2026, 6, 16)) == Proposal(POLICY.ladder[0], EscalationReason.OVERDUE, 1)


def test_yellow_is_proposed_on_the_first_working_day_after_the_limit() -> None:
    assert ask(replace(LATE, latest=SIGNED), date(2026, 6, 24)) == Proposal(
        POLICY.ladder[1], EscalationReason.LIMIT_PASSED, 2
    )


def test_a_longer_gap_of_the_policy_is_waited_for() -> None:
    slow = replace(POLICY, ladder=(replace(POLICY.ladder[0], after_workdays=3), *POLICY.ladder[1:]))

    assert next_step(LATE, slow, CALENDAR, date(2026, 6, 17)) == Waiting(EscalationReason.GAP_RUNNING)
    assert isinstance(next_step(LATE, slow, CALENDAR, date(2026, 6, 18)), Proposal)


flags = st.fixed_dictionaries(
    {name: st.booleans() for name in Situation.__dataclass_fields__ if name.startswith("is_")}
)
latest = st.none() | st.builds(
    Latest,
    level=st.integers(1, 3),
    state=st.sampled_from(NoticeState),
    finish_by=st.dates(date(2026, 6, 1), date(2026, 8, 1)),
    reached_on=st.none() | st.dates(date(2026, 6, 1), date(2026, 8, 1)),
)


@given(
    flags=flags,
    status=st.sampled_from(MatterStatus),
    due_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 1)),
    drafted_on=st.none() | st.dates(date(2026, 6, 1), date(2026, 8, 1)),
    latest=latest,
    today=st.dates(date(2026, 1, 1), date(2026, 12, 1)),
)
def test_whatever_happens_no_step_is_skipped_and_nothing_blocked_is_proposed(
    flags: dict[str, Any],
    status: MatterStatus,
    due_on: date | None,
    drafted_on: date | None,
    latest: Latest | None,
    today: date,
) -> None:
    bare = Situation(due_on=due_on, status=status, drafted_on=drafted_on, latest=latest)
    situation = replace(bare, **flags)
    found = ask(situation, today)
    if isinstance(found, Waiting):
        return
    assert blocked(situation, CALENDAR, today) is None
    assert found.level == found.step.level == (latest.level + 1 if latest else 1)
    if situation.is_by_time or latest is None:
        assert due_on is not None and today > due_on
    assert CALENDAR.is_workday(today)
    assert drafted_on is None or drafted_on < today


@given(today=st.dates(date(2026, 5, 1), date(2026, 9, 1)), latest=latest)
def test_the_day_to_look_again_is_never_later_than_the_step(today: date, latest: Latest | None) -> None:
    """From any day on, the first day with a proposal is not missed by looking only on the days named."""
    situation = replace(LATE, latest=latest)
    first = next(
        (
            day
            for day in (today + timedelta(days=after) for after in range(1, 120))
            if isinstance(ask(situation, day), Proposal)
        ),
        None,
    )
    look_on = next_rung_on(DUE, latest, POLICY, CALENDAR, today)
    if first is not None:
        assert look_on is not None and look_on <= first
