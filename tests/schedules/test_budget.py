"""减负: when one more message may be said, and what becomes of what may not."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from models.outbox import MessageClass, OutgoingState
from models.session import Database
from schedules.budget import office_news_at, permitted_at
from schedules.quiet import Quiet
from schedules.spent import Spent
from supervision.clock import at
from supervision.lightness import DROPPED, WAITS
from supervision.outbox import To
from supervision.policies.policy import Lightness
from supervision.workdays import Calendar
from tests.schedules.post_office import MONDAY, PostOffice

QUIET = Quiet(time(20, 0), time(8, 0), Calendar(), Lightness())
WEDNESDAY = date(2026, 6, 24)
FRIDAY = date(2026, 6, 26)
BEFORE_THE_HOLIDAY = date(2026, 6, 18)  # a Thursday; 端午 and the weekend follow


def _permitted(day: date, spent: Spent, *, is_pressing: bool = False, is_group: bool = False) -> datetime | None:
    return permitted_at(spent, Lightness(), QUIET, at(day, time(9)), is_pressing=is_pressing, is_group=is_group)


@pytest.mark.parametrize(
    ("day", "spent", "until"),
    [
        (WEDNESDAY, Spent(), None),
        (WEDNESDAY, Spent(day=1, week=1), date(2026, 6, 25)),
        (WEDNESDAY, Spent(week=3), date(2026, 6, 29)),
        (WEDNESDAY, Spent(week=2), date(2026, 6, 25)),  # the last one is kept
        (FRIDAY, Spent(week=2), None),
        (BEFORE_THE_HOLIDAY, Spent(week=2), None),
        (BEFORE_THE_HOLIDAY, Spent(day=1, week=1), date(2026, 6, 22)),
        (FRIDAY, Spent(day=1, week=3), date(2026, 6, 29)),
    ],
)
def test_a_person_hears_it_now_or_on_the_next_permitted_morning(day: date, spent: Spent, until: date | None) -> None:
    assert _permitted(day, spent) == (at(until, time(8)) if until else None)


def test_what_must_not_wait_takes_the_last_message_but_not_a_fourth() -> None:
    assert _permitted(WEDNESDAY, Spent(week=2), is_pressing=True) is None
    assert _permitted(WEDNESDAY, Spent(week=3), is_pressing=True) == at(date(2026, 6, 29), time(8))


def test_a_group_has_its_day_and_no_week() -> None:
    assert _permitted(WEDNESDAY, Spent(day=1, week=9), is_group=True) is None
    assert _permitted(WEDNESDAY, Spent(day=2, week=2), is_group=True) == at(date(2026, 6, 25), time(8))


@pytest.mark.parametrize(("hour", "until"), [(9, at(WEDNESDAY, time(12))), (15, at(date(2026, 6, 25), time(8)))])
def test_the_office_has_its_news_once_in_half_a_day(hour: int, until: datetime) -> None:
    now = at(WEDNESDAY, time(hour))
    assert office_news_at(Spent(), QUIET, now) is None
    assert office_news_at(Spent(half_day=1), QUIET, now) == until


@pytest.fixture
def bounded(database: Database) -> PostOffice:
    """The post office under the usual budget."""
    return PostOffice(database, QUIET)


def test_what_exceeds_the_day_is_one_message_the_next_morning(bounded: PostOffice) -> None:
    bounded.posts("一", bounded.liaison)
    bounded.delivers()
    rows = [bounded.posts(words, bounded.liaison) for words in ("二", "三")]
    bounded.delivers()
    assert len(bounded.wire.touches) == 1
    assert {bounded.row(row).trouble for row in rows} == {WAITS}
    bounded.passes(days=1)
    assert len(bounded.wire.touches) == 2
    assert "二" in bounded.wire.touches[1][1] and "三" in bounded.wire.touches[1][1]


def test_what_is_of_no_use_later_ends_with_a_reason(bounded: PostOffice) -> None:
    bounded.posts("一", bounded.liaison)
    bounded.delivers()
    row = bounded.posts("日报18:00截止", bounded.liaison, expires_at=at(MONDAY, time(18)))
    bounded.delivers()
    assert (bounded.row(row).state, bounded.row(row).trouble) == (OutgoingState.EXPIRED, DROPPED)


def test_answers_papers_and_emergencies_are_not_counted(bounded: PostOffice) -> None:
    bounded.posts("一", bounded.liaison)
    bounded.delivers()
    bounded.posts("答复", bounded.liaison, MessageClass.REPLY)
    bounded.posts("督办单", bounded.liaison, MessageClass.PENALTY)
    bounded.posts("台风今夜登陆", bounded.liaison, is_urgent=True)
    bounded.delivers()
    assert len(bounded.wire.touches) == 4


def test_what_waits_holds_up_nobody_behind_it(bounded: PostOffice) -> None:
    bounded.posts("一", bounded.liaison)
    bounded.delivers()
    bounded.posts("二", bounded.liaison)
    bounded.posts("答复", bounded.liaison, MessageClass.REPLY)
    while not bounded.delivers().is_idle:
        pass
    assert [words for _, words in bounded.wire.touches][1:] == ["答复"]


def test_a_group_hears_two_a_day(bounded: PostOffice) -> None:
    """Counted from the database, so each round may be another process's."""
    chat = To(chat_id=bounded.chat_id)
    for words in ("一", "二", "三"):
        bounded.posts(words, chat)
        bounded.delivers()
        bounded.clock.forward(minutes=10)
    assert len(bounded.attempts()) == 2


def test_a_counted_message_is_one_on_the_wire(bounded: PostOffice) -> None:
    """What does not fit waits; the next morning it is said."""
    bounded.wire.longest = 60
    for number in range(4):
        bounded.posts(f"{number}" * 30, bounded.liaison)
    bounded.delivers()
    assert len(bounded.wire.touches) == 1
    bounded.clock.forward(days=1)
    bounded.delivers()
    assert len(bounded.wire.touches) == 2


def test_after_so_many_decisions_the_rest_is_one_list_the_next_morning(bounded: PostOffice) -> None:
    """Six of Monday come as they are asked, the others on Tuesday, together; that the bot has stopped comes at once."""
    for serial in range(1, 10):
        suggestion = {"kind": "建议", "serial": serial}
        bounded.posts(f"第{serial}条", bounded.supervisor, event="suggestion_made", facts=suggestion)
        bounded.delivers()
        bounded.clock.forward(minutes=20)
    assert len(bounded.wire.said_to("zhang")) == 6
    bounded.posts("", bounded.supervisor, event="hold_opened", facts={"kind": "breaker", "wanted": 70, "limit": 30})
    bounded.delivers()
    assert len(bounded.wire.said_to("zhang")) == 7

    bounded.passes(days=1)
    assert len(bounded.wire.said_to("zhang")) == 8
    assert all(f"编号{serial}" in bounded.wire.said_to("zhang")[-1] for serial in (7, 8, 9))
