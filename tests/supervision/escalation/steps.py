"""What no act and no look of the clock may do to what stood before (N1, N2, N4, N7, N8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from models import Notice
from models.appeal import AppealState
from models.extension import RequestState
from models.finding import FindingKind
from models.matter import MatterStatus
from models.notice import Cause, NoticeState
from models.question import QuestionState
from supervision.clock import day_of
from tests.supervision.escalation.days_of_2026 import next_working_day
from tests.supervision.escalation.records import Records

STANDING = (RequestState.ASKED, RequestState.GRANTED)
ENDS_FOR_THIS_DAY = ("reason_accepted", "notice_withdrawn")
FINAL = (NoticeState.CANCELLED, NoticeState.WITHDRAWN)


def nothing_is_drafted_or_signed_against_what_forbids_it(before: Records, after: Records, today: date) -> None:
    for paper in _new(before, after) + _just_signed(before, after):
        matter = after.matters[paper.matter_id]
        assert matter.status not in (MatterStatus.CLOSED, MatterStatus.COMPLETED)
        assert matter.suspended_since is None and not matter.is_sealed
        assert [one for one in after.holds if one.released_at is None] == []
        assert [one for one in after.extensions if _asked(one.matter_id, one.state, paper)] == []
        assert [one for one in after.closeouts if _asked(one.matter_id, one.state, paper)] == []
        assert [one for one in after.questions if one.state is QuestionState.OPEN and matter.id in one.matter_ids] == []
        assert [one for one in after.of_climb(paper.climb_id) if _is_contested(after, one)] == []


def nothing_is_said_against_what_was_told_in_time(before: Records, after: Records, today: date) -> None:
    """Told as done by the due day and not returned, however late it reached us (N2, I5)."""
    for paper in _new(before, after) + _just_signed(before, after):
        due_on = after.matters[paper.matter_id].due_on
        told = [one for one in after.closeouts if one.matter_id == paper.matter_id and one.state in STANDING]
        assert due_on is None or not any(day_of(one.told_at) <= next_working_day(due_on) for one in told)


def time_alone_begins_nothing_before_the_day_is_over(before: Records, after: Records, today: date) -> None:
    for paper in _new(before, after):
        climb = after.climbs[paper.climb_id]
        due_on = after.matters[paper.matter_id].due_on
        if climb.cause is Cause.OVERDUE:
            assert due_on is not None and today > next_working_day(due_on)


def one_due_day_is_held_against_nobody_twice(before: Records, after: Records, today: date) -> None:
    """A reason was accepted, or the paper taken back: the same due day begins no new climb."""
    for climb in after.climbs.values():
        if climb.id in before.climbs or climb.cause is not Cause.OVERDUE:
            continue
        earlier = [
            one for one in before.climbs.values() if one.matter_id == climb.matter_id and one.cause is Cause.OVERDUE
        ]
        if earlier and earlier[-1].ended_because in ENDS_FOR_THIS_DAY:
            ended = before.of_climb(earlier[-1].id)[-1].grounds["due_on"]
            assert ended != after.of_climb(climb.id)[0].grounds["due_on"]


def a_report_ends_the_silence_that_was_held_against_a_unit(before: Records, after: Records, today: date) -> None:
    """No paper for missing reports where a word of the matter came since, told whenever it was (N2)."""
    for paper in _new(before, after):
        found = [one for one in after.findings if one.notice_id == paper.id]
        if after.climbs[paper.climb_id].cause is not Cause.MISSING_REPORT or paper.level > 1:
            continue
        silent = [one for one in found if one.kind is FindingKind.REPORTS_MISSING]
        since = min(date.fromisoformat(one.facts["since"]) for one in silent)
        told = [one for one in after.progress if one.matter_id == paper.matter_id and one.withdrawn_at is None]
        assert not any(day_of(one.told_at) >= since for one in told)


def what_a_paper_rests_on_is_never_changed(before: Records, after: Records, today: date) -> None:
    later = ("proposed", "signed", "cited", "cause", "heard_at", "reasons", "drafted_by_id")
    for old in before.notices.values():
        new = after.notices[old.id]
        known = {key: value for key, value in old.grounds.items() if key not in later}
        assert {key: new.grounds[key] for key in known} == known


def what_was_signed_stays_as_it_was_signed(before: Records, after: Records, today: date) -> None:
    for old in before.notices.values():
        new = after.notices[old.id]
        if old.state in FINAL:
            assert new.state is old.state
        if old.signed_at is not None:
            assert new.state in (NoticeState.SIGNED, NoticeState.WITHDRAWN)
            assert _signature(new) == _signature(old)


def points_are_only_added(before: Records, after: Records, today: date) -> None:
    for number, old in before.entries.items():
        new = after.entries[number]
        assert (new.unit_id, new.points, new.kind, new.ground_id) == (old.unit_id, old.points, old.kind, old.ground_id)


def a_climb_keeps_the_policy_under_which_it_began(before: Records, after: Records, today: date) -> None:
    for number, old in before.climbs.items():
        new = after.climbs[number]
        assert new.policy_version_id == old.policy_version_id
        assert old.ended_at is None or new.ended_at == old.ended_at


def _new(before: Records, after: Records) -> list[Notice]:
    return [one for number, one in after.notices.items() if number not in before.notices]


def _just_signed(before: Records, after: Records) -> list[Notice]:
    signed = [one for one in after.notices.values() if one.signed_at is not None]
    return [one for one in signed if one.id not in before.notices or before.notices[one.id].signed_at is None]


def _asked(matter_id: int, state: RequestState, paper: Notice) -> bool:
    return matter_id == paper.matter_id and state is RequestState.ASKED


def _is_contested(after: Records, paper: Notice) -> bool:
    return paper.id in after.appeals and after.appeals[paper.id].state is AppealState.ASKED


def _signature(paper: Notice) -> tuple[object, ...]:
    return (
        paper.series, paper.year, paper.serial, paper.signed_by_id, paper.signed_at, paper.level, paper.points,
        paper.unit_id, paper.colour, paper.article,
    )  # fmt: skip


STEPS: tuple[Callable[[Records, Records, date], None], ...] = (
    nothing_is_drafted_or_signed_against_what_forbids_it,
    nothing_is_said_against_what_was_told_in_time,
    time_alone_begins_nothing_before_the_day_is_over,
    one_due_day_is_held_against_nobody_twice,
    a_report_ends_the_silence_that_was_held_against_a_unit,
    what_a_paper_rests_on_is_never_changed,
    what_was_signed_stays_as_it_was_signed,
    points_are_only_added,
    a_climb_keeps_the_policy_under_which_it_began,
)
