"""红黄绿 on the days that decide, and the same light from the database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Matter, Milestone, Unit
from models.matter import MatterStatus
from models.session import Database
from supervision.lights import BY_URGENCY, Light, Node, light_is, light_of, urgency
from supervision.policies.policy import LightRule
from tests.supervision.ledger import NOW, TODAY

GREEN, YELLOW, RED = Light.GREEN, Light.YELLOW, Light.RED


def days(offset: int) -> date:
    return TODAY + timedelta(days=offset)


@pytest.mark.parametrize(
    ("offset", "light"), [(-1, RED), (0, YELLOW), (7, YELLOW), (8, GREEN)]
)  # fmt: skip
def test_the_due_day_decides(offset: int, light: Light) -> None:
    assert light_of(MatterStatus.IN_PROGRESS, days(offset), [], TODAY) is light


@pytest.mark.parametrize(
    ("offset", "light"), [(0, GREEN), (-1, YELLOW), (-7, YELLOW), (-8, RED)]
)  # fmt: skip
def test_a_missed_milestone_turns_yellow_then_red(offset: int, light: Light) -> None:
    nodes = [Node(days(offset), is_done=False), Node(days(-300), is_done=True)]

    assert light_of(MatterStatus.IN_PROGRESS, days(90), nodes, TODAY) is light


def test_the_numbers_of_days_are_the_policys() -> None:
    rule = LightRule(yellow_before=15, node_late=0)
    assert light_of(MatterStatus.IN_PROGRESS, days(15), [], TODAY, rule=rule) is YELLOW
    assert light_of(MatterStatus.IN_PROGRESS, days(16), [], TODAY, rule=rule) is GREEN
    assert light_of(MatterStatus.IN_PROGRESS, days(90), [Node(days(-1), is_done=False)], TODAY, rule=rule) is RED


def test_work_that_has_stopped_is_red_whatever_the_dates_say() -> None:
    assert light_of(MatterStatus.BLOCKED, days(300), [], TODAY) is RED


@pytest.mark.parametrize("status", [MatterStatus.COMPLETED, MatterStatus.CLOSED])
def test_what_has_ended_has_no_light(status: MatterStatus) -> None:
    assert light_of(status, days(-100), [Node(days(-100), is_done=False)], TODAY) is None


def test_a_suspended_matter_has_no_light_for_its_clock_stands() -> None:
    assert light_of(MatterStatus.IN_PROGRESS, days(-1), [], TODAY, is_suspended=True) is None


def test_a_matter_without_any_date_is_green() -> None:
    assert light_of(MatterStatus.NOT_STARTED, None, [], TODAY) is GREEN


near = st.sampled_from([-400, -9, -8, -7, -6, -1, 0, 1, 6, 7, 8, 9, 400]) | st.integers(-30, 30)
nodes = st.lists(st.builds(Node, near.map(days), st.booleans()), max_size=3)
matters = st.lists(
    st.tuples(st.sampled_from(MatterStatus), st.none() | near.map(days), nodes, st.booleans()), min_size=1, max_size=12
)

rules = st.just(LightRule()) | st.builds(LightRule, yellow_before=st.integers(1, 15), node_late=st.integers(0, 9))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(book=matters, rule=rules)
def test_python_and_the_database_see_the_same_light(
    database: Database, book: list[tuple[MatterStatus, date | None, list[Node], bool]], rule: LightRule
) -> None:
    with database.read() as session:  # never committed: each example starts with an empty ledger
        expected = {
            write(session, number, *one, rule): light_of(*one[:3], TODAY, one[3], rule)
            for number, one in enumerate(book)
        }

        ranks = session.execute(select(Matter.id, urgency(TODAY)))
        assert {matter_id: BY_URGENCY[rank] for matter_id, rank in ranks} == expected
        for light in Light:
            found = set(session.scalars(select(Matter.id).where(light_is(light, TODAY))))
            assert found == {matter_id for matter_id, seen in expected.items() if seen is light}


def write(
    session: Session, number: int, status: MatterStatus, due_on: date | None, nodes: list[Node], is_suspended: bool,
    rule: LightRule,
) -> int:  # fmt: skip
    unit = session.scalar(select(Unit)) or Unit(name="招商局")
    session.add(unit)
    session.flush()
    matter = Matter(
        code=f"ZD-{number}", number=number, title="事项", unit_id=unit.id, status=status, due_on=due_on, opened_at=NOW,
        suspended_since=NOW if is_suspended else None, yellow_before=rule.yellow_before, node_late=rule.node_late,
    )  # fmt: skip
    session.add(matter)
    session.flush()
    for place, node in enumerate(nodes):
        done_on = node.due_on if node.is_done else None
        session.add(Milestone(matter_id=matter.id, name=str(place), due_on=node.due_on, done_on=done_on))
    session.flush()
    return matter.id
