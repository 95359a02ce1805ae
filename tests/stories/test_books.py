"""A yellow slip under a policy with books: whose points, in which book, taken back, and after the book was closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import CoUnit, Matter, MatterBook, Notice, ScoreEntry, ScoreMark, ScoreSheet, Unit
from models.person import Role
from models.session import Database
from supervision import appeals, notices, scoring
from supervision.lookups.score_sheets import BookSheet, standing
from supervision.policies.active import activate
from supervision.scores import books, closing, marks, signing
from supervision.scores.kinds import EntryKind
from supervision.scores.refusals import BookFrozen, NotInTheBook, SheetChanged
from supervision.telling import Telling
from supervision.visibility import Viewer
from tests.stories.bookkeeping import BOOKED, TWO_BOOKS
from tests.stories.ladder import LI, WU, ZHAO, ZHENG, Office
from tests.supervision.test_notice_guards import at_once

MAYOR = Viewer(0, Role.LEADER, 4)
YEAR = 2026


@pytest.fixture
def office(database: Database) -> Office:
    office = Office(database)
    office.open(BOOKED)
    return office


@contextmanager
def said_by(office: Office, person_id: int) -> Iterator[tuple[Session, Telling]]:
    with office.database.write() as session:
        yield session, office.telling(session, person_id)


def with_helper(office: Office) -> int:
    matter = office.matter()
    with office.database.write() as session:
        session.add(CoUnit(matter_id=matter, unit_id=2))
    return matter


def to_yellow_proposed(office: Office, matter: int) -> None:
    office.to_yellow_hearing(matter)
    office.until(6, 30)
    office.propose(matter, date(2026, 7, 7))


def to_yellow(office: Office, matter: int) -> Notice:
    to_yellow_proposed(office, matter)
    return office.sign(matter)


def move(office: Office, matter: int, unit_id: int) -> None:
    with office.database.write() as session:
        session.get_one(Matter, matter).unit_id = unit_id


def categorise(office: Office, matter: int, category: str) -> None:
    with office.database.write() as session:
        session.get_one(Matter, matter).category = category


def points(office: Office) -> list[tuple[int, str, Decimal]]:
    with office.database.read() as session:
        rows = session.scalars(select(ScoreEntry).order_by(ScoreEntry.id))
        return [(row.unit_id, row.kind, row.points) for row in rows]


def sheet(office: Office, unit_id: int = 1) -> BookSheet:
    with office.database.read() as session:
        found = standing(session, MAYOR, unit_id, YEAR)
    assert found is not None
    return found.sheets[0]


def freeze(office: Office, unit_id: int = 1, signer: int = WU) -> ScoreSheet:
    with said_by(office, LI) as (session, telling):
        number = propose_closing(session, unit_id, telling)
    with said_by(office, signer) as (session, telling):
        signing.sign(session, number, telling)
    with office.database.read() as session:
        return session.scalars(select(ScoreSheet).where(ScoreSheet.unit_id == unit_id)).one()


def propose_closing(session: Session, unit_id: int, telling: Telling) -> int:
    return closing.freeze(session, session.get_one(Unit, unit_id), YEAR, "", telling).id


def withdraw(office: Office, matter: int) -> None:
    with office.told_by(WU, matter) as (session, row, telling):
        notices.withdraw(session, row, telling, office.rules(session), "时限登记有误")


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


def test_a_closed_book_keeps_what_it_came_to(office: Office) -> None:
    to_yellow(office, office.matter())
    closed = freeze(office)

    assert (closed.total, len(closed.entry_ids)) == (Decimal("99.7"), 1)
    with office.database.read() as session:
        assert closing.recompute(session, closed) == (closed.total, closed.sha256)


def test_a_closed_book_is_as_it_was_after_another_policy_came(office: Office) -> None:
    to_yellow(office, office.matter())
    closed = freeze(office)
    with office.database.write() as session:
        activate(session, BOOKED.replace("base = 100", "base = 80"), "李科", office.now)

    with office.database.read() as session:
        assert closing.recompute(session, closed) == (closed.total, closed.sha256)
    assert (sheet(office).sheet.total, sheet(office).corrected) == (Decimal("99.7"), None)


def test_nothing_enters_a_closed_book(office: Office) -> None:
    matter = with_helper(office)
    to_yellow_proposed(office, matter)
    freeze(office, 2, ZHENG)

    with pytest.raises(BookFrozen) as refused:
        office.sign(matter)

    assert refused.value.facts == {"unit": "经信局", "book": "重点工作", "year": YEAR}
    assert points(office) == []  # not half of it either
    assert office.notices(matter)[1].state == "proposed"


def test_after_closing_only_a_review_opens_the_way_back(office: Office) -> None:
    matter = office.matter()
    yellow = to_yellow(office, matter)
    freeze(office)
    with pytest.raises(BookFrozen):
        withdraw(office, matter)
    assert sheet(office).corrected is None

    with office.told_by(ZHAO, matter) as (session, _, telling):
        notice = session.get_one(Notice, yellow.id)
        appeals.ask(session, notice, telling, office.rules(session), "电力接入延误不在我局")
    withdraw(office, matter)

    after = sheet(office)
    assert after.closed is not None
    assert (after.closed.total, after.corrected) == (Decimal("99.7"), Decimal(100))
    with office.database.read() as session:
        closed = session.scalars(select(ScoreSheet)).one()
        assert closing.recompute(session, closed) == (Decimal("99.7"), closed.sha256)
        late = [entry.kind for entry in session.scalars(select(ScoreEntry)) if after.is_after(entry)]
    assert late == [EntryKind.REVOKE]


def test_the_leader_closes_what_he_was_shown(office: Office) -> None:
    matter = office.matter()
    to_yellow_proposed(office, matter)
    with said_by(office, LI) as (session, telling):
        number = propose_closing(session, 1, telling)
    office.sign(matter)

    with pytest.raises(SheetChanged), said_by(office, WU) as (session, telling):
        signing.sign(session, number, telling)


def test_signing_and_closing_at_once_end_in_one_order(office: Office) -> None:
    """Either the slip is in the closed book, or one of the two is told that it came too late."""
    matter = office.matter()
    to_yellow_proposed(office, matter)
    with said_by(office, LI) as (session, telling):
        number = propose_closing(session, 1, telling)

    def close() -> object:
        with said_by(office, WU) as (session, telling):
            return signing.sign(session, number, telling).state

    slip, closed = at_once(partial(office.sign, matter), close)

    assert isinstance(slip, BookFrozen) != isinstance(closed, SheetChanged)
    with office.database.read() as session:
        sheets = session.scalars(select(ScoreSheet)).all()
    assert len(points(office)) + len(sheets) == 1


def test_one_proposal_is_signed_once(office: Office) -> None:
    with said_by(office, LI) as (session, telling):
        number = propose_closing(session, 1, telling)

    def close() -> object:
        with said_by(office, WU) as (session, telling):
            return signing.sign(session, number, telling).state

    results = at_once(*[close] * 4)

    assert sorted(type(each).__name__ for each in results) == ["NothingPending"] * 3 + ["str"]


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
