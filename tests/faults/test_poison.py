"""A message that breaks its handler: three tries, then it is kept aside and its sender is told; nothing else stops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from handlers.dispatch import MOST_TRIES, Desk
from models import Inbox, PolicyVersion, Report
from models.inbox import Disposition
from rehearsal.platform import State
from supervision.rules import Rules
from tests.stories.office import StoryOffice

REPORT = "日报 奥瑞金二期 进度66%"


class BrokenAtTheEnd(Exception):
    """What strikes when a message is as good as worked."""


def _break(office: StoryOffice) -> None:
    """Somebody retired the policy and put no other in its place: no handler can work."""
    with office.house.database.write() as session:
        policy = session.query(PolicyVersion).filter(PolicyVersion.retired_at.is_(None)).one()
        policy.retired_at = office.clock.now


def _mend(office: StoryOffice) -> None:
    with office.house.database.write() as session:
        session.query(PolicyVersion).one().retired_at = None


def _row(office: StoryOffice) -> Inbox:
    with office.house.database.read() as session:
        return session.query(Inbox).order_by(Inbox.id.desc()).limit(1).one()


def _sweep(office: StoryOffice) -> None:
    office.clock.now += timedelta(seconds=30)
    office.house.sweep()


@pytest.fixture
def broken(office: StoryOffice) -> StoryOffice:
    _break(office)
    return office


def test_the_platform_is_answered_and_the_message_is_kept(broken: StoryOffice) -> None:
    delivery = broken.line.says("zhangwei", REPORT)
    assert delivery.state is State.ACCEPTED and delivery.reply is None
    assert (_row(broken).disposition, _row(broken).tries) == (Disposition.WAITING, 1)
    assert broken.matter(3).percent == 60


def test_a_passing_trouble_costs_nothing(broken: StoryOffice) -> None:
    told_at = broken.clock.now
    broken.says("zhangwei", REPORT)
    _sweep(broken)
    _mend(broken)
    _sweep(broken)
    assert broken.matter(3).percent == 66
    with broken.house.database.read() as session:
        assert session.query(Report).one().told_at == told_at
    broken.live()
    assert sum("66%" in one for one in broken.hears("zhangwei")) == 1


def test_after_three_tries_it_is_kept_aside_and_the_sender_is_told(broken: StoryOffice) -> None:
    broken.says("zhangwei", REPORT)
    for _ in range(MOST_TRIES + 2):
        _sweep(broken)
    row = _row(broken)
    assert (row.disposition, row.tries) == (Disposition.QUARANTINED, MOST_TRIES)
    _mend(broken)
    broken.live()
    told = [one for one in broken.hears("zhangwei") if str(row.id) in one]
    assert len(told) == 1 and "尚未记录" in told[0]


def test_the_office_hears_of_it_and_can_release_it(broken: StoryOffice) -> None:
    told_at = broken.clock.now
    broken.says("zhangwei", REPORT)
    for _ in range(MOST_TRIES):
        _sweep(broken)
    _mend(broken)
    broken.house.watch()
    broken.live()
    assert any("隔离" in one for one in broken.hears("zhouming"))
    row = _row(broken)
    assert str(row.id) in broken.says("zhouming", "隔离")
    broken.says("zhouming", f"释放 {row.id}")
    _sweep(broken)
    assert broken.matter(3).percent == 66
    with broken.house.database.read() as session:
        assert session.query(Report).one().told_at == told_at


def test_one_poisoned_message_holds_up_no_other(small_office: StoryOffice) -> None:
    _break(small_office)
    small_office.says("zhangwei", REPORT)
    _mend(small_office)
    assert "35%" in small_office.says("limin", "厂房一期 35%")
    _sweep(small_office)
    assert (small_office.matter(3).percent, small_office.matter(4).percent) == (66, 35)


def test_what_was_begun_is_undone(small_office: StoryOffice) -> None:
    """The handler breaks after it wrote: neither the report nor half of it stays, and the next try writes it once."""
    tries: list[int] = []
    desk = replace(small_office.house.desk, rules_in_force=_breaking_late(small_office.house.desk, tries))
    _break(small_office)
    small_office.says("zhangwei", REPORT)
    _mend(small_office)
    desk.work(_row(small_office).id)
    with small_office.house.database.read() as session:
        assert session.query(Report).count() == 0
    assert small_office.matter(3).percent == 60
    desk.work(_row(small_office).id)
    with small_office.house.database.read() as session:
        assert session.query(Report).count() == 1
    assert len(tries) == 2


def _breaking_late(desk: Desk, tries: list[int]) -> Callable[[Session], Rules]:
    """Rules under which the first try breaks when all is written and only the commit is left."""

    def fail(_session: Session) -> None:
        raise BrokenAtTheEnd

    def rules(session: Session) -> Rules:
        tries.append(1)
        if len(tries) == 1:
            event.listen(session, "before_commit", fail, once=True)
        return desk.rules_in_force(session)

    return rules


@pytest.mark.parametrize("kind", ["text", "event"])
def test_a_stranger_who_breaks_something_is_not_written_to(small_office: StoryOffice, kind: str) -> None:
    _break(small_office)
    if kind == "text":
        small_office.says("stranger", "你好")
    else:
        small_office.line.enters("stranger")
    for _ in range(MOST_TRIES):
        _sweep(small_office)
    _mend(small_office)
    small_office.live()
    assert small_office.hears("stranger") == []
