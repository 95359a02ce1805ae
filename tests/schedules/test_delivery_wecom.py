"""The whole way: outbox, delivery, sender, wire, and a pretend WeCom that keeps the ledger of what people truly saw."""

from __future__ import annotations

from collections.abc import Container
from functools import partial
from random import Random

import pytest

from bot.sender import WeComSender
from models import Person
from models.outbox import MessageClass, OutgoingState
from models.session import Database
from rehearsal.platform import Fault, Reason
from supervision.outbox import To
from tests.schedules.together import together
from tests.schedules.wecom_post_office import WeComPostOffice

PENALTY, REMINDER, REPLY, BULLETIN = (
    MessageClass.PENALTY, MessageClass.REMINDER, MessageClass.REPLY, MessageClass.BULLETIN,
)  # fmt: skip


@pytest.fixture
def office(database: Database) -> WeComPostOffice:
    return WeComPostOffice(database)


def test_a_penalty_that_arrived_while_the_answer_was_lost_is_not_sent_again(office: WeComPostOffice) -> None:
    office.platform.faults.on(Fault.RESET_AFTER_ACCEPT, "message/send", times=1)
    row = office.posts("督〔2026〕3号", office.head, PENALTY)

    office.passes(office.wecom, hours=1)

    assert office.seen("wang") == ["督〔2026〕3号"]
    assert office.platform.ledger.dropped == []
    assert office.row(row).state is OutgoingState.UNKNOWN
    assert "请打电话核实" in office.seen("zhang")[0]


def test_a_reminder_repeated_after_a_lost_answer_is_seen_once(office: WeComPostOffice) -> None:
    office.platform.faults.on(Fault.RESET_AFTER_ACCEPT, "message/send", times=2)
    row = office.posts("日报未交", office.head)

    office.passes(office.wecom, hours=1)

    assert len(office.seen("wang")) == 1
    assert [dropped.reason for dropped in office.platform.ledger.dropped] == [Reason.DUPLICATE] * 2
    assert office.row(row).state is OutgoingState.SENT


def test_the_same_answer_asked_for_twice_is_seen_twice(office: WeComPostOffice) -> None:
    for _ in range(2):
        office.posts("红灯2件", office.head, REPLY)
        office.passes(office.wecom, seconds=5)
    assert len(office.seen("wang")) == 2


def test_a_robot_is_never_told_that_it_speaks_too_often(office: WeComPostOffice) -> None:
    for number in range(24):
        office.posts(f"{number}", To(chat_id=office.chat_id), REPLY)

    office.passes(office.wecom, minutes=2)

    assert office.in_group() == [f"{number}" for number in range(24)]
    assert {attempt.platform_code for attempt in office.attempts()} == {0}


def test_nothing_for_a_member_is_dropped_in_silence(office: WeComPostOffice) -> None:
    for number in range(35):
        office.posts(f"{number}", office.head, REPLY)

    office.passes(office.wecom, minutes=2)

    assert office.seen("wang") == [f"{number}" for number in range(35)]
    assert office.platform.ledger.dropped == []


def test_45009_is_waited_out(office: WeComPostOffice) -> None:
    office.platform.faults.on(Fault.TOO_OFTEN, "webhook/send", times=1)
    for number in range(3):
        office.posts(f"{number}", To(chat_id=office.chat_id), REPLY)

    office.passes(office.wecom, seconds=59)
    assert office.in_group() == []
    office.passes(office.wecom, seconds=5)
    assert office.in_group() == ["0", "1", "2"]


def test_somebody_the_platform_does_not_know_is_told_of_to_the_office(office: WeComPostOffice) -> None:
    with office.database.write() as session:
        session.get_one(Person, office.liaison).userid = "nobody"
    row = office.posts("日报未交", office.liaison)

    office.passes(office.wecom, minutes=1)

    assert office.row(row).state is OutgoingState.FAILED
    assert "小李" in office.seen("zhang")[0]
    with office.database.read() as session:
        assert not session.get_one(Person, office.liaison).is_reachable


def test_somebody_without_a_licence_did_not_get_it_although_the_platform_said_yes(office: WeComPostOffice) -> None:
    office.platform.corp().directory.members["wang"].licensed = False
    row = office.posts("督〔2026〕3号", office.head, PENALTY)
    office.passes(office.wecom, minutes=1)
    assert office.row(row).state is OutgoingState.FAILED
    assert "王局长" in office.seen("zhang")[0] and "纸质件" in office.seen("zhang")[0]


def test_a_robot_that_was_removed_speaks_again_when_it_is_back(office: WeComPostOffice) -> None:
    robot = office.platform.corp().robots["pretend-key"]
    robot.in_group = False
    row = office.posts("通报", To(chat_id=office.chat_id), BULLETIN)
    office.passes(office.wecom, minutes=20)
    assert "机器人" in office.seen("zhang")[0] and office.in_group() == []

    robot.in_group = True
    office.passes(office.wecom, minutes=40)
    assert office.in_group()[0].startswith("通报") and office.row(row).state is OutgoingState.SENT


def test_an_address_that_is_not_trusted_stops_the_app_and_loses_nothing(office: WeComPostOffice) -> None:
    app = office.platform.corp().apps[1000002]
    app.trusted_addresses = frozenset({"10.9.9.9"})
    rows = [office.posts("督办单", person, PENALTY) for person in (office.head, office.liaison)]
    office.passes(office.wecom, hours=1)
    assert {office.row(row).state for row in rows} == {OutgoingState.WAITING}
    assert len(office.attempts()) < 80, "patiently"

    app.trusted_addresses = None
    office.passes(office.wecom, minutes=15)
    assert office.seen("wang") == office.seen("li") == ["督办单"]


def test_a_long_bulletin_arrives_whole_in_numbered_parts(office: WeComPostOffice) -> None:
    lines = [f"{number}. 𠀀奥瑞金二期👨‍👩‍👧主体三层浇筑完成，进度百分之六十五" for number in range(90)]
    for to in (To(person_id=office.head), To(chat_id=office.chat_id)):
        office.posts("\n".join(lines), to, REPLY)

    office.passes(office.wecom, minutes=2)

    for shown in (office.platform.screen("wang"), office.platform.group_screen("g1")):
        assert len(shown) > 1 and not any(one.was_cut for one in shown)
        assert all(len(one.text.encode()) <= 2048 for one in shown)
        assert shown[0].text.endswith(f"（1/{len(shown)}）")
        assert [line for one in shown for line in one.text.split("\n")[:-1]] == lines


def test_two_processes_over_one_platform(office: WeComPostOffice) -> None:
    senders = [office.wecom, office.another_process()]
    people = (office.head, office.liaison, office.supervisor, office.administrator)
    for number in range(6):
        for person in people:
            office.posts(f"{number}", person, REPLY)

    together(*(partial(drain, office, sender) for sender in senders))

    for userid in ("wang", "li", "zhang", "admin"):
        assert office.seen(userid) == [f"{number}" for number in range(6)]


def drain(office: WeComPostOffice, sender: WeComSender) -> None:
    while not office.delivers(sender).is_idle:
        pass


TROUBLES = (
    Fault.REFUSED, Fault.BUSY, Fault.BAD_GATEWAY, Fault.RESET_AFTER_ACCEPT, Fault.GARBLED, Fault.TOKEN_REVOKED,
    Fault.TOO_OFTEN,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_whatever_the_wire_does_what_hurts_is_seen_at_most_once_and_everything_ends(
    sqlite: Database, seed: int
) -> None:
    office, chance = WeComPostOffice(sqlite, seed), Random(seed)
    for fault in TROUBLES:
        office.platform.faults.on(fault, "/send", chance=0.06)
    audiences = [To(person_id=office.head), To(person_id=office.liaison), To(chat_id=office.chat_id)]
    kinds = {}
    for number in range(60):
        kind = chance.choice([PENALTY, REMINDER, REPLY, BULLETIN])
        kinds[office.posts(f"【{number}】", chance.choice(audiences), kind)] = (number, kind)
        office.passes(office.wecom, seconds=chance.choice([0, 1, 20]))

    office.passes(office.wecom, hours=3)
    office.platform.faults.off()
    office.passes(office.wecom, days=1)

    screens = {"g1": office.in_group(), "wang": office.seen("wang"), "li": office.seen("li")}
    for row_id, (number, kind) in kinds.items():
        state = office.row(row_id).state
        seen = sum(text.count(f"【{number}】") for texts in screens.values() for text in texts)
        assert state in (OutgoingState.SENT, OutgoingState.UNKNOWN), "everything ends"
        assert seen <= (1 if kind in (PENALTY, REPLY) else 3)
        assert state is OutgoingState.UNKNOWN or seen >= 1, "what is called sent was seen"
    for userid in ("wang", "li"):
        assert_in_order(screens[userid], range(60))
    for kind in MessageClass:  # in the group there was once no room for all, and what hurts went first
        assert_in_order(screens["g1"], {number for number, its_kind in kinds.values() if its_kind is kind})
    assert all(dropped.reason is Reason.DUPLICATE for dropped in office.platform.ledger.dropped)


def assert_in_order(texts: list[str], among: Container[int]) -> None:
    """What is seen for the first time is seen in the order in which it was meant."""
    seen = [int(piece.split("】")[0]) for text in texts for piece in text.split("【")[1:]]
    firsts = [number for number in dict.fromkeys(seen) if number in among]
    assert firsts == sorted(firsts)
