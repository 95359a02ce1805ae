"""The made-up town is one that the product could have made."""

from __future__ import annotations

from itertools import pairwise

import pytest
from sqlalchemy import func, select

from bench.clock import MORNING
from bench.names import unit_name, work
from bench.sizes import LEADER, Size, head_of
from bench.town import fill
from bot.app import rules_source_of
from bot.config import Settings
from models import Matter, Office, Person, Progress, Report
from models.session import Database
from schedules.daily import Looked
from schedules.tick import tick
from supervision import deadlines, reckoning
from supervision.clock import day_of
from supervision.policies.active import activate, preset
from supervision.rules import Rules
from supervision.visibility import Scope, scope, viewer_of

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def in_force(database: Database) -> Rules:
    with database.write() as session:
        session.add(Office(id=1))
        activate(session, preset("xianyang"), "test", MORNING)
        return rules_source_of(Settings())(session)


def test_no_two_units_and_no_two_matters_are_called_the_same() -> None:
    assert len({unit_name(number) for number in range(10_000)}) == 10_000
    assert len({work(number).title for number in range(100_000)}) == 100_000
    assert len({work(number).alias for number in range(100_000)}) == 100_000


def test_every_matter_of_a_ledger_knows_when_time_next_matters_to_it(database: Database) -> None:
    rules = in_force(database)
    fill(database, Size(units=6, matters=40, progress=60), rules, MORNING)
    with database.read() as session:
        assert reckoning.is_current(session, rules, MORNING)
        for matter in session.scalars(select(Matter)):
            nodes = deadlines.open_milestones(session, matter.id)
            assert matter.next_look_on == deadlines.look_on(matter, nodes, rules, day_of(MORNING))
        assert session.scalar(select(func.count(Progress.id))) == 60
        assert session.scalar(select(func.count(Report.id))) == 12


def test_its_people_see_what_their_roles_let_them_see(database: Database) -> None:
    fill(database, Size(units=6, matters=40), in_force(database), MORNING)
    with database.read() as session:
        head, leader = (
            session.scalars(select(Person).where(Person.userid == one)).one() for one in (head_of(2), LEADER)
        )
        assert scope(session, viewer_of(session, head), 2) is Scope.WHOLE
        assert scope(session, viewer_of(session, head), 4) is Scope.NOTHING
        assert scope(session, viewer_of(session, leader), 4) is Scope.WHOLE


@pytest.mark.parametrize("matters", [200, 20_000])
def test_the_tick_finds_as_many_as_were_ordered_in_a_small_and_in_a_large_ledger(
    sqlite: Database, matters: int
) -> None:
    rules = in_force(sqlite)
    fill(sqlite, Size(units=10, matters=matters, due=20), rules, MORNING)
    looked = [one for one in tick(sqlite, lambda _: rules, MORNING, leaps=True) if isinstance(one, Looked)]
    assert len(looked) == 20
    assert sum(one.step is not None for one in looked) == rules.policy.breaker_floor
    numbers = sorted(one.number for one in looked)
    assert {later - earlier for earlier, later in pairwise(numbers)} == {matters // 20}
