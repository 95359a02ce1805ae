"""Processes die, sleep and work side by side: what they share is the outbox, and each thing is said once."""

from __future__ import annotations

import threading

import pytest

from models import Outgoing, Person
from models.outbox import MessageClass, OutgoingState
from models.session import Database
from schedules.claims import claim
from schedules.delivery import deliver
from schedules.letters import letters_of
from schedules.outcomes import record
from schedules.prepare import Desk, prepare
from supervision.sending import Address, Delivered, Outcome
from supervision.still_true import CHECKS
from tests.schedules.post_office import (
    QUIET,
    SENT,
    DyingWire,
    Killed,
    PostOffice,
    PretendWire,
)
from tests.schedules.together import HANG_LIMIT, together

PENALTY, REMINDER, REPLY = MessageClass.PENALTY, MessageClass.REMINDER, MessageClass.REPLY


@pytest.fixture
def office(database: Database) -> PostOffice:
    return PostOffice(database)


@pytest.mark.parametrize(("kind", "heard"), [(PENALTY, 1), (REPLY, 1), (REMINDER, 2)])
def test_killed_between_the_wire_and_the_record(office: PostOffice, kind: MessageClass, heard: int) -> None:
    dying = DyingWire()
    row = office.posts("督办单", office.head, kind)
    with pytest.raises(Killed):
        office.delivers(dying)

    office.passes(seconds=600)

    assert len(dying.said_to("wang") + office.wire.said_to("wang")) == heard
    assert office.row(row).state is (OutgoingState.SENT if heard == 2 else OutgoingState.UNKNOWN)


def test_killed_after_the_claim_before_the_wire(office: PostOffice) -> None:
    row = office.posts("督办单", office.head, PENALTY)
    with office.database.write() as session:
        claim(session, office.clock(), QUIET)

    office.passes(seconds=115)
    assert office.wire.touches == []
    office.passes(seconds=15)
    assert office.wire.said_to("wang") == ["督办单"] and office.row(row).state is OutgoingState.SENT


def test_one_that_slept_through_its_claim_keeps_its_hands_off(office: PostOffice) -> None:
    row = office.posts("日报未交", office.head)
    desk = Desk(office.wire, CHECKS, QUIET)
    letters = []
    for _ in range(2):
        with office.database.write() as session:
            [turn] = claim(session, office.clock(), QUIET)
        letters += letters_of(turn, room=9)
        office.clock.forward(minutes=3)
    sleeper, awake = letters

    with office.database.write() as session:
        assert prepare(session, sleeper, desk, office.clock()) is None
    with office.database.write() as session:
        assert prepare(session, awake, desk, office.clock()) is not None
    assert office.row(row).claim == 2 and len(office.attempts()) == 1


def test_an_answer_of_the_wire_that_comes_after_its_claim_changes_nothing(office: PostOffice) -> None:
    row = office.posts("督办单", office.head, PENALTY)
    with office.database.write() as session:
        [turn] = claim(session, office.clock(), QUIET)
        [letter] = letters_of(turn, room=9)
        touch = prepare(session, letter, Desk(office.wire, CHECKS, QUIET), office.clock())
    assert touch is not None
    office.clock.forward(minutes=3)
    office.delivers()

    with office.database.write() as session:
        assert not record(session, touch, SENT, office.clock())
    assert office.row(row).state is OutgoingState.UNKNOWN


def test_what_is_written_down_under_another_claim_changes_no_row(office: PostOffice) -> None:
    row = office.posts("督办单", office.head, PENALTY)
    with office.database.write() as session:
        [turn] = claim(session, office.clock(), QUIET)
        [letter] = letters_of(turn, room=9)
        touch = prepare(session, letter, Desk(office.wire, CHECKS, QUIET), office.clock())
    assert touch is not None
    office.change(Outgoing, row, claim=2)

    with office.database.write() as session:
        record(session, touch, SENT, office.clock())
    assert office.row(row).state is OutgoingState.CLAIMED
    assert office.attempts()[0].outcome == Outcome.SENT, "what the wire said is kept all the same"


class Meeting(PretendWire):
    """Holds each touch until another process touches, too."""

    def __init__(self, barrier: threading.Barrier) -> None:
        super().__init__()
        self.on_the_wire = threading.Event()
        self._barrier = barrier

    def send(self, address: Address, body: bytes) -> Delivered:
        self.on_the_wire.set()
        self._barrier.wait(HANG_LIMIT)
        return super().send(address, body)


def test_two_processes_at_once_say_each_thing_once(office: PostOffice) -> None:
    with office.database.write() as session:
        people = [Person(userid=f"p{n}", name=f"人{n}", unit_id=office.unit_id, role="liaison") for n in range(40)]
        session.add_all(people)
        session.flush()
        ids = [person.id for person in people]
    for number in range(3):
        for person_id in ids:
            office.posts(f"{number}", person_id, REPLY)
    wires = [PretendWire(), PretendWire()]

    together(lambda: drain(office, wires[0]), lambda: drain(office, wires[1]))

    said = sorted(wires[0].touches + wires[1].touches)
    assert said == sorted((f"p{n}", f"{number}") for n in range(40) for number in range(3))
    for wire in wires:
        for n in range(40):
            assert wire.said_to(f"p{n}") in ([], ["0", "1", "2"]), "one audience is served by one process, in order"


def test_while_one_is_on_the_wire_another_serves_somebody_else(office: PostOffice) -> None:
    barrier = threading.Barrier(2)
    wires = [Meeting(barrier), Meeting(barrier)]
    office.posts("一", office.head, REPLY)

    def second() -> None:
        assert wires[0].on_the_wire.wait(HANG_LIMIT)
        office.posts("二", office.liaison, REPLY)
        drain(office, wires[1])

    together(lambda: drain(office, wires[0]), second)
    assert wires[0].said_to("wang") == ["一"] and wires[1].said_to("li") == ["二"]


def drain(office: PostOffice, wire: PretendWire) -> None:
    while not deliver(office.database, wire, office.clock, QUIET).is_idle:
        pass


def test_asked_to_stop_it_gives_back_what_it_has_not_begun(office: PostOffice) -> None:
    rows = [office.posts(words, office.head, REPLY) for words in ("一", "二", "三")]
    wire = office.wire

    deliver(office.database, wire, office.clock, QUIET, is_stopping=lambda: len(wire.touches) == 1)

    assert [words for _, words in wire.touches] == ["一"]
    assert [office.row(row).state for row in rows[1:]] == [OutgoingState.WAITING] * 2
    office.delivers()
    assert [words for _, words in wire.touches] == ["一", "二", "三"]
