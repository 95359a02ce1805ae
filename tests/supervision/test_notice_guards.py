"""What the database itself refuses, and what happens when two do the same thing at once. On both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from models import Climb, Matter, Notice, NumberSeries, ScoreEntry
from models.notice import Cause, NoticeState
from models.session import Database
from supervision import escalation, numbers
from tests.stories.ladder import LI, WU, Office


@pytest.fixture
def office(database: Database) -> Office:
    office = Office(database)
    office.open()
    return office


def at_once(*acts: Callable[[], object]) -> list[object]:
    """All begin together; what each returned, or the exception it ended with."""
    start = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        start.wait(timeout=10)
        try:
            results[place] = act()
        except Exception as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def climb(office: Office, matter_id: int) -> str | None:
    with office.database.write() as session:
        return escalation.climb(session, matter_id, office.rules(session), office.now)


def test_two_runs_at_once_draft_one_notice(office: Office) -> None:
    for number in range(1, 4):
        matter = office.matter(number)
        office.now = office.now.replace(month=6, day=16)
        results = at_once(*[partial(climb, office, matter)] * 4)

        assert sorted(map(str, results)) == ["None", "None", "None", "白色专项督办单"]
        assert [notice.level for notice in office.notices(matter)] == [1]


def test_a_run_that_looked_before_the_other_wrote_gives_way(office: Office) -> None:
    """The unique keys are the last guard: this run believes that nobody has begun to climb."""
    matter_id = office.matter()
    office.until(6, 15)
    office.now += timedelta(days=1)
    with office.database.read() as session:
        found = escalation.look(session, matter_id, office.rules(session), office.now)
    assert isinstance(found, escalation.Proposal)
    assert climb(office, matter_id) == found.step.name

    with office.database.write() as session:
        matter = session.get_one(Matter, matter_id)
        assert escalation._draft(session, matter, None, found, office.rules(session), office.now) is None
    assert len(office.notices(matter_id)) == 1


def test_a_matter_has_one_running_climb_for_a_cause(office: Office) -> None:
    matter = office.matter()
    office.until(6, 16)
    with pytest.raises(IntegrityError), office.database.write() as session:
        version = session.scalars(select(Climb.policy_version_id)).one()
        session.add(
            Climb(matter_id=matter, cause=Cause.OVERDUE, cycle=2, policy_version_id=version, started_at=office.now)
        )


def test_two_signers_at_once_take_two_numbers_without_a_gap(office: Office) -> None:
    matters = [office.matter(number) for number in range(1, 5)]
    office.until(6, 16)
    signed = at_once(*[partial(office.sign_white, each, date(2026, 6, 23)) for each in matters])

    assert all(isinstance(each, Notice) for each in signed)
    assert sorted(notice.serial or 0 for notice in office.notices()) == [1, 2, 3, 4]


def test_one_notice_signed_twice_at_once_has_one_number_and_one_deduction(office: Office) -> None:
    matter = office.matter()
    office.to_yellow_hearing(matter)
    office.until(6, 30)
    office.propose(matter, date(2026, 7, 7))
    results = at_once(partial(office.sign, matter), partial(office.sign, matter))

    assert sorted(type(each).__name__ for each in results) == ["AlreadySigned", "Notice"]
    with office.database.read() as session:
        assert session.scalars(select(ScoreEntry.points)).all() == [Decimal("-0.3")]
        assert session.scalar(select(NumberSeries.last)) == 2
        assert session.scalar(select(func.count()).where(Notice.state == NoticeState.SIGNED)) == 2


def test_a_number_taken_in_a_transaction_that_breaks_is_given_again(office: Office) -> None:
    with pytest.raises(RuntimeError), office.database.write() as session:
        assert numbers.next_number(session, "督", 2026) == 1
        raise RuntimeError
    with office.database.write() as session:
        assert [numbers.next_number(session, "督", 2026) for _ in range(2)] == [1, 2]
        assert numbers.next_number(session, "督", 2027) == 1


def test_the_database_refuses_one_hand_for_both(office: Office) -> None:
    matter = office.matter()
    office.to_yellow_hearing(matter)
    office.until(6, 30)
    office.propose(matter, date(2026, 7, 7), person_id=LI)
    with pytest.raises(IntegrityError), office.database.write() as session:
        session.execute(
            update(Notice)
            .where(Notice.level == 2)
            .values(state=NoticeState.SIGNED, signed_by_id=LI, serial=9, series="督", year=2026)
        )
    assert office.sign(matter, person_id=WU).signed_by_id == WU


def test_the_database_refuses_a_signature_without_a_number(office: Office) -> None:
    office.matter()
    office.until(6, 16)
    with pytest.raises(IntegrityError), office.database.write() as session:
        session.execute(update(Notice).values(state=NoticeState.SIGNED, signed_by_id=LI))


def test_the_database_refuses_a_second_deduction_for_one_notice(office: Office) -> None:
    matter = office.matter()
    office.to_yellow_hearing(matter)
    office.until(6, 30)
    office.propose(matter, date(2026, 7, 7))
    office.sign(matter)
    with pytest.raises(IntegrityError), office.database.write() as session:
        entry = session.scalars(select(ScoreEntry)).one()
        session.add(
            ScoreEntry(
                unit_id=entry.unit_id,
                year=entry.year,
                kind=entry.kind,
                points=entry.points,
                ground_kind=entry.ground_kind,
                ground_id=entry.ground_id,
                clause=entry.clause,
                signed_by_id=entry.signed_by_id,
                entered_at=office.now,
            )
        )


def test_a_notice_is_found_by_its_number_however_it_is_typed(office: Office) -> None:
    matter = office.matter()
    office.until(6, 16)
    office.sign_white(matter, date(2026, 6, 23))
    with office.database.read() as session:
        for words in ("督〔2026〕1号", "督2026-1", "督[2026]1", "2026年1号"):
            found = numbers.find(session, words)
            assert found is not None and found.matter_id == matter
        assert numbers.find(session, "督〔2026〕2号") is None
        assert numbers.find(session, "那张单子") is None
