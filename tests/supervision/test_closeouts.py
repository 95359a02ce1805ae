"""办结与销号: told as done, confirmed or returned by the office, and never by oneself."""

from __future__ import annotations

from datetime import date

import pytest

from models import Matter
from models.extension import RequestState
from models.matter import MatterStatus
from models.person import Role
from models.session import Database
from supervision import closeouts, extensions, texts
from supervision.errors import (
    AlreadyEnded,
    SamePerson,
    SomethingMissing,
)
from supervision.undecided import remind_undecided
from tests.supervision.desk import DUE, LATER, NOW, OVERDUE_DAY, Desk
from tests.supervision.house import MONDAY, House, moment


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(House(database))


def test_a_returned_extension_changes_nothing(desk: Desk) -> None:
    desk.asks_for_time()
    desk.does(lambda s, m, t, r: extensions.return_(s, m, t, r, "理由不充分"), desk.house.li, LATER)
    assert (desk.matter.due_on, desk.matter.original_due_on) == (DUE, DUE)
    assert "理由不充分" in desk.said("extension_returned")


def test_told_as_done_stops_the_clock_until_the_office_has_decided(desk: Desk) -> None:
    claim = desk.tells_done()
    assert claim.decide_by == date(2026, 6, 18)
    assert desk.matter.status is MatterStatus.COMPLETED
    assert desk.matter.next_look_on is None
    assert desk.house.heard("closeout_asked") == [desk.house.li]
    assert "“已验收”" in desk.said("closeout_asked")


def test_a_confirmation_dates_from_the_telling(desk: Desk) -> None:
    desk.is_climbing()
    desk.tells_done(strikes_off=True)
    desk.confirms(now=moment(date(2026, 6, 17), 9))
    matter = desk.matter
    assert (matter.status, matter.closed_at, matter.percent) == (MatterStatus.CLOSED, NOW, 100)
    assert desk.climb_ended_because() == "completion_confirmed"
    assert desk.house.heard("closeout_confirmed") == [desk.house.wang, desk.house.zhao]
    assert "按6月15日计" in desk.said("closeout_confirmed")


def test_done_and_struck_off_are_two_things(desk: Desk) -> None:
    desk.tells_done()
    desk.confirms()
    assert (desk.matter.status, desk.matter.closed_at) == (MatterStatus.COMPLETED, None)
    with pytest.raises(AlreadyEnded):
        desk.tells_done()
    desk.tells_done(strikes_off=True)
    desk.confirms()
    assert desk.matter.status is MatterStatus.CLOSED
    with pytest.raises(AlreadyEnded):
        desk.tells_done(strikes_off=True)


def test_telling_it_twice_keeps_the_first_date(desk: Desk) -> None:
    first = desk.tells_done()
    again = desk.tells_done(now=LATER, strikes_off=True)
    assert (again.id, again.told_at, again.strikes_off) == (first.id, NOW, True)


def test_what_was_told_first_and_came_in_last_keeps_its_date(desk: Desk) -> None:
    """Told within the due day: the ladder may not begin because a later word was quicker (N2, I5)."""
    due = moment(DUE, 17)
    desk.tells_done(now=moment(date(2026, 7, 1), 9), who=desk.house.wang)
    claim = desk.does(
        lambda s, m, t, r: closeouts.tell(s, m, t, r, strikes_off=False, evidence="已验收"),
        desk.house.zhao, moment(date(2026, 7, 1), 10), told_at=due,
    )  # fmt: skip
    assert (claim.told_at, claim.asked_by_id, claim.decide_by) == (due, desk.house.zhao, date(2026, 7, 3))


def test_a_return_resumes_the_clock_from_the_original_day(desk: Desk) -> None:
    desk.tells_done()
    desk.returns(now=moment(OVERDUE_DAY, 9))
    matter = desk.matter
    assert (matter.status, matter.due_on, matter.next_look_on) == (MatterStatus.IN_PROGRESS, DUE, OVERDUE_DAY)
    assert "缺验收单" in desk.said("closeout_returned")
    assert desk.tells_done(now=moment(OVERDUE_DAY, 10)).state is RequestState.ASKED


def test_a_return_says_what_is_lacking(desk: Desk) -> None:
    desk.tells_done()
    with pytest.raises(SomethingMissing):
        desk.returns(words=" ")


def test_nobody_closes_his_own_matter(desk: Desk) -> None:
    desk.tells_done(who=desk.house.li)  # 代录
    with pytest.raises(SamePerson):
        desk.confirms()
    inside = desk.house.person("zhou", "周督查", desk.house.investment, Role.SUPERVISOR)
    with pytest.raises(SamePerson):
        desk.confirms(who=inside)
    other = desk.house.person("wu", "吴督查", desk.house.office, Role.SUPERVISOR)
    assert desk.confirms(who=other).decided_by_id == other


def test_a_later_word_is_not_overwritten_by_an_earlier_claim(desk: Desk) -> None:
    """I6: the claim waits for the office, but the state is what was told last."""
    with desk.house.database.write() as session:
        matter = session.get_one(Matter, desk.matter_id)
        matter.told_at, matter.told_key = LATER, "z"
    assert desk.tells_done(now=NOW).state is RequestState.ASKED
    assert desk.matter.status is MatterStatus.IN_PROGRESS


def test_at_the_year_border_nothing_promises_a_day_the_calendar_does_not_know(desk: Desk) -> None:
    assert desk.tells_done(now=moment(date(2026, 12, 30), 9)).decide_by is None


def test_what_waits_is_shown_to_the_office_from_the_next_day_on(desk: Desk) -> None:
    desk.tells_done()
    desk.house.matter(4, DUE)
    with desk.house.database.write() as session:
        assert remind_undecided(session, moment(MONDAY, 18)) == 0
    for day in (date(2026, 6, 16), date(2026, 6, 22)):
        with desk.house.database.write() as session:
            assert remind_undecided(session, moment(day, 8)) == 1
            assert remind_undecided(session, moment(day, 9)) == 1
    first, last = desk.house.outbox("digest_undecided")
    assert "6月18日前答复" in texts.render(first.event, **first.facts)
    assert "(已过)" not in texts.render(first.event, **first.facts)
    assert "(已过)" in texts.render(last.event, **last.facts)
