"""The laws see what is broken: of the same weeks one record is falsified, and the law that forbids it finds it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from models import Extension
from models.extension import RequestState
from models.notice import NoticeState
from supervision.clock import day_of
from tests.stories.bookkeeping import BOOKED
from tests.stories.ladder import LI, WU
from tests.supervision.escalation import acts, laws, steps
from tests.supervision.escalation.records import Records, records
from tests.supervision.escalation.town import FIRST, Town, new_town

NOW, SEED = timedelta(0), 3
WHITE, OTHER_WHITE, YELLOW = 1, 2, 3


@pytest.fixture(scope="module")
def town() -> Town:
    """White and yellow are signed on the first matter, white is drafted on the second."""
    town = new_town()
    town.begin(BOOKED, [FIRST, FIRST])
    town.days_pass(4)
    assert town.speaks(acts.sign, LI, 0, NOW, SEED) is None
    town.days_pass(19)
    assert town.speaks(acts.propose, LI, 0, NOW, SEED) is None
    assert town.speaks(acts.sign, WU, 0, NOW, SEED) is None
    assert [one.level for one in town.seen.notices.values()] == [1, 1, 2]
    return town


@pytest.fixture
def seen(town: Town) -> Records:
    """Read anew, to be falsified."""
    return records(town.database, town.seen)


def of_paper(number: int, **values: object) -> Callable[[Records], None]:
    def falsify(seen: Records) -> None:
        for name, value in values.items():
            setattr(seen.notices[number], name, value)

    return falsify


def points_are_less(seen: Records) -> None:
    next(iter(seen.entries.values())).points = Decimal("-0.2")


def a_number_is_lost(seen: Records) -> None:
    seen.series[next(iter(seen.series))] += 1


def a_climb_has_ended(seen: Records) -> None:
    climb = seen.climbs[seen.notices[OTHER_WHITE].climb_id]
    climb.ended_at = climb.started_at


def drafted_on_one_day(seen: Records) -> None:
    seen.notices[YELLOW].drafted_at = seen.notices[WHITE].drafted_at


BROKEN = [
    (laws.a_score_is_the_sum_of_the_papers_that_stand, points_are_less),
    (laws.a_score_is_the_sum_of_the_papers_that_stand, of_paper(YELLOW, state=NoticeState.WITHDRAWN)),
    (laws.numbers_have_no_gap_and_are_never_given_again, a_number_is_lost),
    (laws.at_most_one_paper_for_matter_cycle_and_level, of_paper(YELLOW, level=1)),
    (laws.no_level_is_skipped, of_paper(YELLOW, level=3)),
    (laws.one_level_a_working_day, drafted_on_one_day),
    (laws.each_level_waits_for_the_one_below, of_paper(WHITE, finish_by=date(2026, 12, 31))),
    (laws.a_matter_climbs_once_at_a_time, a_climb_has_ended),
    (laws.what_hurts_takes_two_people_and_a_hearing, of_paper(YELLOW, proposed_by_id=WU)),
    (laws.a_paper_is_of_the_policy_under_which_its_climb_began, of_paper(WHITE, colour="橙")),
]


@pytest.mark.parametrize(("law", "falsify"), BROKEN)
def test_what_is_falsified_is_seen(
    seen: Records, law: Callable[[Records], None], falsify: Callable[[Records], None]
) -> None:
    law(seen)
    falsify(seen)
    with pytest.raises(AssertionError):
        law(seen)


def test_what_was_signed_against_a_request_for_time_is_seen(town: Town, seen: Records) -> None:
    """As if it had been signed at this very moment."""
    before, today = records(town.database, town.seen), day_of(town.now)
    before.notices[YELLOW].signed_at = None
    steps.nothing_is_drafted_or_signed_against_what_forbids_it(before, seen, today)
    seen.extensions.append(Extension(matter_id=town.matters[0], state=RequestState.ASKED))
    with pytest.raises(AssertionError):
        steps.nothing_is_drafted_or_signed_against_what_forbids_it(before, seen, today)
