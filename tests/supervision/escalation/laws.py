"""What has to hold of the tables at every moment, whoever did what in whatever order (N1, N3, N4, N5, N8)."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from models import Climb, Notice
from models.appeal import AppealState
from models.finding import FindingKind
from models.notice import Cause, NoticeState
from supervision.clock import day_of
from tests.supervision.escalation.days_of_2026 import next_working_day, works
from tests.supervision.escalation.records import Records

UNSIGNED = (NoticeState.HEARING, NoticeState.DRAFT, NoticeState.PROPOSED)
STATUTE = timedelta(days=30)


def at_most_one_paper_for_matter_cycle_and_level(seen: Records) -> None:
    papers = Counter((one.matter_id, one.cycle, one.level) for one in seen.notices.values())
    assert set(papers.values()) <= {1}


def a_matter_climbs_once_at_a_time(seen: Records) -> None:
    running = Counter(one.matter_id for one in seen.climbs.values() if one.ended_at is None)
    assert set(running.values()) <= {1}
    for one in seen.notices.values():
        assert seen.climbs[one.climb_id].ended_at is None or one.state not in UNSIGNED


def no_level_is_skipped(seen: Records) -> None:
    """From where the policy lets it enter, one by one; above that only where it may be, and a person asked for it."""
    for climb in seen.climbs.values():
        papers = seen.of_climb(climb.id)
        expected = _enters_on(seen, climb, papers[0])
        for paper in papers:
            if paper.grounds["skips"]:
                policy = seen.policy_of(paper)
                asked = {one.level for one in seen.findings if one.notice_id == paper.id}
                assert policy.may_skip and paper.level in asked and paper.level > expected
            else:
                assert paper.level == expected
            expected = paper.level + 1


def _enters_on(seen: Records, climb: Climb, first: Notice) -> int:
    if climb.cause is Cause.OVERDUE:
        kinds = {FindingKind.OVERDUE}
    else:
        kinds = {one.kind for one in seen.findings if one.notice_id == first.id}
    triggers = seen.policies[climb.policy_version_id].triggers
    entries = {one.enters for one in triggers if one.when in kinds}
    return first.level if first.level in entries else min(entries)


def each_level_waits_for_the_one_below(seen: Records) -> None:
    """It was signed, it arrived, and its limit went by, or a person found that the result does not do (C24, N3)."""
    for climb in seen.climbs.values():
        papers = seen.of_climb(climb.id)
        for below, paper in itertools.pairwise(papers):
            assert below.signed_at is not None and below.finish_by is not None
            assert below.signed_at <= paper.drafted_at
            by_person = any(one.notice_id == paper.id and one.by_id is not None for one in seen.findings)
            limit = max(below.finish_by, day_of(seen.reached[below.id]))
            assert by_person or day_of(paper.drafted_at) > next_working_day(limit)


def one_level_a_working_day(seen: Records) -> None:
    days = defaultdict(list)
    for one in seen.notices.values():
        days[one.matter_id].append(day_of(one.drafted_at))
    for found in days.values():
        assert len(found) == len(set(found))
        assert all(works(day) for day in found)


def numbers_have_no_gap_and_are_never_given_again(seen: Records) -> None:
    """Those of papers taken back among them."""
    given: dict[tuple[str, int], list[int]] = defaultdict(list)
    for one in sorted(seen.notices.values(), key=lambda one: (one.signed_at is None, one.signed_at)):
        assert (one.serial is None) == (one.signed_at is None)
        assert (one.signed_at is not None) == (one.state in (NoticeState.SIGNED, NoticeState.WITHDRAWN))
        if one.serial is not None and one.series is not None and one.year is not None:
            given[one.series, one.year].append(one.serial)
    assert given == {key: list(range(1, last + 1)) for key, last in seen.series.items()}


def what_hurts_takes_two_people_and_a_hearing(seen: Records) -> None:
    for one in seen.notices.values():
        step = seen.policy_of(one).step(one.level)
        assert step is not None
        if one.state is NoticeState.SIGNED and step.hearing_workdays is not None:
            assert one.proposed_by_id not in (None, one.signed_by_id)
            assert one.verdict and one.hearing_until is not None
            assert one.proposed_at is not None
            assert "无异议" in one.reason or one.proposed_at > one.hearing_until


def a_paper_is_of_the_policy_under_which_its_climb_began(seen: Records) -> None:
    for one in seen.notices.values():
        policy = seen.policy_of(one)
        step = policy.step(one.level)
        assert step is not None
        assert (one.colour, one.article, one.grounds["name"]) == (step.colour, step.article, step.name)
        assert one.grounds["policy"]["sha256"] == policy.sha256
        assert step.points_asked or one.points == step.points
        assert one.series in (None, policy.series)


def a_score_is_the_sum_of_the_papers_that_stand(seen: Records) -> None:
    """Each entry has its clause, its ground and its signer; of a paper taken back nothing is left."""
    scores: dict[int, Decimal] = defaultdict(Decimal)
    for one in seen.entries.values():
        paper = seen.notices[one.ground_id]
        assert one.clause.endswith(paper.article) and one.signed_by_id
        scores[one.unit_id] += one.points
    expected: dict[int, Decimal] = defaultdict(Decimal)
    for paper in seen.notices.values():
        if paper.state is NoticeState.SIGNED and paper.points is not None:
            for unit_id, points in _shares(seen, paper):
                expected[unit_id] += points
    assert {unit: sum_ for unit, sum_ in scores.items() if sum_} == expected


def _shares(seen: Records, paper: Notice) -> list[tuple[int, Decimal]]:
    """Half of it for each unit that assisted on the day of the signature, where the policy keeps a book (X8)."""
    points = paper.points or Decimal(0)
    own = [(paper.unit_id, points)]
    if not seen.policy_of(paper).books:
        return own
    return own + [(unit_id, points / 2) for unit_id in seen.assisted[paper.id]]


def standing_marks_are_those_of_the_papers_that_stand(seen: Records) -> None:
    lifted = {one.ground_id for one in seen.marks if one.kind == "lift"}
    marked = {one.ground_id for one in seen.marks if one.kind == "mark"} - lifted
    papers = seen.notices.values()
    assert marked == {one.id for one in papers if one.state is NoticeState.SIGNED and one.grounds["eligibility"]}


def a_review_has_its_days_and_its_own_judge(seen: Records) -> None:
    for appeal in seen.appeals.values():
        paper = seen.notices[appeal.notice_id]
        assert paper.signed_at is not None
        since = paper.received_at or seen.reached.get(paper.id) or paper.signed_at
        assert day_of(appeal.asked_at) <= day_of(since) + STATUTE
        assert appeal.decide_by == day_of(appeal.asked_at) + STATUTE
        if appeal.state is AppealState.REVOKED:
            assert paper.state is NoticeState.WITHDRAWN
        if appeal.decided_by_id is not None:
            found_by = {one.by_id for one in seen.findings if one.notice_id == paper.id}
            assert appeal.decided_by_id not in {paper.signed_by_id, paper.proposed_by_id, appeal.asked_by_id} | found_by


def limits_leave_at_least_a_working_day(seen: Records) -> None:
    for one in seen.notices.values():
        if one.signed_at is not None and one.finish_by is not None:
            assert one.finish_by > day_of(one.signed_at)


LAWS: tuple[Callable[[Records], None], ...] = (
    at_most_one_paper_for_matter_cycle_and_level,
    a_matter_climbs_once_at_a_time,
    no_level_is_skipped,
    each_level_waits_for_the_one_below,
    one_level_a_working_day,
    numbers_have_no_gap_and_are_never_given_again,
    what_hurts_takes_two_people_and_a_hearing,
    a_paper_is_of_the_policy_under_which_its_climb_began,
    a_score_is_the_sum_of_the_papers_that_stand,
    standing_marks_are_those_of_the_papers_that_stand,
    a_review_has_its_days_and_its_own_judge,
    limits_leave_at_least_a_working_day,
)
