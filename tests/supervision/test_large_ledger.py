"""More matters than are sorted at once: the same answers, found another way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models import Matter, follow
from models.matter import MatterStatus
from models.session import Database
from supervision.lights import BY_URGENCY, Light, light_of
from supervision.lookups.matters import FEW, find
from supervision.lookups.question import Question
from supervision.lookups.summaries import summary
from supervision.visibility import Viewer
from tests.supervision.ledger import NOW, TODAY, City

MANY = FEW + 200
STATUSES = tuple(MatterStatus)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.read() as session:
        yield session


@pytest.fixture
def city(session: Session) -> City:
    """Beside the two everybody knows many of 经信局 and 城管局, and one that only the mayor is named on."""
    city = City(session)
    rows = [
        {
            "code": f"M-{number:05}", "number": number, "title": f"{'水库' if number % 2 else '公路'}{number}号工程",
            "unit_id": (city.industry, city.streets)[number % 2].id, "opened_at": NOW,
            "due_on": TODAY + timedelta(days=number % 97 - 40) if number % 31 else None,
            "status": STATUSES[number % 5], "base_status": MatterStatus.NOT_STARTED, "has_problem": number % 7 == 0,
            "category": "水利建设" if number % 3 else "", "suspended_since": NOW if number % 41 == 0 else None,
        }
        for number in range(1000, 1000 + MANY)
    ]  # fmt: skip
    session.execute(insert(Matter), rows)
    follow(session, session.scalars(select(Matter.id)).all())
    city.book.matter(7, "巡视水库整改", city.streets, due_on=date(2026, 1, 1), named=[city.mayor])
    return city


def lit(matter: Matter) -> Light | None:
    return light_of(matter.status, matter.due_on, [], TODAY, matter.suspended_since is not None)


def expected(session: Session, viewer: Viewer, city: City) -> list[Matter]:
    """All that a leader of all may see, in the order of a page."""
    seen = [m for m in session.scalars(select(Matter)) if not m.is_sealed or viewer == city.mayor]
    return sorted(seen, key=lambda m: (BY_URGENCY.index(lit(m)), m.due_on or date.max, m.code))


QUESTIONS: dict[str, tuple[Question, Callable[[Matter], bool]]] = {
    "all": (Question(), lambda m: m.status is not MatterStatus.CLOSED),
    "closed too": (Question(with_closed=True), lambda m: True),
    "keyword": (Question(keyword="水库"), lambda m: "水库" in m.title and m.status is not MatterStatus.CLOSED),
    "long keyword": (Question(keyword="库1001号"), lambda m: "库1001号" in m.title),
    "red": (Question(lights=(Light.RED,)), lambda m: lit(m) is Light.RED),
    "yellow": (Question(lights=(Light.YELLOW,)), lambda m: lit(m) is Light.YELLOW),
    "green": (Question(lights=(Light.GREEN,)), lambda m: lit(m) is Light.GREEN),
    "overdue": (Question(overdue=True), lambda m: lit(m) is not None and (m.due_on or date.max) < TODAY),
    "from now": (
        Question(due_first=TODAY),
        lambda m: m.status in STATUSES[:3] and m.due_on is not None and m.due_on >= TODAY,
    ),
    "ended": (
        Question(statuses=(MatterStatus.COMPLETED, MatterStatus.CLOSED)),
        lambda m: m.status in (MatterStatus.COMPLETED, MatterStatus.CLOSED),
    ),
    "difficult": (
        Question(problem=True),
        lambda m: m.status is not MatterStatus.CLOSED and (m.has_problem or m.status is MatterStatus.BLOCKED),
    ),
    "category": (
        Question(category="水利建设", statuses=(MatterStatus.NOT_STARTED, MatterStatus.IN_PROGRESS)),
        lambda m: m.category == "水利建设" and m.status in STATUSES[:2],
    ),
}


@pytest.mark.parametrize("who", ["mayor", "supervisor"])
def test_pages_are_those_of_the_whole_ledger_in_order(session: Session, city: City, who: str) -> None:
    viewer = city.mayor if who == "mayor" else city.supervisor
    ledger = expected(session, viewer, city)
    for question, wanted in QUESTIONS.values():
        matters = [matter.code for matter in ledger if wanted(matter)]
        for offset in {0, min(8, len(matters) - 1), max(0, len(matters) - 3)}:
            page = find(session, question, viewer, TODAY, limit=8, offset=offset)
            assert [row.matter.code for row in page.rows] == matters[offset:][:8], question
            assert page.total == len(matters)


def test_a_summary_counts_the_whole_and_shows_the_units_that_are_worst_off(session: Session, city: City) -> None:
    found = summary(session, Question(), city.mayor, TODAY, most_units=2)
    narrower = summary(session, Question(category="水利建设"), city.mayor, TODAY, most_units=2)

    ledger = expected(session, city.mayor, city)
    counts = [sum(lit(m) is light for m in ledger) for light in (Light.RED, Light.YELLOW, Light.GREEN)]
    assert [found.whole.total, found.whole.red, found.whole.yellow, found.whole.green] == [len(ledger), *counts]
    assert sum(m.status is MatterStatus.CLOSED for m in ledger) == found.whole.closed
    assert narrower.whole.total == sum(m.category == "水利建设" for m in ledger)
    by_unit = {
        name: sum(lit(m) is Light.RED for m in ledger if m.unit_id == unit.id)
        for name, unit in (("经信局", city.industry), ("城管局", city.streets), ("招商局", city.investment))
    }
    worst = sorted(by_unit, key=lambda name: -by_unit[name])[:2]
    assert [(one.unit, one.tally.red) for one in found.units] == [(name, by_unit[name]) for name in worst]
    assert found.rest == 1


def test_units_without_a_light_fill_the_page(session: Session, city: City) -> None:
    found = summary(session, Question(), city.mayor, TODAY, most_units=9)

    assert {one.unit for one in found.units} == {"经信局", "城管局", "招商局"} and found.rest == 0
