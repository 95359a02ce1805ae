"""推演 over a matter that changed hands: every figure is of the unit that led it then (X11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

import pytest

from models import Unit
from models.session import Database
from supervision import reassigning
from supervision.clock import at
from supervision.policies.active import preset
from supervision.policies.reader import read
from supervision.replay.counting import UnitLine, most_changed, unit_lines
from supervision.replay.facts import load
from supervision.replay.history import History
from supervision.replay.replaying import Side, really, replay
from supervision.replay.steps import Outcome, Taken
from supervision.replay.telling import told
from supervision.rules import Rules
from supervision.workdays import Calendar
from tests.stories.ladder import LI, Office

FIRST, LAST = at(date(2026, 6, 1), time()), at(date(2026, 7, 31), time(23))
XIANYANG = preset("xianyang")
HARSHER = XIANYANG.replace('points = "-0.3"', 'points = "-0.5"').replace(
    "before_workdays = [3, 1]", "before_workdays = [5, 3, 1]"
)
INVESTMENT, INDUSTRY = "招商局", "经信局"


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    """招商局 leads what is here; 经信局 will take it over."""
    office = Office(database)
    office.open()
    yield office


def rules(toml: str) -> Rules:
    return Rules(read(toml), 0, Calendar())


def kept(office: Office, first: datetime = FIRST) -> History:
    with office.database.read() as session:
        return load(session, first, LAST)


def hands_over(office: Office, matter_id: int, due_on: date | None = None, to: int = 2) -> None:
    with office.told_by(LI, matter_id) as (session, matter, telling):
        unit = session.get_one(Unit, to)
        reassigning.reassign(session, matter, telling, unit, "职能调整", office.rules(session), due_on)


def signs_yellow(office: Office, matter_id: int) -> None:
    office.until(6, 30)
    office.propose(matter_id, date(2026, 7, 10))
    office.sign(matter_id)
    office.post()


def by_unit(history: History, side: Side) -> dict[str, UnitLine]:
    return {line.unit: line for line in unit_lines(history, really(history), side)}


def proposed(history: History, side: Side) -> dict[str, tuple[int, int]]:
    """By unit, what really was drafted, and what would have been."""
    return {
        unit: (line.before.proposed.most, line.after.proposed.most) for unit, line in by_unit(history, side).items()
    }


def steps_of(history: History, side: Side, unit: str) -> list[Taken]:
    [unit_id] = [one.id for one in history.units if one.name == unit]
    return [step for ways in side.ways.values() for step in ways.most.steps if step.unit_id == unit_id]


def test_the_climb_ends_and_what_was_late_stays_with_the_first(office: Office) -> None:
    """White is signed, yellow is heard: 改派 cancels it, and the new unit is late with nothing."""
    matter_id = office.matter()
    office.to_yellow_hearing(matter_id)
    hands_over(office, matter_id)
    office.until(7, 31)

    history = kept(office)
    side = replay(history, rules(XIANYANG))
    assert most_changed(history, really(history), side) == ([], 0)
    assert [(step.name[0], step.outcome) for step in steps_of(history, side, INVESTMENT)] == [
        ("白", Outcome.SIGNED),
        ("黄", Outcome.CANCELLED),
    ]
    assert proposed(history, side) == {INVESTMENT: (2, 2), INDUSTRY: (0, 0)}


def test_with_a_day_of_its_own_the_new_units_steps_are_its_own(office: Office) -> None:
    matter_id = office.matter()
    office.to_yellow_hearing(matter_id)
    hands_over(office, matter_id, due_on=date(2026, 7, 6))
    office.until(7, 7)
    office.sign_white(matter_id, date(2026, 7, 14))
    office.post()
    office.until(7, 31)

    history = kept(office)
    side = replay(history, rules(XIANYANG))
    assert most_changed(history, really(history), side) == ([], 0)
    white, yellow = steps_of(history, side, INDUSTRY)
    assert (white.on, white.outcome, yellow.name[0]) == (date(2026, 7, 7), Outcome.SIGNED, "黄")
    assert proposed(history, side) == {INVESTMENT: (2, 2), INDUSTRY: (2, 2)}


def test_points_are_lost_by_the_unit_that_led_when_it_was_signed(office: Office) -> None:
    matter_id = office.matter()
    office.to_yellow_hearing(matter_id)
    signs_yellow(office, matter_id)
    office.until(7, 1)
    hands_over(office, matter_id)
    office.until(7, 31)

    history = kept(office)
    lines = by_unit(history, replay(history, rules(HARSHER)))
    lost = {unit: (line.before.lost.most, line.after.lost.most) for unit, line in lines.items()}
    assert lost == {INVESTMENT: (Decimal("0.3"), Decimal("0.5")), INDUSTRY: (0, 0)}
    assert f"奥瑞金3期({INVESTMENT}→{INDUSTRY})" in told(history, rules(HARSHER), "草案", "真实的情况")


def test_what_nobody_drafted_is_of_the_unit_that_leads_on_its_day(office: Office) -> None:
    later = XIANYANG.replace(
        "after_workdays = 1                  # 到期后", "after_workdays = 6                  # 到期后"
    )
    matter_id = office.matter()
    hands_over(office, matter_id, due_on=date(2026, 6, 29))
    history = kept(office)
    soon, late = (replay(history, rules(toml)) for toml in (XIANYANG, later))
    assert [step.on for step in steps_of(history, soon, INDUSTRY)][:1] == [date(2026, 6, 30)]
    assert [step.on for step in steps_of(history, late, INDUSTRY)][:1] == [date(2026, 7, 7)]
    assert steps_of(history, soon, INVESTMENT) == steps_of(history, late, INVESTMENT) == []


def test_each_unit_is_reminded_of_what_it_led(office: Office) -> None:
    """Due on Friday, 10 July: five days before the first unit is warned; from Monday on the second."""
    matter_id = office.matter(due_on=date(2026, 7, 10))
    office.until(7, 6)
    hands_over(office, matter_id)
    office.until(7, 31)

    history = kept(office)
    names = {one.id: one.name for one in history.units}
    reminders = replay(history, rules(HARSHER)).reminders
    warned = [(one.on.day, names[one.unit_id]) for one in reminders if one.about.startswith("warn:")]
    assert warned == [(3, INVESTMENT), (6, INDUSTRY), (7, INDUSTRY), (9, INDUSTRY)]
    late = [(one.on.day, names[one.unit_id]) for one in reminders if one.about.startswith("overdue:")]
    assert late == [(13, INDUSTRY)]


def test_nobody_is_told_late_with_what_fell_due_before_he_had_it(office: Office) -> None:
    matter_id = office.matter()
    hands_over(office, matter_id)
    office.now = at(date(2026, 6, 16), time(8, 30))
    other = office.matter(4)
    hands_over(office, other)

    history = kept(office)
    side = replay(history, rules(XIANYANG))
    assert [one.about for one in side.reminders if one.about.startswith("overdue:")] == [
        f"overdue:{matter_id}:2026-06-15"
    ]
    assert {step.on for step in side.ways[other].most.steps} == set()


def test_a_silence_is_counted_from_the_day_it_changed_hands(office: Office) -> None:
    matter_id = office.matter(due_on=date(2026, 12, 31))
    office.until(6, 17)
    hands_over(office, matter_id)
    one_week = rules(XIANYANG.replace("times = 4", "times = 1"))
    [first, *_] = replay(kept(office), one_week).ways[matter_id].most.steps
    assert first.on == date(2026, 6, 29)
