"""可用性台账: what the machine proves about itself, what it cannot, and what is held because of it (N5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from models import Availability, Hold, Outage
from models.availability import Condition, Probe
from models.run import HoldKind
from models.session import Database
from supervision import evidence, holds
from supervision.availability import closed_door
from supervision.availability.period import of_period
from supervision.availability.recording import KEPT, MOST_UNWRITTEN, WELL, Record, Sight, forget_old
from supervision.availability.spells import SILENT, Spell, spells
from supervision.clock import local
from supervision.presence import notice_time
from supervision.texts import render
from tests.supervision.house import MONDAY, House, moment

HALF_A_MINUTE = timedelta(seconds=30)
TUESDAY = date(2026, 6, 16)
STANDS = Sight(Condition.AILING, "stands")
TURNED_AWAY = Sight(Condition.AILING, "turned_away")
NO_ANSWER = Sight(Condition.AILING, "no_answer")
ALL_WELL = dict.fromkeys((Probe.DOOR, Probe.DATABASE, Probe.SCHEDULER), WELL)


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


def look(house: House, record: Record, now: datetime, sights: dict[Probe, Sight] | None = None) -> None:
    record.see(now, sights or ALL_WELL)
    with house.database.write() as session:
        record.write(session)
    record.was_written()


def watches(
    house: House, record: Record, first: datetime, last: datetime, sights: dict[Probe, Sight] | None = None
) -> None:  # fmt: skip
    """Looks every half minute; written down at the end, which leaves the same rows."""
    while first < last:
        record.see(first, sights or ALL_WELL)
        first += HALF_A_MINUTE
    look(house, record, last, sights)


def ticks(house: House, now: datetime) -> None:
    """As a tick begins, for one that is told what the clock did; the clock is right."""
    with house.database.write() as session:
        rules = house.source(session)
        notice_time(session, rules, now)
        closed_door.notice(session, rules, now)


def ticked(house: House, first: datetime, last: datetime) -> None:
    while first <= last:
        ticks(house, first)
        first += timedelta(minutes=1)


def rows(house: House) -> list[Availability]:
    with house.database.read() as session:
        return list(session.scalars(select(Availability).order_by(Availability.process, Availability.first)))


def found(house: House, since: datetime, until: datetime) -> list[tuple[str, str, str]]:
    with house.database.read() as session:
        told = spells(session, since, until)
    return [(one.probe.value, one.reason, f"{local(one.first):%H:%M}-{local(one.last):%H:%M}") for one in told]


def told(house: House, first: date, last: date, now: datetime, most: int | None = None) -> str:
    with house.database.read() as session:
        return render("availability", **of_period(session, house.calendar, first, last, now, most))


def held(house: House) -> list[Hold]:
    with house.database.read() as session:
        return list(session.scalars(select(Hold).order_by(Hold.id)))


def outages(house: House) -> list[Outage]:
    with house.database.read() as session:
        return list(session.scalars(select(Outage).order_by(Outage.id)))


def let_go(house: House, now: datetime) -> None:
    telling = house.telling(house.li, now)
    with house.database.write() as session:
        holds.release(session, HoldKind.OUTAGE, telling, "已电话核实")


def test_a_day_that_goes_well_is_a_row_for_each_thing(house: House) -> None:
    record = Record("a:1")
    for count in range(20):
        look(house, record, moment(MONDAY, 8) + count * HALF_A_MINUTE)
    watches(house, record, moment(MONDAY, 8, 10), moment(MONDAY, 20))
    kept = rows(house)
    assert {(row.probe, row.first, row.last) for row in kept} == {
        (probe, moment(MONDAY, 8), moment(MONDAY, 20)) for probe in ALL_WELL
    }
    words = told(house, MONDAY, MONDAY, moment(MONDAY, 20))
    assert "工作日8点到20点共12.0小时,正常100%" in words and "没有不正常的时段" in words


def test_three_hours_without_the_machine_are_seen_afterwards_and_the_hold_cites_them(house: House) -> None:
    """F33, N5."""
    ticks(house, moment(MONDAY, 9, 59))
    watches(house, Record("a:1"), moment(MONDAY, 8), moment(MONDAY, 10))
    ticks(house, moment(MONDAY, 13))
    watches(house, Record("a:2"), moment(MONDAY, 13), moment(MONDAY, 20))

    silent = [(probe, SILENT, "10:00-13:00") for probe in sorted(probe.value for probe in ALL_WELL)]
    assert found(house, moment(MONDAY, 8), moment(MONDAY, 20)) == silent
    words = told(house, MONDAY, MONDAY, moment(MONDAY, 20))
    assert "12.0小时,正常75%" in words
    assert "• 6月15日 10:00至13:00 存数据、收消息、定时:没有记录" in words

    [hold] = held(house)
    assert [one["probe"] for one in hold.facts["ledger"]] == ["database", "door", "scheduler"]
    assert hold.facts["ledger"][0]["first"] == moment(MONDAY, 10).astimezone(hold.since.tzinfo).isoformat()
    [said] = house.outbox("hold_opened")
    assert "可用性台账:6月15日 10:00至13:00存数据没有记录" in render(said.event, **said.facts)


def test_what_a_notice_rests_on_names_the_silence(house: House) -> None:
    """N8: also one of which nobody had to be asked."""
    watches(house, Record("a:1"), moment(MONDAY, 12), moment(MONDAY, 12, 10))
    watches(house, Record("a:2"), moment(MONDAY, 12, 20), moment(MONDAY, 12, 30))
    with house.database.read() as session:
        noted = evidence.own_state(session, MONDAY, moment(MONDAY, 12, 30))
    assert noted["holds"] == []
    assert {(one["probe"], one["reason"]) for one in noted["availability"]} == {
        ("door", SILENT),
        ("database", SILENT),
        ("scheduler", SILENT),
    }


def test_a_look_that_is_late_is_no_silence(house: House) -> None:
    watches(house, Record("a:1"), moment(MONDAY, 8), moment(MONDAY, 9), {Probe.DOOR: WELL})
    watches(house, Record("a:1"), moment(MONDAY, 9, 2, 50), moment(MONDAY, 10), {Probe.DOOR: WELL})
    assert found(house, moment(MONDAY, 8), moment(MONDAY, 10)) == []


def test_two_processes_keep_a_line_each_and_one_of_them_is_enough(house: House) -> None:
    first, second = Record("a:1"), Record("b:1")
    watches(house, first, moment(MONDAY, 8), moment(MONDAY, 9))
    watches(house, second, moment(MONDAY, 8, 0, 10), moment(MONDAY, 11))
    watches(house, Record("a:2"), moment(MONDAY, 10), moment(MONDAY, 11))
    assert len(rows(house)) == 3 * len(ALL_WELL)
    assert found(house, moment(MONDAY, 8), moment(MONDAY, 11)) == []


def test_what_one_of_them_finds_ailing_counts(house: House) -> None:
    watches(house, Record("a:1"), moment(MONDAY, 8), moment(MONDAY, 9))
    other = Record("b:1")
    watches(house, other, moment(MONDAY, 8), moment(MONDAY, 8, 20))
    watches(house, other, moment(MONDAY, 8, 20, 30), moment(MONDAY, 8, 40), ALL_WELL | {Probe.SCHEDULER: STANDS})
    look(house, other, moment(MONDAY, 8, 41))
    watches(house, other, moment(MONDAY, 8, 41, 30), moment(MONDAY, 9))
    assert found(house, moment(MONDAY, 8), moment(MONDAY, 9)) == [("scheduler", "stands", "08:20-08:41")]


def test_a_machine_without_a_way_out_closes_the_door_to_nobody(house: House) -> None:
    """Every process knocks at the public address; one that is let in is enough, as long as it knocks."""
    watches(house, Record("a:1"), moment(MONDAY, 16), moment(MONDAY, 17), {Probe.DOOR: WELL})
    shut_in = Record("b:1")
    watches(house, shut_in, moment(MONDAY, 16), moment(MONDAY, 17), {Probe.DOOR: NO_ANSWER})
    assert found(house, moment(MONDAY, 16), moment(MONDAY, 17)) == []
    ticked(house, moment(MONDAY, 16), moment(MONDAY, 17))
    assert held(house) == []

    watches(house, shut_in, moment(MONDAY, 17, 0, 30), moment(MONDAY, 17, 40), {Probe.DOOR: NO_ANSWER})
    alone = ("door", "no_answer", "17:02-17:40")
    for since in (moment(MONDAY, 16), moment(MONDAY, 17, 30)):
        assert found(house, since, moment(MONDAY, 17, 40)) == [alone]
    ticked(house, moment(MONDAY, 17, 1), moment(MONDAY, 17, 40))
    [outage] = outages(house)
    assert len(held(house)) == 1
    assert (outage.first, outage.last) == (moment(MONDAY, 17, 2), moment(MONDAY, 17, 40))


def test_all_who_knock_find_it_closed(house: House) -> None:
    for process, second in (("a:1", 0), ("b:1", 10)):
        record, first = Record(process), moment(MONDAY, 8, 0, second)
        watches(house, record, first, first + timedelta(minutes=20), {Probe.DOOR: WELL})
        closed = first + timedelta(minutes=20, seconds=30)
        watches(house, record, closed, closed + timedelta(minutes=20), {Probe.DOOR: NO_ANSWER})
        look(house, record, closed + timedelta(minutes=20, seconds=30), {Probe.DOOR: WELL})
    assert found(house, moment(MONDAY, 8), moment(MONDAY, 8, 43)) == [("door", "no_answer", "08:20-08:41")]


def test_a_door_that_was_closed_while_the_clock_turned_is_held(house: House) -> None:
    """N5: nobody could report, and no tick was missed."""
    watches(house, Record("web:1"), moment(MONDAY, 17), moment(MONDAY, 17, 20), {Probe.DOOR: WELL})
    ticked(house, moment(MONDAY, 17), moment(MONDAY, 17, 30))
    assert held(house) == []  # a restart between the hours of reporting
    ticked(house, moment(MONDAY, 17, 31), moment(MONDAY, 17, 50))

    [hold] = held(house)
    assert (hold.kind, hold.facts["probe"], hold.facts["reason"]) == (HoldKind.OUTAGE, "door", SILENT)
    [outage] = outages(house)
    assert (outage.first, outage.last) == (moment(MONDAY, 17, 20), moment(MONDAY, 17, 50))
    [said] = house.outbox("hold_opened")
    words = render(said.event, **said.facts)
    assert "6月15日 17:20至6月15日 17:31系统收不到消息(没有记录)" in words and "放行 停机" in words


def test_a_person_who_looked_is_not_asked_again_of_the_same_closed_door(house: House) -> None:
    watches(house, Record("web:1"), moment(MONDAY, 9), moment(MONDAY, 10), {Probe.DOOR: NO_ANSWER})
    ticked(house, moment(MONDAY, 9), moment(MONDAY, 10))
    let_go(house, moment(MONDAY, 10))
    ticked(house, moment(MONDAY, 10, 1), moment(MONDAY, 10, 30))
    assert len(held(house)) == 1
    assert held(house)[0].released_at is not None


def knocked(house: House, record: Record, now: datetime, *, closed: bool) -> None:
    look(house, record, now, {Probe.DOOR: NO_ANSWER if closed else WELL})
    ticks(house, now)


def test_a_door_that_opens_at_every_other_look_is_told_and_holds_nothing(house: House) -> None:
    record = Record("web:1")
    for count in range(240):
        knocked(house, record, moment(MONDAY, 16) + count * HALF_A_MINUTE, closed=count % 2 == 1)
    assert not held(house) and not outages(house)
    assert [reason for _, reason, _ in found(house, moment(MONDAY, 16), moment(MONDAY, 18))] == ["no_answer"]


def test_a_trouble_that_comes_and_goes_is_one_outage_and_asked_about_once(house: House) -> None:
    """The door is let go in between; a minute in five it answers."""
    record, first = Record("web:1"), moment(MONDAY, 17)
    for count in range(240):
        knocked(house, record, first + count * HALF_A_MINUTE, closed=count % 10 != 9)
        if count == 100:
            let_go(house, first + count * HALF_A_MINUTE)
    [hold] = held(house)
    assert hold.released_at is not None
    [outage] = outages(house)
    assert (outage.first, outage.last) == (moment(MONDAY, 17, 30), moment(MONDAY, 17, 59, 30))


def test_a_door_closed_for_longer_than_is_looked_back_at_is_one_outage(house: House) -> None:
    """Two machines, and each is told something else again and again: rows end, the stretch goes on."""
    records, first = (Record("a:1"), Record("b:1")), moment(MONDAY, 9)
    for count in range(180):
        sights = (NO_ANSWER, TURNED_AWAY) if count // 20 % 2 else (TURNED_AWAY, NO_ANSWER)
        for record, sight in zip(records, sights, strict=True):
            look(house, record, now := first + count * timedelta(minutes=1), {Probe.DOOR: sight})
        ticks(house, now)
        if count == 60:
            let_go(house, now)
    assert len(held(house)) == 1
    [outage] = outages(house)
    assert (outage.first, outage.last) == (first, moment(MONDAY, 11, 59))


def test_two_knocks_that_fail_with_an_answer_between_are_no_closed_door(house: House) -> None:
    record = Record("web:1")
    for count in range(20):
        knocked(house, record, moment(MONDAY, 17, 30) + count * HALF_A_MINUTE, closed=count in (5, 9))
    assert held(house) == []


def test_a_door_that_fails_in_several_ways_is_closed_all_the_while(house: House) -> None:
    """A look that waits long is late, too."""
    record = Record("web:1")
    for count, sight in enumerate((WELL, NO_ANSWER, TURNED_AWAY, NO_ANSWER)):
        now = moment(MONDAY, 17, 30) + count * timedelta(minutes=2, seconds=15)
        ticks(house, now - timedelta(minutes=1))
        look(house, record, now, {Probe.DOOR: sight})
        ticks(house, now)
    [outage] = outages(house)
    assert len(held(house)) == 1
    assert outage.last - outage.first == timedelta(minutes=4, seconds=30)


def test_a_machine_that_was_off_is_asked_about_once(house: House) -> None:
    """The clock and the door stood as long; the tick comes before the first look."""
    watches(house, Record("a:1"), moment(MONDAY, 8), moment(MONDAY, 10))
    ticks(house, moment(MONDAY, 10))
    ticks(house, moment(MONDAY, 13))
    ticks(house, moment(MONDAY, 13, 0, 15))
    look(house, Record("a:2"), moment(MONDAY, 13, 0, 20))
    ticked(house, moment(MONDAY, 13, 0, 30), moment(MONDAY, 13, 30))
    assert len(held(house)) == 1
    assert len(outages(house)) == 1


def test_a_night_outage_whose_door_stays_closed_is_held_in_the_morning(house: House) -> None:
    watches(house, Record("a:1"), moment(MONDAY, 21), moment(MONDAY, 22))
    ticks(house, moment(MONDAY, 22))
    ticked(house, moment(TUESDAY, 7, 30), moment(TUESDAY, 8, 30))
    assert held(house) == []
    ticked(house, moment(TUESDAY, 8, 31), moment(TUESDAY, 8, 32))
    [hold] = held(house)
    assert hold.facts["first"] == moment(MONDAY, 22).astimezone(hold.since.tzinfo).isoformat()


def test_a_door_nobody_looks_at_holds_nothing(house: House) -> None:
    watches(house, Record("a:1"), moment(MONDAY, 9), moment(MONDAY, 10), {Probe.DATABASE: WELL})
    ticked(house, moment(MONDAY, 9), moment(MONDAY, 12))
    assert held(house) == []


def test_what_could_not_be_written_is_written_afterwards(house: House) -> None:
    record, full = Record("a:1"), {Probe.DATABASE: Sight(Condition.AILING, "unwritable")}
    watches(house, record, moment(MONDAY, 9), moment(MONDAY, 9, 30), {Probe.DATABASE: WELL})
    now = moment(MONDAY, 9, 30, 30)
    while now < moment(MONDAY, 10):
        record.see(now, full)
        now += HALF_A_MINUTE
    watches(house, record, moment(MONDAY, 10), moment(MONDAY, 10, 30), {Probe.DATABASE: WELL})
    assert found(house, moment(MONDAY, 9), moment(MONDAY, 10, 30)) == [("database", "unwritable", "09:30-10:00")]
    assert "正常67.2%" in told(house, MONDAY, MONDAY, moment(MONDAY, 10, 30))


def test_while_nothing_can_be_written_memory_does_not_grow(sqlite: Database) -> None:
    house, record = House(sqlite), Record("a:1")
    for count in range(2 * MOST_UNWRITTEN):
        record.see(moment(MONDAY, 8) + count * HALF_A_MINUTE, {Probe.DOOR: NO_ANSWER if count % 2 else WELL})
    with sqlite.write() as session:
        record.write(session)
    assert len(rows(house)) == MOST_UNWRITTEN


def test_said_again_it_is_written_once(house: House) -> None:
    """The commit went through, and its answer was lost."""
    record = Record("a:1")
    record.see(moment(MONDAY, 9), ALL_WELL)
    for _ in range(2):
        with house.database.write() as session:
            record.write(session)
    assert len(rows(house)) == len(ALL_WELL)


def test_a_clock_put_back_makes_a_new_row(house: House) -> None:
    record = Record("a:1")
    look(house, record, moment(MONDAY, 9), {Probe.DOOR: WELL})
    look(house, record, moment(MONDAY, 8), {Probe.DOOR: WELL})
    assert [(row.first, row.last) for row in rows(house)] == [
        (moment(MONDAY, 8), moment(MONDAY, 8)),
        (moment(MONDAY, 9), moment(MONDAY, 9)),
    ]


def test_three_years_are_kept(house: House) -> None:
    watches(house, Record("a:1"), moment(MONDAY, 9), moment(MONDAY, 10), {Probe.DOOR: WELL})
    for age, left in ((KEPT - timedelta(days=1), 1), (KEPT + timedelta(days=1), 0)):
        with house.database.write() as session:
            forget_old(session, house.source(session), MONDAY_NOON, MONDAY_NOON + age)
        assert len(rows(house)) == left


MONDAY_NOON = moment(MONDAY, 12)


def test_the_longest_spells_are_named_in_a_chat(house: House) -> None:
    for hour in range(8, 18):
        watches(house, Record(f"a:{hour}"), moment(MONDAY, hour), moment(MONDAY, hour, 50 - hour), {Probe.DOOR: WELL})
    words = told(house, MONDAY, MONDAY, moment(MONDAY, 18), 2)
    assert words.count("•") == 2
    assert "16:34至17:00" in words and "17:33至18:00" in words and "另有8段较短的没有列出" in words


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 6, 13), "没有工作日8点到20点的时间"),  # a Saturday
        (date(2026, 6, 12), "台账里没有记录"),
        (date(2026, 7, 1), "台账里没有记录"),
    ],
)
def test_days_of_which_there_is_little_to_say(house: House, day: date, expected: str) -> None:
    saturday = date(2026, 6, 13)
    watches(house, Record("a:1"), moment(saturday, 9), moment(saturday, 10), {Probe.DOOR: WELL})
    assert expected in told(house, day, day, moment(saturday, 10))


def test_a_share_is_not_rounded_up(house: House) -> None:
    watches(house, Record("a:1"), moment(MONDAY, 8), moment(MONDAY, 14), {Probe.DOOR: WELL})
    watches(house, Record("a:2"), moment(MONDAY, 14, 3, 1), moment(MONDAY, 20), {Probe.DOOR: WELL})
    with house.database.read() as session:
        facts = of_period(session, house.calendar, MONDAY, MONDAY, moment(MONDAY, 20))
    assert facts["share"] == "99.5"


def test_a_spell_can_be_kept_as_plain_values() -> None:
    spell = Spell(Probe.DOOR, SILENT, moment(MONDAY, 9), moment(MONDAY, 10))
    assert spell.as_json() == {
        "probe": "door",
        "reason": "silent",
        "first": "2026-06-15T09:00:00+08:00",
        "last": "2026-06-15T10:00:00+08:00",
    }
