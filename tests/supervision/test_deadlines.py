"""When a matter is overdue, of what its unit is warned, and when the tick has to look at it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import Matter, Milestone
from models.matter import MatterStatus
from models.session import Database
from supervision import deadlines, texts
from supervision.clock import day_of
from supervision.duewarnings import warn
from supervision.policies.active import preset
from supervision.policies.reader import read
from supervision.rules import Rules
from supervision.workdays import Calendar, YearDays
from tests.supervision.house import MONDAY, House, moment

RULES = Rules(read(preset("xianyang")), 1, Calendar())  # warns 3 and 1 working days before
LOADED = Calendar({2027: YearDays(frozenset({date(2027, 1, 1)}), frozenset())})


def a_matter(due_on: date | None, status: MatterStatus = MatterStatus.IN_PROGRESS) -> Matter:
    return Matter(id=1, number=1, due_on=due_on, status=status, is_sealed=False, suspended_since=None)


def days_looked_at(due_on: date | None, milestones: Sequence[Milestone] = (), rules: Rules = RULES) -> list[date]:
    """Ten looks in a row, as the tick makes them."""
    matter, today = a_matter(due_on), MONDAY
    looks: list[date] = []
    while len(looks) < 10 and (day := deadlines.next_look(matter, milestones, rules, today)) is not None:
        looks.append(day)
        today = day + timedelta(days=1)
    return looks


def announced(matter: Matter, today: date, milestones: Sequence[Milestone] = ()) -> list[tuple[int, int]]:
    found = deadlines.due_warnings(matter, milestones, RULES.policy, RULES.calendar, today)
    return [(warning.announced, warning.left) for warning in found]


def test_a_due_day_without_work_means_the_next_working_day() -> None:
    """X9. 19 June 2026 is 端午, a Friday; Monday the 22nd is the last day in time."""
    matter = a_matter(date(2026, 6, 19))
    late = [day for day in range(18, 26) if deadlines.overdue(matter, date(2026, 6, day), RULES.calendar)]
    assert late == [23, 24, 25]
    assert deadlines.days_late(matter, date(2026, 6, 24), RULES.calendar) == 2


def test_a_moved_sunday_is_as_good_as_any_due_day() -> None:
    matter = a_matter(date(2026, 9, 20))
    assert not deadlines.overdue(matter, date(2026, 9, 20), RULES.calendar)
    assert deadlines.overdue(matter, date(2026, 9, 21), RULES.calendar)


@pytest.mark.parametrize(
    "matter",
    [
        a_matter(None),
        a_matter(date(2026, 6, 1), MatterStatus.COMPLETED),
        a_matter(date(2026, 6, 1), MatterStatus.CLOSED),
        Matter(due_on=date(2026, 6, 1), status=MatterStatus.IN_PROGRESS, is_sealed=True),
        Matter(due_on=date(2026, 6, 1), status=MatterStatus.BLOCKED, suspended_since=moment(MONDAY, 9)),
    ],
)
def test_where_no_clock_runs_time_changes_nothing(matter: Matter) -> None:
    assert not deadlines.overdue(matter, MONDAY, RULES.calendar)
    assert deadlines.days_late(matter, MONDAY, RULES.calendar) == 0
    assert deadlines.due_warnings(matter, (), RULES.policy, RULES.calendar, MONDAY) == ()
    assert deadlines.next_look(matter, (), RULES, MONDAY) is None


def test_the_tick_looks_on_warning_days_and_then_daily() -> None:
    assert days_looked_at(date(2026, 6, 30)) == [
        date(2026, 6, 25),
        date(2026, 6, 29),
        date(2026, 7, 1),
        date(2026, 7, 2),
        date(2026, 7, 3),
        date(2026, 7, 6),
        date(2026, 7, 7),
        date(2026, 7, 8),
        date(2026, 7, 9),
        date(2026, 7, 10),
    ]


def test_over_the_spring_festival_nobody_is_looked_at() -> None:
    looks = days_looked_at(date(2026, 2, 13))
    assert [day for day in looks if date(2026, 2, 15) <= day <= date(2026, 2, 23)] == []


def test_a_milestone_is_looked_at_on_its_warning_days_only() -> None:
    node = Milestone(id=7, name="主体封顶", due_on=date(2026, 6, 26))
    assert days_looked_at(None, [node]) == [date(2026, 6, 23), date(2026, 6, 25)]
    done = Milestone(id=8, name="打桩", due_on=date(2026, 6, 26), done_on=date(2026, 6, 1))
    assert days_looked_at(None, [done]) == []


def test_a_missed_warning_is_made_up_by_the_one_that_holds_now() -> None:
    matter = a_matter(date(2026, 6, 30))
    assert announced(matter, date(2026, 6, 24)) == []
    assert announced(matter, date(2026, 6, 25)) == [(3, 3)]
    assert announced(matter, date(2026, 6, 26)) == [(3, 2)]
    assert announced(matter, date(2026, 6, 29)) == [(1, 1)]
    assert announced(matter, date(2026, 6, 30)) == [(1, 0)]
    assert announced(matter, date(2026, 7, 1)) == []


def test_a_milestone_due_with_its_matter_is_not_warned_of_twice() -> None:
    node = Milestone(id=7, name="竣工", due_on=date(2026, 6, 30))
    assert announced(a_matter(date(2026, 6, 30)), date(2026, 6, 25), [node]) == [(3, 3)]
    assert announced(a_matter(date(2026, 7, 30)), date(2026, 6, 25), [node]) == [(3, 3)]


def test_beyond_the_calendar_the_first_look_is_surely_not_too_late() -> None:
    """F39: a due day in a year nobody has loaded is 待定; once it is loaded no warning has been missed."""
    due_on = date(2027, 1, 13)
    early = deadlines.next_look(a_matter(due_on), (), RULES, MONDAY)
    real = deadlines.next_look(a_matter(due_on), (), Rules(RULES.policy, 1, LOADED), MONDAY)
    assert real == date(2027, 1, 8)
    assert early is not None
    assert date(2026, 12, 1) < early <= real


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2024, 1, 2), date(2026, 9, 1)), st.integers(0, 40))
def test_no_warning_and_no_lateness_falls_on_a_day_that_is_not_looked_at(start: date, days: int) -> None:
    """Whatever holds on a working day for the first time, the tick looks at the matter that day."""
    due_on = start + timedelta(days=days)
    matter = a_matter(due_on)
    before: list[tuple[int, bool]] = []
    for count in range(60):
        today = start + timedelta(days=count)
        if not RULES.calendar.is_workday(today):
            continue
        late = deadlines.overdue(matter, today, RULES.calendar)
        now = [(number, late) for number, _ in announced(matter, today)] or [(0, late)]
        if before and now != before and now != [(0, False)]:
            assert deadlines.next_look(matter, (), RULES, today) == today
        before = now


def test_the_unit_is_warned_once_for_each_day_and_number(database: Database) -> None:
    house = House(database)
    matter_id = house.matter(3, date(2026, 6, 30), title="奥瑞金二期")
    for now in (moment(date(2026, 6, 25), 8), moment(date(2026, 6, 26), 8), moment(date(2026, 6, 29), 8)):
        with database.write() as session:
            warn(session, session.get_one(Matter, matter_id), (), house.rules, now)
    three, one = house.outbox("warn_due")
    assert (three.facts["left"], one.facts["left"]) == (3, 1)
    assert three.person_id == one.person_id == house.zhao
    assert three.still_true == "due_unchanged"
    assert three.not_before > moment(date(2026, 6, 25), 8)
    assert day_of(three.expires_at) == date(2026, 6, 26)
    words = texts.render("warn_due_many", items=[three.facts, one.facts])
    assert "#3 奥瑞金二期" in words
    assert "6月30日" in texts.render("warn_due", **three.facts)


def test_a_change_brings_the_look_forward(database: Database) -> None:
    house = House(database)
    matter_id = house.matter(3, date(2026, 12, 30))
    with database.write() as session:
        deadlines.look_again(session, session.get_one(Matter, matter_id), house.rules, MONDAY)
    assert house.look_at(matter_id).next_look_on == date(2026, 12, 25)
    for due_on, look_on in (
        (date(2026, 6, 17), MONDAY),  # its warning holds already
        (date(2026, 6, 12), MONDAY),  # it is late already
        (date(2026, 6, 24), date(2026, 6, 18)),
        (None, None),
    ):
        with database.write() as session:
            matter = session.get_one(Matter, matter_id)
            matter.due_on = due_on
            deadlines.look_again(session, matter, house.rules, MONDAY)
        assert house.look_at(matter_id).next_look_on == look_on


def test_the_index_gives_what_is_due_in_batches(sqlite: Database) -> None:
    house = House(sqlite)
    due = [house.matter(number, None, next_look_on=MONDAY - timedelta(days=number % 3)) for number in range(1, 8)]
    house.matter(9, None, next_look_on=MONDAY + timedelta(days=1))
    house.matter(10, None, next_look_on=None)
    after, seen = (date.min, 0), []
    with sqlite.read() as session:
        while batch := deadlines.due_to_look(session, MONDAY, after, 2):
            seen += [matter_id for _, matter_id in batch]
            after = batch[-1]
    assert sorted(seen) == due
