"""Words that overtake one another on their way change nothing: what counts is when they were told (I5, I6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from models.extension import RequestState
from supervision.clock import at
from tests.stories.bookkeeping import BOOKED
from tests.stories.ladder import LI, MORNING, QIAN, WU, ZHAO, ZHOU
from tests.supervision.escalation import acts
from tests.supervision.escalation.acts import Act
from tests.supervision.escalation.town import Town, new_town

DUE = date(2026, 6, 15)
TOLD = [timedelta(hours=1), timedelta(hours=9), timedelta(hours=20), timedelta(hours=30)]
Word = tuple[Act, int, timedelta, int]  # what, by whom, how long after the morning of the due day, what he has in mind

DONE, TIME = (acts.report, acts.tell_done, acts.explain), (acts.report, acts.ask_time, acts.explain)


def words_of(kinds: Sequence[Act]) -> some.SearchStrategy[list[Word]]:
    who = some.sampled_from([ZHAO, QIAN])
    word = some.tuples(some.sampled_from(kinds), who, some.sampled_from(TOLD), some.integers(0, 9))
    return some.lists(word, min_size=2, max_size=4, unique_by=lambda one: one[2])


@settings(max_examples=8, deadline=None, derandomize=True)
@given(
    told=some.sampled_from([DONE, TIME]).flatmap(words_of),
    dice=some.randoms(use_true_random=False),
    is_granted=some.booleans(),
)
def test_the_order_in_which_words_arrive_is_irrelevant(told: list[Word], dice: Any, is_granted: bool) -> None:  # noqa: ANN401
    arrived = list(told)
    dice.shuffle(arrived)
    assert lived(sorted(told, key=lambda word: word[2]), is_granted) == lived(arrived, is_granted)


def lived(arriving: Sequence[Word], is_granted: bool) -> dict[str, Any]:
    """All arrive at noon of the second day; then the office answers, and two weeks go by."""
    town = new_town()
    town.begin(BOOKED, [DUE])
    town.now = at(date(2026, 6, 16), MORNING) + timedelta(hours=22)
    noon = town.now
    for act, who, after, seed in arriving:
        town.now = noon
        town.speaks(act, who, 0, noon + timedelta(minutes=5) - at(DUE, MORNING) - after, seed)
    town.days_pass(1)
    for act in (acts.confirm, acts.give_time) if is_granted else (acts.return_, acts.refuse_time):
        town.speaks(act, ZHOU, 0, timedelta(0), 0)
    for _ in range(3):
        town.days_pass(4)
        for act, who in ((acts.sign, LI), (acts.propose, LI), (acts.sign, WU)):
            town.speaks(act, who, 0, timedelta(0), 0)
    return _outcome(town)


def _outcome(town: Town) -> dict[str, Any]:
    seen = town.seen
    town.database.dispose()
    [matter] = seen.matters.values()
    return {
        "matter": (matter.status, matter.percent, matter.due_on, matter.told_at),
        "claims": [(one.told_at, one.asked_by_id, one.state, one.decide_by) for one in seen.closeouts],
        "asked": [(one.asked_at, one.until) for one in seen.extensions if one.state is not RequestState.WITHDRAWN],
        "papers": [(one.level, one.state, one.reason, one.drafted_at.date()) for one in seen.notices.values()],
        "points": sorted((one.unit_id, one.points) for one in seen.entries.values()),
        "climbs": [(one.cause, one.ended_because) for one in seen.climbs.values()],
    }
