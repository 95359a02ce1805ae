"""延期与暂停: what moves a due day, what stops the clock, and who decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models import Closeout, DueChange, Extension, Matter
from models.extension import RequestState
from models.matter import MatterStatus
from models.person import Role
from models.session import Database
from supervision import closeouts, extensions, texts
from supervision.errors import (
    AlreadyEnded,
    DateNotPossible,
    DecidedSince,
    NothingPending,
    NotLater,
    NotYours,
    Refusal,
    SamePerson,
    SomethingMissing,
)
from tests.supervision.desk import DUE, LATER, NEW, NOW, OVERDUE_DAY, Desk
from tests.supervision.house import MONDAY, House, moment

NOON = moment(MONDAY, 12)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(House(database))


def test_a_granted_extension_moves_the_day_and_keeps_the_original(desk: Desk) -> None:
    desk.is_climbing()
    asked = desk.asks_for_time()
    assert (asked.due_on, asked.until, asked.is_late) == (DUE, NEW, False)
    assert desk.house.heard("extension_asked") == [desk.house.li]
    desk.grants_time()
    matter = desk.matter
    assert (matter.due_on, matter.original_due_on, matter.next_look_on) == (NEW, DUE, date(2026, 7, 10))
    assert desk.climb_ended_because() == "extension_granted"
    assert desk.house.heard("extension_granted") == [desk.house.wang, desk.house.zhao]
    assert "新时限2026年7月15日(原2026年6月30日)" in desk.said("extension_granted")
    with desk.house.database.read() as session:
        change = session.scalars(select(DueChange)).one()
        assert extensions.judged_on(session, matter) == NEW
    assert (change.due_on, change.because, change.by_id) == (NEW, "因暴雨停工", desk.house.li)
    assert desk.acts()[-3:] == ["extension_asked", "climb_ended", "extension_granted"]


def test_a_second_extension_keeps_the_very_first_day(desk: Desk) -> None:
    desk.asks_for_time()
    desk.grants_time()
    desk.asks_for_time(until=date(2026, 8, 1))
    desk.grants_time()
    assert (desk.matter.due_on, desk.matter.original_due_on) == (date(2026, 8, 1), DUE)


def test_asked_after_the_due_day_the_original_judges(desk: Desk) -> None:
    late = desk.asks_for_time(now=moment(date(2026, 7, 1), 9))
    assert late.is_late
    desk.grants_time(now=moment(date(2026, 7, 1), 10))
    with desk.house.database.read() as session:
        assert extensions.judged_on(session, desk.matter) == DUE
    assert "逾期仍按原时限计" in desk.said("extension_granted")


def test_what_was_asked_last_stands_whatever_came_in_last(desk: Desk) -> None:
    desk.asks_for_time(until=date(2026, 7, 20), now=LATER)
    overtaken = desk.does(
        lambda s, m, t, r: extensions.request(s, m, t, until=NEW, because="因暴雨停工", rules=r),
        desk.house.zhao, LATER, told_at=NOW,
    )  # fmt: skip
    assert overtaken.until == date(2026, 7, 20)
    assert desk.grants_time().until == date(2026, 7, 20)


@pytest.mark.parametrize("is_granted", [True, False])
def test_a_request_that_was_overtaken_and_decided_comes_to_nothing(desk: Desk, is_granted: bool) -> None:
    """I6."""
    desk.asks_for_time(until=date(2026, 7, 20), now=moment(MONDAY, 12))
    desk.grants_time() if is_granted else desk.refuses_time()
    with pytest.raises(DecidedSince) as refused:
        desk.does(
            lambda s, m, t, r: extensions.request(s, m, t, until=NEW, because="因暴雨停工", rules=r),
            desk.house.zhao, LATER, told_at=NOW,
        )  # fmt: skip
    assert ("已经同意" if is_granted else "已经退回") in texts.render(refused.value.event, **refused.value.facts)


def test_asked_on_the_last_evening_is_in_time_however_late_it_is_processed(desk: Desk) -> None:
    asked = desk.does(
        lambda s, m, t, r: extensions.request(s, m, t, until=NEW, because="因暴雨停工", rules=r),
        desk.house.zhao,
        moment(date(2026, 7, 1), 8),
        told_at=moment(DUE, 23, 59, 59),
    )
    assert not asked.is_late


def _asks_before_noon(desk: Desk) -> None:
    """Told at ten; it may come in at three."""
    desk.does(
        lambda s, m, t, r: extensions.request(s, m, t, until=NEW, because="因暴雨停工", rules=r),
        desk.house.zhao, LATER, told_at=NOW,
    )  # fmt: skip


def _tells_done_at_noon(desk: Desk) -> None:
    desk.does(
        lambda s, m, t, r: closeouts.tell(s, m, t, r, strikes_off=False, evidence="已验收"),
        desk.house.zhao, LATER, told_at=NOON,
    )  # fmt: skip


@pytest.mark.parametrize(
    "comes_in", [(_asks_before_noon, _tells_done_at_noon), (_tells_done_at_noon, _asks_before_noon)]
)
@pytest.mark.parametrize("is_returned", [False, True])
def test_asked_for_and_then_told_as_done_whichever_came_in_first(
    desk: Desk, comes_in: tuple[Callable[[Desk], None], ...], is_returned: bool
) -> None:
    """I5, I6: both wait for the office; its word on the one that was done decides on the other."""
    for tell in comes_in:
        tell(desk)
    assert desk.matter.status is MatterStatus.COMPLETED
    with desk.house.database.read() as session:
        asked = session.scalars(select(Extension)).one()
        assert (asked.state, asked.asked_at, asked.is_late) == (RequestState.ASKED, NOW, False)
        assert session.scalars(select(Closeout.told_at)).one() == NOON

    if is_returned:
        desk.returns(now=moment(date(2026, 6, 16), 9))
        desk.grants_time(now=moment(date(2026, 6, 16), 10))
        assert (desk.matter.status, desk.matter.due_on) == (MatterStatus.IN_PROGRESS, NEW)
        return
    desk.confirms(now=moment(date(2026, 6, 16), 9))
    assert desk.matter.due_on == DUE
    with pytest.raises(NothingPending):
        desk.grants_time(now=moment(date(2026, 6, 16), 10))


def test_once_the_office_has_found_it_done_nothing_is_extended(desk: Desk) -> None:
    """Also while 销号 is still asked for."""
    _tells_done_at_noon(desk)
    desk.confirms(now=moment(date(2026, 6, 16), 9))
    with pytest.raises(AlreadyEnded):
        _asks_before_noon(desk)
    desk.tells_done(now=moment(date(2026, 6, 16), 10), strikes_off=True)
    with pytest.raises(AlreadyEnded):
        _asks_before_noon(desk)


def test_asking_anew_takes_the_place_of_the_first(desk: Desk) -> None:
    first = desk.asks_for_time()
    second = desk.asks_for_time(until=date(2026, 7, 20))
    with desk.house.database.read() as session:
        states = [session.get_one(Extension, one.id).state for one in (first, second)]
    assert states == [RequestState.WITHDRAWN, RequestState.ASKED]
    assert desk.grants_time().id == second.id


def test_what_was_decided_is_not_decided_again(desk: Desk) -> None:
    desk.asks_for_time()
    desk.grants_time()
    with pytest.raises(NothingPending):
        desk.grants_time()


@pytest.mark.parametrize("until", [DUE, MONDAY, MONDAY - timedelta(days=1)])
def test_an_extension_goes_forward(desk: Desk, until: date) -> None:
    with pytest.raises(NotLater) as refused:
        desk.asks_for_time(until=until)
    assert "的时限本来就是" in texts.render(refused.value.event, **refused.value.facts)


def test_an_extension_asked_after_the_day_ends_after_today(desk: Desk) -> None:
    desk.is_climbing()
    with pytest.raises(DateNotPossible):
        desk.asks_for_time(until=DUE + timedelta(days=1), now=moment(OVERDUE_DAY, 10))


def test_nobody_asks_for_another_units_matter(desk: Desk) -> None:
    with pytest.raises(NotYours):
        desk.asks_for_time(who=desk.house.qian)


def test_a_supervisor_and_nobody_else_decides(desk: Desk) -> None:
    desk.asks_for_time()
    boss = desk.house.person("sun", "孙市长", desk.house.office, Role.LEADER)
    for who in (desk.house.wang, boss):
        with pytest.raises(NotYours):
            desk.grants_time(who=who)
        with pytest.raises(NotYours):
            desk.suspends(who=who)
    desk.tells_done()
    with pytest.raises(NotYours):
        desk.confirms(who=desk.house.wang)
    assert desk.matter.due_on == DUE
    assert desk.matter.status is MatterStatus.COMPLETED


def test_while_suspended_the_clock_stands(desk: Desk) -> None:
    desk.is_climbing()
    desk.suspends()
    matter = desk.matter
    assert (matter.suspended_since, matter.next_look_on, matter.due_on) == (NOW, None, DUE)
    assert desk.climb_ended_because() == "suspended"
    assert desk.house.heard("suspension_begun") == [desk.house.wang, desk.house.zhao]
    with pytest.raises(NothingPending):
        desk.suspends()


def test_resumed_it_is_measured_by_the_day_that_was(desk: Desk) -> None:
    desk.suspends()
    suspension = desk.resumes(now=moment(OVERDUE_DAY, 9))
    assert (suspension.since, suspension.until) == (NOW, moment(OVERDUE_DAY, 9))
    assert (desk.matter.suspended_since, desk.matter.next_look_on) == (None, OVERDUE_DAY)
    assert "时限仍为2026年6月30日" in desk.said("suspension_ended")
    with pytest.raises(NothingPending):
        desk.resumes()


@pytest.mark.parametrize("status", [MatterStatus.COMPLETED, MatterStatus.CLOSED])
def test_what_has_ended_is_neither_extended_nor_suspended(database: Database, status: MatterStatus) -> None:
    desk = Desk(House(database))
    with database.write() as session:
        session.get_one(Matter, desk.matter_id).status = status
    for act in (desk.asks_for_time, desk.suspends):
        with pytest.raises(AlreadyEnded):
            act()


def test_every_refusal_has_its_words() -> None:
    for refusal in (AlreadyEnded, DateNotPossible, NothingPending, NotLater, NotYours, SamePerson, SomethingMissing):
        assert issubclass(refusal, Refusal)
        assert texts.exists(refusal.event)
