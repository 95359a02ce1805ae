"""The days of a light and the parts of a name are written down with the rows they follow from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from models import Alias, Matter, Milestone, NamePart, follow
from models.matter import MatterStatus
from models.session import Database
from models.spelling import parts_of
from tests.supervision.ledger import NOW, TODAY, City

DAY = timedelta(days=1)
Days = tuple[date | None, date | None, date | None, date | None]


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.read() as session:
        yield session


@pytest.fixture
def city(session: Session) -> City:
    return City(session)


def days(session: Session, matter: Matter) -> Days:
    """As the database has them, whatever the object says."""
    columns = (Matter.node_on, Matter.yellow_from, Matter.red_from, Matter.order_on)
    node, yellow, red, order = session.execute(select(*columns).where(Matter.id == matter.id)).one()
    return node, yellow, red, order


def spelt(session: Session, matter: Matter) -> set[str]:
    return set(session.scalars(select(NamePart.part).where(NamePart.matter_id == matter.id)))


def test_a_light_turns_on_days_that_follow_from_the_due_day_and_the_earliest_milestone(
    session: Session, city: City
) -> None:
    due = TODAY + 30 * DAY
    matter = city.book.matter(20, "水库", city.investment, due_on=due)
    assert days(session, matter) == (None, due - 7 * DAY, due + DAY, due)

    city.book.milestone(matter, "封顶", TODAY + 9 * DAY)
    city.book.milestone(matter, "开工", TODAY + 2 * DAY)
    assert days(session, matter) == (TODAY + 2 * DAY, TODAY + 3 * DAY, TODAY + 10 * DAY, due)

    session.scalars(select(Milestone).where(Milestone.name == "开工")).one().done_on = TODAY
    session.flush()
    assert days(session, matter) == (TODAY + 9 * DAY, TODAY + 10 * DAY, TODAY + 17 * DAY, due)

    matter.due_on = None
    session.flush()
    assert days(session, matter) == (TODAY + 9 * DAY, TODAY + 10 * DAY, TODAY + 17 * DAY, date.max)


@pytest.mark.parametrize("status", [MatterStatus.COMPLETED, MatterStatus.CLOSED])
def test_what_has_ended_or_stands_turns_no_more(session: Session, city: City, status: MatterStatus) -> None:
    city.cans.status = status
    city.parking.suspended_since = NOW
    session.flush()

    assert days(session, city.cans)[1:3] == days(session, city.parking)[1:3] == (None, None)


def test_a_blocked_matter_is_red_from_the_first_of_all_days(session: Session, city: City) -> None:
    city.cans.status = MatterStatus.BLOCKED
    session.flush()

    assert days(session, city.cans)[1:3] == (date.min, date.min)


def test_a_day_at_the_end_of_the_calendar_stays_there(session: Session, city: City) -> None:
    city.cans.due_on = date.max
    session.flush()

    assert days(session, city.cans)[2:] == (date.max, date.max)


def test_names_are_kept_in_parts_and_given_up_with_them(session: Session, city: City) -> None:
    matter = city.book.matter(20, "红旗水库", city.investment, aliases=["红库"])
    assert spelt(session, matter) == {"红旗", "旗水", "水库", "红旗水", "旗水库", "红库"}

    matter.title = "红旗水渠AB"
    session.flush()
    assert spelt(session, matter) == parts_of("红旗水渠AB", "红库") and "渠ab" in spelt(session, matter)

    alias = session.scalars(select(Alias).where(Alias.text == "红库")).one()
    alias.text = "水渠"
    session.flush()
    assert spelt(session, matter) == parts_of("红旗水渠AB")

    session.delete(alias)
    session.flush()
    assert spelt(session, matter) == parts_of("红旗水渠AB")


def test_a_long_list_of_matters_follows_whole(session: Session, city: City) -> None:
    matters = [
        Matter(code=f"L-{n}", number=n, title=f"水库{n}", unit_id=city.office.id, due_on=TODAY, opened_at=NOW)
        for n in range(1000, 1600)
    ]
    session.add_all(matters)
    session.flush()
    session.add_all(Milestone(matter_id=one.id, name="封顶", due_on=TODAY) for one in matters)
    session.flush()

    assert {days(session, one) for one in matters} == {(TODAY, TODAY - 7 * DAY, TODAY + DAY, TODAY)}
    assert all(spelt(session, one) == parts_of(one.title) for one in matters[::97])


def test_rows_written_past_the_session_follow_when_told(session: Session, city: City) -> None:
    session.execute(update(Matter).where(Matter.id == city.cans.id).values(status=MatterStatus.BLOCKED, title="罐头"))
    session.execute(delete(NamePart))
    session.execute(insert(Milestone).values(matter_id=city.cans.id, name="封顶", due_on=TODAY))

    follow(session, [city.cans.id])

    assert days(session, city.cans)[:3] == (TODAY, date.min, date.min)
    assert spelt(session, city.cans) == parts_of("罐头", "奥瑞金二期")
