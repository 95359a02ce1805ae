"""定档: what a book came to stays; afterwards nothing enters, and only a review puts something right."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest
from sqlalchemy import select

from models import Notice, ScoreEntry, ScoreSheet
from models.session import Database
from supervision import appeals
from supervision.policies.active import activate
from supervision.scores import closing, signing
from supervision.scores.kinds import EntryKind
from supervision.scores.refusals import BookFrozen, SheetChanged
from tests.stories.bookkeeping import (
    BOOKED,
    YEAR,
    freeze,
    points,
    propose_closing,
    said_by,
    sheet,
    to_yellow,
    to_yellow_proposed,
    with_helper,
    withdraw,
)
from tests.stories.ladder import LI, WU, ZHAO, ZHENG, Office
from tests.supervision.test_notice_guards import at_once


@pytest.fixture
def office(database: Database) -> Office:
    office = Office(database)
    office.open(BOOKED)
    return office


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
