"""The wire breaks: nothing is lost, and what hurts is never said twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from models import Outgoing, Person, Send
from models.outbox import MessageClass, OutgoingState
from models.session import Database
from supervision.outbox import To
from supervision.sending import Address, Delivered, Outcome
from tests.schedules.post_office import (
    BROKEN,
    REFUSED,
    SENT,
    PostOffice,
    PretendWire,
)

PENALTY, REMINDER, REPLY = MessageClass.PENALTY, MessageClass.REMINDER, MessageClass.REPLY
TOO_OFTEN = Delivered(Outcome.NOT_SENT, 45009, retry_after=60.0)
GONE = Delivered(Outcome.FAILED, 60111, is_target_gone=True)


@pytest.fixture
def office(database: Database) -> PostOffice:
    return PostOffice(database)


def test_when_nobody_listens_it_is_tried_again_after_5_and_30_seconds_and_2_and_10_minutes(office: PostOffice) -> None:
    office.wire.answers.extend([REFUSED] * 5)
    row = office.posts("红灯2件", office.head, REPLY)
    begun = office.clock()

    office.passes(seconds=30 * 60)

    pauses = [(attempt.started_at - begun).total_seconds() for attempt in office.attempts()]
    assert pauses == [0, 5, 35, 155, 755, 1355]
    assert office.row(row).state is OutgoingState.SENT


def test_what_nobody_wants_any_more_ends_when_its_time_is_over(office: PostOffice) -> None:
    office.wire.answers.extend([REFUSED] * 500)
    expires_at = office.clock() + timedelta(hours=2)
    first = office.posts("一", office.head, REPLY, expires_at=expires_at)
    second = office.posts("二", office.head, REPLY, expires_at=expires_at)

    office.passes(hours=3)

    assert {office.row(row).state for row in (first, second)} == {OutgoingState.EXPIRED}
    assert {words for _, words in office.wire.touches} == {"一"}, "the second never overtakes the first"


def test_what_may_have_arrived_when_its_time_is_over_is_unknown_and_not_expired(office: PostOffice) -> None:
    """Whoever reads that it expired would say it again, and it may stand on the screen (O4)."""
    office.wire.answers.append(BROKEN)
    row = office.posts("日报未交", office.head, expires_at=office.clock() + timedelta(seconds=20))

    office.passes(minutes=2)

    assert len(office.wire.touches) == 1
    assert office.row(row).state is OutgoingState.UNKNOWN


def test_the_blocked_one_lets_nobody_of_its_audience_pass_and_others_go_on(office: PostOffice) -> None:
    office.wire.answers.append(REFUSED)
    office.posts("一", office.head, REPLY)
    office.delivers()
    office.posts("二", office.head, REPLY)
    office.posts("三", office.liaison, REPLY)

    office.delivers()
    assert office.wire.said_to("wang") == ["一"] and office.wire.said_to("li") == ["三"]

    office.clock.forward(seconds=5)
    office.delivers()
    assert office.wire.said_to("wang") == ["一", "一", "二"]


class TroubledAfterwards(PretendWire):
    """The message arrives, and the database cannot write that down at once."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._engine = database.engine

    def send(self, address: Address, body: bytes) -> Delivered:
        event.listen(self._engine, "commit", _locked, once=True)
        return super().send(address, body)


def _locked(_connection: Any) -> None:  # noqa: ANN401
    raise OperationalError("COMMIT", {}, Exception("database is locked"))


def test_what_the_wire_said_is_written_down_at_the_second_try(office: PostOffice) -> None:
    """Else a paper that has arrived would be in doubt, and a person would have to ask (F6, F20)."""
    office.wire = TroubledAfterwards(office.database)
    row = office.posts("督办单", office.head, PENALTY)
    office.delivers()
    assert (office.row(row).state, len(office.wire.touches)) == (OutgoingState.SENT, 1)


def test_a_penalty_whose_fate_is_unknown_is_a_question_to_the_office(office: PostOffice) -> None:
    office.wire.answers.append(BROKEN)
    row = office.posts("督办单", office.head, PENALTY)

    office.passes(seconds=3600)

    assert office.wire.said_to("wang") == ["督办单"]
    assert office.row(row).state is OutgoingState.UNKNOWN
    assert "请打电话核实" in office.wire.said_to("zhang")[0]


def test_a_reminder_is_repeated_twice_with_the_same_bytes_and_then_never(office: PostOffice) -> None:
    office.wire.answers.extend([BROKEN] * 5)
    row = office.posts("日报未交", office.head)

    office.passes(seconds=3600)

    assert len(office.wire.bodies) == 3 and len(set(office.wire.bodies)) == 1
    assert f"消息编号 {row}" in office.wire.touches[0][1]
    assert office.row(row).state is OutgoingState.UNKNOWN


def test_an_answer_whose_fate_is_unknown_is_not_repeated(office: PostOffice) -> None:
    office.wire.answers.append(BROKEN)
    row = office.posts("红灯2件", office.head, REPLY)
    office.passes(seconds=600)
    assert len(office.wire.touches) == 1 and office.row(row).state is OutgoingState.UNKNOWN


def test_a_reminder_that_became_untrue_is_not_repeated(office: PostOffice) -> None:
    office.wire.answers.append(BROKEN)
    matter = office.matter()
    row = office.posts("今天到期", office.head, matter_id=matter, still_true="matter_open")
    office.delivers()
    with office.database.write() as session:
        session.get_one(Outgoing, row).still_true = "matter_completed"

    office.passes(seconds=600)

    assert len(office.wire.touches) == 1 and office.row(row).state is OutgoingState.UNKNOWN


def test_too_often_freezes_that_key_and_loses_nothing(office: PostOffice) -> None:
    office.wire.answers.append(TOO_OFTEN)
    for number in range(3):
        office.posts(f"{number}", To(chat_id=office.chat_id), REPLY)
    begun = office.clock()

    office.passes(seconds=120)

    starts = [(attempt.started_at - begun).total_seconds() for attempt in office.attempts()]
    assert starts == [0, 60, 60, 60]
    assert office.wire.said_to("main") == ["0", "0", "1", "2"]


def test_trouble_of_the_whole_app_stops_everybody_and_the_administrator_hears(office: PostOffice) -> None:
    forbidden = Delivered(Outcome.NOT_SENT, 60020, retry_after=600.0, freezes_all=True, alarm="60020 from 10.0.0.1")
    office.wire.answers.append(forbidden)
    for person in (office.head, office.liaison):
        office.posts("红灯2件", person, REPLY)
    office.posts("群里的话", To(chat_id=office.chat_id), REPLY)

    office.passes(seconds=595)
    assert len(office.wire.said_to("wang") + office.wire.said_to("li")) == 1
    assert office.wire.said_to("main") == ["群里的话"], "a robot needs no app"

    office.passes(seconds=60)
    assert "60020" in office.wire.said_to("admin")[0]
    assert set(office.wire.said_to("wang") + office.wire.said_to("li")) == {"红灯2件"}


def test_somebody_unknown_to_the_platform_is_not_tried_again(office: PostOffice) -> None:
    office.wire.answers.append(GONE)
    first = office.posts("督办单", office.head, PENALTY)
    second = office.posts("日报未交", office.head)

    office.passes(seconds=60)

    assert office.wire.said_to("wang") == ["督办单"]
    assert {office.row(row).state for row in (first, second)} == {OutgoingState.FAILED}
    with office.database.read() as session:
        assert not session.get_one(Person, office.head).is_reachable
    assert "王局长" in office.wire.said_to("zhang")[0]


def test_accepted_but_the_only_recipient_refused_is_not_sent(office: PostOffice) -> None:
    office.wire.answers.append(Delivered(Outcome.PARTIAL, 0, unreached=("wang",)))
    row = office.posts("督办单", office.head, PENALTY)
    office.passes(seconds=10)
    assert office.row(row).state is OutgoingState.FAILED
    assert "没有送达" in office.wire.said_to("zhang")[0]


def test_a_group_that_reached_only_some_is_sent_and_the_others_are_named(office: PostOffice) -> None:
    office.wire.answers.append(Delivered(Outcome.PARTIAL, 0, unreached=("li",)))
    row = office.posts("通报", To(chat_id=office.chat_id), MessageClass.BULLETIN)
    office.passes(seconds=10)
    assert office.row(row).state is OutgoingState.SENT
    assert office.attempts()[0].unreached == ["li"]
    assert "小李" in office.wire.said_to("zhang")[0]


def test_a_robot_whose_key_was_replaced_says_what_waited(office: PostOffice) -> None:
    office.wire.answers.append(Delivered(Outcome.FAILED, 93000, is_target_gone=True))
    rows = [office.posts(words, To(chat_id=office.chat_id), REPLY) for words in ("一", "二")]

    office.passes(seconds=3600)

    assert office.wire.said_to("main") == ["一", "一", "二"]
    assert {office.row(row).state for row in rows} == {OutgoingState.SENT}
    assert "机器人" in office.wire.said_to("zhang")[0]


def test_what_never_left_is_written_anew_with_what_has_come_since(office: PostOffice) -> None:
    office.wire.answers.append(REFUSED)
    office.posts("日报未交", office.head)
    office.delivers()
    office.posts("奥瑞金3天后到期", office.head)

    office.passes(minutes=1)

    assert len(office.wire.touches) == 2 and office.wire.touches[1][1].startswith("2件事")


def test_a_long_message_goes_on_where_it_stopped(office: PostOffice) -> None:
    office.wire.longest = 4
    office.wire.answers.extend([SENT, REFUSED, SENT])
    row = office.posts("一二三四五六七八九十", office.head, REPLY)

    office.passes(seconds=30)

    assert office.wire.said_to("wang") == ["一二三四", "五六七八", "五六七八", "九十"]
    assert office.row(row).state is OutgoingState.SENT


def test_a_long_message_whose_middle_is_unknown_ends_there(office: PostOffice) -> None:
    office.wire.longest = 4
    office.wire.answers.extend([SENT, BROKEN])
    row = office.posts("一二三四五六七八九十", office.head, PENALTY)
    office.passes(seconds=300)
    assert office.wire.said_to("wang") == ["一二三四", "五六七八"]
    assert office.row(row).state is OutgoingState.UNKNOWN


def most_in_a_minute(starts: list[float]) -> int:
    return max(sum(begun <= other < begun + 60 for other in starts) for begun in starts)


@pytest.mark.parametrize(("most", "target"), [(18, "main"), (25, "wang")])
def test_never_more_than_the_limit_in_any_minute(office: PostOffice, most: int, target: str) -> None:
    to = To(chat_id=office.chat_id) if target == "main" else To(person_id=office.head)
    for number in range(30):
        office.posts(f"{number}", to, REPLY)

    office.passes(seconds=90)

    assert office.wire.said_to(target) == [f"{number}" for number in range(30)]
    starts = [attempt.started_at.timestamp() for attempt in office.attempts()]
    assert most_in_a_minute(starts) == most


def test_when_there_is_not_room_for_all_what_hurts_goes_first(office: PostOffice) -> None:
    group = To(chat_id=office.chat_id)
    for number in range(17):
        office.posts(f"{number}", group, REPLY)
    office.delivers()
    office.posts("提醒", group)
    office.posts("答复", group, REPLY)
    office.posts("督办单", group, PENALTY)

    office.delivers()
    assert office.wire.said_to("main")[17:] == ["督办单"]
    office.passes(seconds=90)
    assert [words.split("\n")[0] for words in office.wire.said_to("main")[18:]] == ["提醒", "答复"]


def test_every_touch_is_kept_with_its_bytes(office: PostOffice) -> None:
    office.posts("红灯2件", office.head, REPLY)
    office.delivers()
    with office.database.read() as session:
        send = session.scalars(select(Send)).one()
    assert send.body == office.wire.bodies[0] and send.words == "红灯2件"
    assert send.channel == "app" and send.target == "wang"
