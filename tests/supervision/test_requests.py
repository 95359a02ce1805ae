"""延期、办结与销号、暂停: what a unit asks for, and what the office decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Act, Climb, DueChange, Extension, Matter, Suspension
from models.extension import RequestState
from models.matter import MatterStatus
from models.notice import Cause
from models.person import Role
from models.session import Database
from supervision import closeouts, extensions, suspensions, texts
from supervision.errors import (
    AlreadyEnded,
    DateNotPossible,
    NothingPending,
    NotYours,
    Refusal,
    SamePerson,
    SomethingMissing,
)
from supervision.rules import Rules
from supervision.telling import Telling
from supervision.undecided import remind_undecided
from tests.supervision.house import MONDAY, House, moment

T = TypeVar("T")
DUE = date(2026, 6, 30)
NEW = date(2026, 7, 15)
NOW = moment(MONDAY, 10)
LATER = moment(MONDAY, 15)
OVERDUE_DAY = date(2026, 7, 6)


class Desk:
    """The matter everybody talks of, and the acts upon it, each in its own transaction."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.matter_id = house.matter(3, DUE, title="奥瑞金二期", percent=65)

    @property
    def matter(self) -> Matter:
        return self.house.look_at(self.matter_id)

    def does(
        self,
        act: Callable[[Session, Matter, Telling, Rules], T],
        who: int,
        now: datetime,
        told_at: datetime | None = None,
    ) -> T:
        telling = self.house.telling(who, now, told_at)
        with self.house.database.write() as session:
            return act(session, session.get_one(Matter, self.matter_id), telling, self.house.rules)

    def asks_for_time(self, until: date = NEW, now: datetime = NOW, who: int | None = None) -> Extension:
        return self.does(
            lambda session, matter, telling, rules: extensions.request(
                session, matter, telling, until=until, because="因暴雨停工", rules=rules
            ),
            who or self.house.zhao,
            now,
        )

    def grants_time(self, now: datetime = LATER, who: int | None = None) -> Extension:
        return self.does(
            lambda s, m, telling, rules: extensions.grant(s, m, telling, rules, "注意安全"), who or self.house.li, now
        )

    def tells_done(self, now: datetime = NOW, strikes_off: bool = False, who: int | None = None) -> Any:  # noqa: ANN401
        return self.does(
            lambda s, m, telling, rules: closeouts.tell(
                s, m, telling, rules, strikes_off=strikes_off, evidence="已验收"
            ),
            who or self.house.zhao,
            now,
        )

    def confirms(self, now: datetime = LATER, who: int | None = None) -> Any:  # noqa: ANN401
        return self.does(lambda s, m, t, r: closeouts.confirm(s, m, t, r), who or self.house.li, now)

    def returns(self, words: str = "补办:缺验收单", now: datetime = LATER) -> Any:  # noqa: ANN401
        return self.does(lambda s, m, t, r: closeouts.return_(s, m, t, r, words), self.house.li, now)

    def suspends(self, now: datetime = NOW, who: int | None = None, because: str = "停工令") -> Suspension:
        return self.does(lambda s, m, t, r: suspensions.suspend(s, m, t, because, r), who or self.house.li, now)

    def resumes(self, now: datetime = LATER) -> Suspension:
        return self.does(lambda s, m, t, r: suspensions.resume(s, m, t, "停工令解除", r), self.house.li, now)

    def is_climbing(self) -> None:
        with self.house.database.write() as session:
            session.add(
                Climb(
                    matter_id=self.matter_id,
                    cause=Cause.OVERDUE,
                    cycle=1,
                    policy_version_id=self.house.source(session).policy_version_id,
                    started_at=NOW,
                )
            )

    def climb_ended_because(self) -> str | None:
        with self.house.database.read() as session:
            return session.scalars(select(Climb.ended_because)).one()

    def acts(self) -> list[str]:
        with self.house.database.read() as session:
            return list(session.scalars(select(Act.act).where(Act.matter_id == self.matter_id).order_by(Act.id)))

    def said(self, event: str) -> str:
        """The words of the one event, whoever hears them."""
        return {texts.render(row.event, **row.facts) for row in self.house.outbox(event)}.pop()


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


def test_asked_on_the_last_evening_is_in_time_however_late_it_is_processed(desk: Desk) -> None:
    asked = desk.does(
        lambda s, m, t, r: extensions.request(s, m, t, until=NEW, because="因暴雨停工", rules=r),
        desk.house.zhao,
        moment(date(2026, 7, 1), 8),
        told_at=moment(DUE, 23, 59, 59),
    )
    assert not asked.is_late


def test_a_returned_extension_changes_nothing(desk: Desk) -> None:
    desk.asks_for_time()
    desk.does(lambda s, m, t, r: extensions.return_(s, m, t, "理由不充分"), desk.house.li, LATER)
    assert (desk.matter.due_on, desk.matter.original_due_on) == (DUE, DUE)
    assert "理由不充分" in desk.said("extension_returned")


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
    with pytest.raises(DateNotPossible):
        desk.asks_for_time(until=until)


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
    for refusal in (AlreadyEnded, DateNotPossible, NothingPending, NotYours, SamePerson, SomethingMissing):
        assert issubclass(refusal, Refusal)
        assert texts.exists(refusal.event)


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
