"""A yellow slip under a policy with books: whose points, in which book, and taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from models import Matter, MatterBook, ScoreMark, Unit
from models.session import Database
from supervision import scoring
from supervision.lookups.score_sheets import standing
from supervision.scores import books, closing, marks
from supervision.scores.refusals import NotInTheBook
from tests.stories.bookkeeping import (
    BOOKED,
    MAYOR,
    TWO_BOOKS,
    YEAR,
    categorise,
    move,
    points,
    said_by,
    sheet,
    to_yellow,
    to_yellow_proposed,
    with_helper,
    withdraw,
)
from tests.stories.ladder import LI, Office


@pytest.fixture
def office(database: Database) -> Office:
    office = Office(database)
    office.open(BOOKED)
    return office


def test_the_lead_bears_its_points_and_who_assists_half_of_them(office: Office) -> None:
    matter = with_helper(office)
    to_yellow(office, matter)

    assert points(office) == [(1, "deduct", Decimal("-0.3")), (2, "deduct", Decimal("-0.15"))]
    assert (sheet(office).sheet.total, sheet(office, 2).sheet.total) == (Decimal("99.7"), Decimal("99.85"))
    with office.database.read() as session:
        assert [(row.matter_id, row.year, row.book) for row in session.scalars(select(MatterBook))] == [
            (matter, YEAR, "重点工作")
        ]


def test_a_matter_that_moved_costs_the_unit_that_was_late(office: Office) -> None:
    matter = office.matter()
    to_yellow_proposed(office, matter)
    move(office, matter, 2)
    office.sign(matter)

    assert points(office) == [(1, "deduct", Decimal("-0.3"))]


def test_a_withdrawn_notice_gives_every_share_back(office: Office) -> None:
    matter = with_helper(office)
    to_yellow(office, matter)
    withdraw(office, matter)

    assert sheet(office).sheet.total == sheet(office, 2).sheet.total == Decimal(100)
    assert sorted(points(office)[2:]) == [(1, "revoke", Decimal("0.3")), (2, "revoke", Decimal("0.15"))]
    with office.database.read() as session:
        assert scoring.total(session, 1, YEAR) == scoring.total(session, 2, YEAR) == 0


def test_red_marks_eligibility_apart_from_points_until_it_is_withdrawn(office: Office) -> None:
    matter = office.matter()
    to_yellow(office, matter)
    office.until(7, 14)
    office.propose(matter, date(2026, 7, 21))
    office.sign(matter)
    with office.database.read() as session:
        [mark] = marks.standing(session.scalars(select(ScoreMark)).all())
    assert mark.effect == "取消年度目标任务考核优秀评选资格"
    assert "四、创新结果运用(三)" in mark.clause
    assert sheet(office).sheet.total == Decimal("99.7")

    withdraw(office, matter)
    with office.database.read() as session:
        rows = session.scalars(select(ScoreMark).order_by(ScoreMark.id)).all()
    assert [row.kind for row in rows] == ["mark", "lift"]
    assert marks.standing(rows) == []


def test_without_books_all_of_it_is_the_leads(database: Database) -> None:
    office = Office(database)
    office.open()
    to_yellow(office, with_helper(office))

    assert points(office) == [(1, "deduct", Decimal("-0.3"))]


def test_a_matter_stays_in_its_book_for_the_year(database: Database) -> None:
    office = Office(database)
    office.open(TWO_BOOKS)
    matter = office.matter()
    categorise(office, matter, "项目")
    to_yellow(office, matter)
    categorise(office, matter, "民生")

    with office.database.read() as session:
        row, rules = session.get_one(Matter, matter), office.rules(session)
        this_year, next_year = (
            books.of_matter(session, row, rules, YEAR),
            books.of_matter(session, row, rules, YEAR + 1),
        )
        found = standing(session, MAYOR, 1, YEAR)
    assert this_year is not None and this_year.rule.name == "重点项目"
    assert next_year is not None and next_year.rule.name == "其他工作"
    assert found is not None
    assert {one.name: one.sheet.total for one in found.sheets} == {
        "重点项目": Decimal("99.7"), "其他工作": Decimal(50),
    }  # fmt: skip


def test_a_book_of_two_has_to_be_named(database: Database) -> None:
    office = Office(database)
    office.open(TWO_BOOKS)
    with said_by(office, LI) as (session, telling):
        unit = session.get_one(Unit, 1)
        with pytest.raises(NotInTheBook) as refused:
            closing.freeze(session, unit, YEAR, "", telling)
        named = closing.freeze(session, unit, YEAR, "其他工作", telling)

    assert refused.value.facts["names"] == ["重点项目", "其他工作"]
    assert named.points == 50
