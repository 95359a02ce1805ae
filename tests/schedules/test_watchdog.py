"""Somebody notices when nothing happens: once an hour for each trouble, and never because all is well."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from models import Inbox
from models.inbox import Disposition
from models.outbox import MessageClass, OutgoingState
from models.session import Database
from schedules.claims import claim
from schedules.watchdog import Alarm, Trouble, watch
from tests.schedules.post_office import QUIET, REFUSED, PostOffice

PENALTY, REPLY = MessageClass.PENALTY, MessageClass.REPLY


@pytest.fixture
def office(database: Database) -> PostOffice:
    return PostOffice(database)


def looks(office: PostOffice) -> list[Alarm]:
    with office.database.write() as session:
        return watch(session, office.clock())


def troubles(office: PostOffice) -> list[Trouble]:
    return [alarm.trouble for alarm in looks(office)]


def told(office: PostOffice) -> list[str]:
    office.clock.forward(minutes=1)
    office.delivers()
    return office.wire.said_to("admin")


def a_message(office: PostOffice, received_at: datetime, disposition: Disposition = Disposition.WAITING) -> None:
    office.posted += 1
    with office.database.write() as session:
        session.add(
            Inbox(
                corp="ww1", agent="1", message_key=f"m{office.posted}", channel="app", sender="wang", kind="text",
                told_at=received_at, received_at=received_at, envelope=b"", plaintext=b"", disposition=disposition,
                worked_at=None if disposition is Disposition.WAITING else received_at,
            )
        )  # fmt: skip


def test_an_office_where_all_is_well_hears_nothing(office: PostOffice) -> None:
    office.posts("日报未交", office.head)
    a_message(office, office.clock(), Disposition.RECORDED)
    office.delivers()
    office.clock.forward(hours=2)
    assert looks(office) == [] and told(office) == []


def test_messages_nobody_works_are_told_of_once_an_hour(office: PostOffice) -> None:
    a_message(office, office.clock())
    assert troubles(office) == []
    office.clock.forward(minutes=3)

    assert troubles(office) == troubles(office) == [Trouble.INBOX_WAITING]
    assert "1条没有处理" in told(office)[0] and len(told(office)) == 1

    office.clock.forward(hours=1)
    assert troubles(office) == [Trouble.INBOX_WAITING]
    assert len(told(office)) == 2


def test_an_outbox_nobody_empties(office: PostOffice) -> None:
    office.posts("红灯2件", office.head, REPLY)
    office.clock.forward(minutes=11)
    assert troubles(office) == [Trouble.OUTBOX_WAITING]


def test_what_waits_its_turn_is_no_trouble(office: PostOffice) -> None:
    office.wire.answers.extend([REFUSED] * 4)
    office.posts("一", office.head, REPLY)
    office.posts("二", office.head, REPLY)
    office.posts("明天再说", office.liaison, not_before=office.clock() + timedelta(days=1))
    for _ in range(4):
        office.delivers()
        office.clock.forward(minutes=3)
    assert troubles(office) == []


def test_a_delivery_that_died_and_nobody_took_up(office: PostOffice) -> None:
    office.posts("红灯2件", office.head, REPLY)
    with office.database.write() as session:
        claim(session, office.clock(), QUIET)
    office.clock.forward(minutes=8)
    assert troubles(office) == [Trouble.ATTEMPTS_HANGING]


def test_each_message_in_quarantine_is_told_of_once(office: PostOffice) -> None:
    a_message(office, office.clock(), Disposition.QUARANTINED)
    for _ in range(3):
        assert troubles(office) == [Trouble.QUARANTINED]
        office.passes(hours=1)
    assert len(told(office)) == 1

    a_message(office, office.clock(), Disposition.QUARANTINED)
    looks(office)
    assert len(told(office)) == 2


def test_when_nothing_gets_through(office: PostOffice) -> None:
    office.wire.answers.extend([REFUSED] * 10)
    for person in (office.head, office.liaison):
        office.posts("红灯2件", person, REPLY)
    office.passes(minutes=10)
    assert troubles(office) == []
    office.passes(minutes=4)
    assert troubles(office) == [Trouble.SENDS_FAILING]
    assert "连续10次" in told(office)[-1]


def test_a_formal_paper_that_expired_is_handed_to_the_office_once(office: PostOffice) -> None:
    office.wire.answers.extend([REFUSED] * 50)
    row = office.posts("督办单", office.head, PENALTY, expires_at=office.clock() + timedelta(minutes=30))
    for _ in range(5):
        office.delivers()
        office.clock.forward(minutes=10)
    assert office.row(row).state is OutgoingState.EXPIRED
    office.wire.answers.clear()

    looks(office), looks(office)
    office.delivers()

    papers = [words for words in office.wire.said_to("zhang") if "纸质件" in words]
    assert len(papers) == 1 and "已过期" in papers[0]
