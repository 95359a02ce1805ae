"""The small city is what its page promises, and its clock only goes forward."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from models.person import Role
from rehearsal.town import TownClock, load_city
from rehearsal.town.city import LEADERS, OFFICE
from rehearsal.town.clock import BackwardStep
from rehearsal.town.guide import load_guide
from rehearsal.town.sights import Sight
from supervision.workdays import Calendar


def test_twelve_units_thirty_people_thirty_matters() -> None:
    city = load_city()
    assert len([unit for unit in city.units if unit.name not in (OFFICE, LEADERS)]) == 12
    assert len(city.people) == 30 == len({one.userid for one in city.people})
    assert [matter.number for matter in city.matters] == list(range(1, 31))
    assert city.stranger.userid not in {one.userid for one in city.people}
    roles = Counter(one.role for one in city.people)
    assert (roles[Role.UNIT_HEAD], roles[Role.LEADER], roles[Role.SUPERVISOR]) == (12, 2, 2)


def test_everybody_named_in_the_data_lives_there() -> None:
    city = load_city()
    users = {one.userid for one in city.people}
    units = {unit.name for unit in city.units}
    assert {saying.userid for saying in city.past} | set(city.group_members) <= users
    assert {name for matter in city.matters for name in (matter.unit, *matter.co_units)} <= units
    assert {step.who for step in load_guide(city).steps if step.who} <= users


def test_a_step_of_the_guide_is_said_or_walked_and_each_sight_comes_once() -> None:
    steps = load_guide(load_city()).steps
    assert all(bool(step.say and step.who) != bool(step.walk) for step in steps)
    assert [step.sight for step in steps] == [sight for sight in Sight if sight is not Sight.HELD]


def test_three_days_away_end_on_a_working_day() -> None:
    """Otherwise the hold would be opened and nobody told before the holiday is over."""
    city = load_city()
    assert Calendar().is_workday(city.day(0))
    assert Calendar().is_workday(city.day(1) + timedelta(days=3))


def test_days_are_written_as_people_write_them() -> None:
    city = load_city()
    first = city.day(1)
    assert city.dated("时限:{1}") == f"时限:{first.month}月{first.day}日"


def test_the_clock_never_goes_back() -> None:
    city = load_city()
    clock = TownClock(city.starts_at)
    clock.go_to(city.starts_at + timedelta(hours=1))
    with pytest.raises(BackwardStep):
        clock.go_to(city.starts_at)
    assert clock() == city.starts_at + timedelta(hours=1)
