"""What lies in the outbox is said: once, in order, to those who may hear it, and only while it is true."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from models import Hold, Matter, Person
from models.matter import MatterStatus
from models.outbox import MessageClass, OutgoingState
from models.run import HoldKind
from models.session import Database
from schedules.claims import next_delivery_at
from supervision.clock import at
from supervision.outbox import To
from tests.schedules.post_office import MONDAY, PostOffice

PENALTY, REMINDER, REPLY, BULLETIN = (
    MessageClass.PENALTY, MessageClass.REMINDER, MessageClass.REPLY, MessageClass.BULLETIN,
)  # fmt: skip


@pytest.fixture
def office(database: Database) -> PostOffice:
    return PostOffice(database)


def test_a_reply_is_said_once_and_then_there_is_nothing_left_to_do(office: PostOffice) -> None:
    row = office.posts("已记录：奥瑞金 65%", office.head, REPLY)

    assert not office.delivers().is_idle
    assert office.delivers().is_idle

    assert office.wire.touches == [("wang", "已记录：奥瑞金 65%")]
    assert office.row(row).state is OutgoingState.SENT


def test_several_reminders_for_one_person_are_one_numbered_message(office: PostOffice) -> None:
    rows = [office.posts(words, office.head) for words in ("日报未交", "奥瑞金3天后到期")]
    office.posts("日报未交", office.liaison)

    office.delivers()

    [digest] = office.wire.said_to("wang")
    assert digest.startswith("2件事") and "1. 日报未交" in digest and "2. 奥瑞金3天后到期" in digest
    assert f"消息编号 {rows[0]}" in digest
    assert {office.row(row).state for row in rows} == {OutgoingState.SENT}
    assert "件事" not in office.wire.said_to("li")[0]


def test_several_of_one_kind_are_one_list_where_a_text_says_how(office: PostOffice) -> None:
    for number in (3, 4, 5):
        facts = {"number": number, "title": "奥瑞金二期", "due_on": "2026-06-18", "left": 3}
        office.posts("", office.head, event="warn_due", facts=facts)
    office.posts("日报未交", office.head)

    office.delivers()

    [digest] = office.wire.said_to("wang")
    assert digest.startswith("2件事") and "1. 3项快到期了" in digest and "2. 日报未交" in digest


def test_papers_and_answers_go_alone_and_in_their_place(office: PostOffice) -> None:
    office.posts("提醒一", office.head)
    office.posts("督办单", office.head, PENALTY)
    office.posts("提醒二", office.head)
    office.posts("答复", office.head, REPLY)
    office.posts("通报", office.head, BULLETIN)

    office.delivers()

    assert [words.split("\n")[0] for words in office.wire.said_to("wang")] == [
        "提醒一",
        "督办单",
        "提醒二",
        "答复",
        "通报",
    ]


def test_at_night_and_on_days_off_only_answers_and_what_is_urgent_is_said(office: PostOffice) -> None:
    friday_night = at(date(2026, 6, 12), time(21, 0))
    office.clock.now = friday_night
    reminder = office.posts("奥瑞金3天后到期", office.head)
    office.posts("红灯2件", office.head, REPLY)
    office.posts("台风今夜登陆", office.liaison, is_urgent=True)

    office.delivers()
    assert [words.split("\n")[0] for _, words in office.wire.touches] == ["红灯2件", "台风今夜登陆"]

    row, morning = office.row(reminder), at(MONDAY, time(8, 0))
    assert morning < row.not_before < morning + timedelta(minutes=8), "not all at once on the stroke of eight"
    assert row.expires_at - row.not_before == timedelta(hours=24), "the night takes nothing from its life"
    with office.database.read() as session:
        assert next_delivery_at(session) == row.not_before

    office.clock.now = row.not_before
    office.delivers()
    assert office.row(reminder).state is OutgoingState.SENT


def test_what_is_of_use_until_an_hour_is_not_said_the_next_morning(office: PostOffice) -> None:
    office.clock.now = at(MONDAY, time(20, 30))
    row = office.posts("今天的日报还没交", office.head, expires_at=at(MONDAY, time(22, 0)))
    office.delivers()
    office.clock.forward(hours=13)
    office.delivers()
    assert office.row(row).state is OutgoingState.EXPIRED and office.wire.touches == []


def test_what_is_no_longer_true_is_not_said(office: PostOffice) -> None:
    matter = office.matter(status=MatterStatus.IN_PROGRESS)
    row = office.posts("奥瑞金今天到期", office.head, matter_id=matter, still_true="matter_open")
    office.change(Matter, matter, status=MatterStatus.CLOSED, closed_at=office.clock())

    office.delivers()

    assert office.wire.touches == []
    assert office.row(row).state is OutgoingState.CANCELLED


def test_a_warning_falls_away_when_the_due_day_was_moved(office: PostOffice) -> None:
    matter = office.matter(due_on=date(2026, 6, 18))
    facts = {"due_on": "2026-06-18"}
    kept = office.posts("3天后到期", office.head, matter_id=matter, still_true="due_unchanged", facts=facts)
    office.delivers()
    late = office.posts("3天后到期", office.head, matter_id=matter, still_true="due_unchanged", facts=facts)
    office.change(Matter, matter, due_on=date(2026, 7, 15))
    office.delivers()

    assert office.row(kept).state is OutgoingState.SENT
    assert office.row(late).state is OutgoingState.CANCELLED


def test_a_matter_sealed_meanwhile_never_leaves_the_house(office: PostOffice) -> None:
    matter = office.matter()
    rows = [office.posts("奥瑞金今天到期", to, matter_id=matter) for to in (office.head, To(chat_id=office.chat_id))]
    office.change(Matter, matter, is_sealed=True)

    office.delivers()

    assert office.wire.touches == []
    assert {office.row(row).state for row in rows} == {OutgoingState.CANCELLED}


def test_the_office_hears_of_somebody_who_left(office: PostOffice) -> None:
    office.change(Person, office.head, is_active=False)
    row = office.posts("督办单", office.head, PENALTY)

    office.delivers()
    office.delivers()

    assert office.row(row).state is OutgoingState.FAILED
    assert "王局长" in office.wire.said_to("zhang")[0] and "纸质件" in office.wire.said_to("zhang")[0]


def test_people_in_a_group_are_rung_by_the_system_only(office: PostOffice) -> None:
    office.posts("@all 明天开会", To(chat_id=office.chat_id), facts={"mentions": [office.liaison]})

    office.delivers()

    [words] = office.wire.said_to("main")
    assert words.endswith("@li")


def test_the_same_answer_twice_is_told_apart_for_the_platform(office: PostOffice) -> None:
    first = office.posts("红灯2件", office.head, REPLY)
    office.delivers()
    second = office.posts("红灯2件", office.head, REPLY)
    office.delivers()

    assert office.wire.said_to("wang") == ["红灯2件", f"红灯2件\n（消息编号 {second}）"]
    assert first != second


def test_nothing_that_hurts_leaves_while_something_is_held(office: PostOffice) -> None:
    with office.database.write() as session:
        hold = Hold(kind=HoldKind.BREAKER, facts={}, since=office.clock(), released_at=None, released_by_id=None)
        session.add(hold)
    penalty = office.posts("督办单", office.head, PENALTY)
    office.posts("提醒", office.head)
    office.delivers()
    assert len(office.wire.touches) == 1 and office.row(penalty).state is OutgoingState.WAITING

    office.change(Hold, hold.id, released_at=office.clock())
    office.clock.forward(minutes=10)
    office.delivers()
    assert office.row(penalty).state is OutgoingState.SENT


def test_one_intent_that_cannot_be_written_does_not_silence_the_others(office: PostOffice) -> None:
    broken = [
        office.posts("", office.head, event="no_such_text"),
        office.posts("x", office.head, still_true="no_such_check"),
        office.posts("x", office.head, still_true="notice_signed"),  # lacks its notice_id
    ]
    whole = office.posts("日报未交", office.head)

    office.delivers()
    office.delivers()

    assert {office.row(row).state for row in broken} == {OutgoingState.FAILED}
    assert office.row(whole).state is OutgoingState.SENT
    assert "写不出来" in office.wire.said_to("admin")[0]
