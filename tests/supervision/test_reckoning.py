"""When the rules change, every open matter's next look is reckoned anew, some at a time."""

from __future__ import annotations

from datetime import date, timedelta

from models.matter import MatterStatus
from models.session import Database
from supervision import reckoning
from tests.supervision.house import MONDAY, House, moment

DUE = date(2026, 6, 30)
NOW = moment(MONDAY, 9)


def reckon(house: House, limit: int = 100, later: int = 0) -> int | None:
    with house.database.write() as session:
        return reckoning.reckon(session, house.source(session), NOW + timedelta(seconds=later), limit)


def is_current(house: House) -> bool:
    with house.database.read() as session:
        return reckoning.is_current(session, house.source(session), NOW + timedelta(hours=1))


def test_all_are_reckoned_batch_by_batch_and_then_no_more(database: Database) -> None:
    house = House(database)
    matters = [house.matter(number, DUE, next_look_on=None) for number in range(1, 6)]
    ended = house.matter(9, DUE, next_look_on=None, status=MatterStatus.COMPLETED)
    assert [reckon(house, 2, later) for later in range(4)] == [2, 2, 1, None]
    assert {house.look_at(matter).next_look_on for matter in matters} == {date(2026, 6, 25)}
    assert house.look_at(ended).next_look_on is None
    assert is_current(house)


def test_another_process_goes_on_where_the_first_stopped(database: Database) -> None:
    house = House(database)
    for number in range(1, 4):
        house.matter(number, DUE, next_look_on=None)
    assert reckon(house, 2) == 2
    assert not is_current(house)
    assert reckon(house, 2, later=15) == 1
    assert is_current(house)


def test_a_change_in_the_middle_begins_anew(database: Database) -> None:
    house = House(database)
    matters = [house.matter(number, DUE, next_look_on=None) for number in range(1, 4)]
    assert reckon(house, 2) == 2
    with database.write() as session:
        reckoning.forget(session, NOW + timedelta(seconds=10))
    assert [reckon(house, 2, later) for later in (15, 30, 45)] == [0, 1, None]
    assert {house.look_at(matter).next_look_on for matter in matters} == {date(2026, 6, 25)}


def test_a_ledger_without_matters_is_reckoned_at_once(database: Database) -> None:
    house = House(database)
    assert [reckon(house), reckon(house, later=1)] == [0, None]
