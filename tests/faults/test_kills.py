"""A dozen deaths by SIGKILL: nothing is lost, nothing is done twice; and where the order is wrong, it comes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from tests.faults.kills.blows import Blow
from tests.faults.kills.by_call import every, in_a_town_by_call
from tests.faults.kills.calls import Call
from tests.faults.kills.deeds import FOUNDING
from tests.faults.kills.life import Spoil
from tests.faults.kills.plan import Planned, plans, runs
from tests.faults.kills.planted import answers_first, knows_none_again, starts_over
from tests.faults.kills.running import in_a_town, pool_of
from tests.faults.seams import Point

A_DOZEN = (
    Planned(FOUNDING, Blow(Point.CHANGE, 3)),
    Planned("report", Blow(Point.COMMIT, 1)),
    Planned("report", Blow(Point.ANSWER, 1)),
    Planned("answer", Blow(Point.COMMITTED, 1)),
    Planned("withdrawal", Blow(Point.COMMITTED, 2)),
    Planned("background", Blow(Point.COMMIT, 1)),
    Planned("left-over work", Blow(Point.INSERTED, 1)),
    Planned("letters", Blow(Point.WIRE, 2)),
    Planned("letters", Blow(Point.WIRED, 2)),
    Planned("recovery", Blow(Point.READING, 1)),
    Planned("copy", Blow(Point.RENAME, 1)),
    Planned("assigning", Blow(Point.INSERT, 3)),
)


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    with pool_of(1) as pool:
        yield pool


def test_a_dozen_deaths_break_no_promise(pool: ProcessPoolExecutor, tmp_path: Path) -> None:
    ran = pool.submit(in_a_town, 0, A_DOZEN, 5, tmp_path).result()
    assert ran.violations == ()
    assert (ran.missed, len(ran.hit)) == ((), len(A_DOZEN))
    assert ran.deaths >= len(A_DOZEN)


@pytest.mark.parametrize(
    ("spoil", "planned", "promise"),
    [
        (answers_first, Planned("report", Blow(Point.ANSWERED, 1)), "I1"),
        (knows_none_again, Planned("report", Blow(Point.ANSWER, 1)), "I2"),
        (starts_over, Planned("formal paper", Blow(Point.WIRED, 2)), "O4"),
    ],
)
def test_a_wrong_order_comes_out(
    pool: ProcessPoolExecutor, tmp_path: Path, spoil: Spoil, planned: Planned, promise: str
) -> None:
    ran = pool.submit(in_a_town, 0, [planned], 5, tmp_path, spoil).result()
    assert promise in {one.invariant for one in ran.violations}


@pytest.mark.needs("strace")
def test_death_before_a_system_call_breaks_no_promise(pool: ProcessPoolExecutor, tmp_path: Path) -> None:
    some = partial(every, of=9)
    ran = pool.submit(in_a_town_by_call, "report", 5, tmp_path / "town", some).result()
    assert ran.violations == ()
    assert (ran.missed, len(ran.hit)) == ((), ran.deaths)
    assert {one.call.name for one in ran.hit} > {"pwrite64"}
    assert {one.call.thread for one in ran.hit} == {0, 1}  # at the door, and at the desk


@pytest.mark.needs("strace")
def test_a_wrong_order_comes_out_by_a_system_call(pool: ProcessPoolExecutor, tmp_path: Path) -> None:
    ran = pool.submit(in_a_town_by_call, "report", 5, tmp_path / "town", _last_word, answers_first).result()
    assert len(ran.hit) == 1
    assert "I1" in {one.invariant for one in ran.violations}


def _last_word(calls: Sequence[Call]) -> Sequence[Call]:
    """By then its answer has left."""
    return [max((one for one in calls if (one.thread, one.name) == (0, "write")), key=lambda one: one.nth)]


def test_a_blow_that_never_falls_is_no_kill(pool: ProcessPoolExecutor, tmp_path: Path) -> None:
    never = Planned("withdrawal", Blow(Point.WIRE, 1))
    ran = pool.submit(in_a_town, 0, [never], 5, tmp_path).result()
    assert (ran.hit, ran.missed, ran.deaths) == ((), (never,), 0)


def test_each_occurrence_has_its_turn_and_each_town_is_founded_once() -> None:
    counted = {FOUNDING: {Point.COMMIT: 2}, "report": {Point.INSERT: 3, Point.WIRE: 0}}
    planned = plans(counted, 6, seed=1)
    assert {one.blow for one in planned if one.kind == "report"} == {Blow(Point.INSERT, n) for n in (1, 2, 3)}
    assert {one.blow.nth for one in planned if one.kind == FOUNDING} == {1, 2}
    shared = runs(planned, seed=1)
    assert sorted(str(one) for run in shared for one in run) == sorted(map(str, planned))
    assert [[one.kind == FOUNDING for one in run] for run in shared] == [[True, False]] * 3
