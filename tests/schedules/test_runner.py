"""The alarm clock rings, twice never at once, goes on after trouble, and is not put to sleep by the wall clock."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from schedules.runner import Alarm, Runner

HANG = 30  # seconds after which something hangs
SHORT = timedelta(milliseconds=50)
LONG = timedelta(hours=1)


def wall() -> datetime:
    return datetime.now(UTC)


@contextmanager
def running(*alarms: Alarm) -> Iterator[Runner]:
    runner = Runner(alarms, wall)
    runner.start()
    try:
        yield runner
    finally:
        runner.stop()


class Rings:
    """Counts, and can be waited for."""

    def __init__(self) -> None:
        self._counted = threading.Semaphore(0)

    def __call__(self) -> None:
        self._counted.release()

    def wait_for(self, times: int) -> None:
        for _ in range(times):
            assert self._counted.acquire(timeout=HANG)


def test_it_rings_at_once_and_again() -> None:
    rings = Rings()
    with running(Alarm("tick", SHORT, rings)):
        rings.wait_for(3)


def test_woken_it_rings_now() -> None:
    rings = Rings()
    with running(Alarm("deliver", LONG, rings)) as runner:
        rings.wait_for(1)
        runner.wake("deliver")
        rings.wait_for(1)


def test_trouble_is_logged_and_the_next_ring_comes(caplog: pytest.LogCaptureFixture) -> None:
    rings = Rings()

    def act() -> None:
        rings()
        raise ZeroDivisionError("no")

    with running(Alarm("tick", SHORT, act)):
        rings.wait_for(2)
    assert "tick broke" in caplog.text


def test_never_twice_at_once_and_one_does_not_hold_up_another() -> None:
    rings, inside, may_end = Rings(), threading.Semaphore(0), threading.Event()
    busy = threading.Lock()
    overlaps: list[str] = []

    def slow() -> None:
        if not busy.acquire(blocking=False):
            overlaps.append("twice")
            return
        with busy_until_released(busy):
            inside.release()
            may_end.wait(HANG)

    with running(Alarm("slow", SHORT, slow), Alarm("quick", SHORT, rings)) as runner:
        assert inside.acquire(timeout=HANG)
        rings.wait_for(5)
        runner.wake("slow")
        rings.wait_for(2)
        may_end.set()
    assert overlaps == []


@contextmanager
def busy_until_released(busy: threading.Lock) -> Iterator[None]:
    try:
        yield
    finally:
        busy.release()


def test_a_wall_clock_set_back_by_a_day_does_not_put_it_to_sleep() -> None:
    """F36."""
    rings = Rings()
    with running(Alarm("tick", SHORT, rings)):
        rings.wait_for(2)
        with time_machine.travel(datetime.now(UTC) - timedelta(days=1), tick=True):
            rings.wait_for(20)


def test_stopped_it_lets_the_act_come_to_its_end() -> None:
    begun, ended = threading.Event(), threading.Event()

    def act() -> None:
        begun.set()
        stopping.wait(HANG)
        ended.set()

    stopping = threading.Event()
    runner = Runner([Alarm("tick", LONG, act)], wall)
    runner.start()
    assert begun.wait(HANG)
    stopping.set()
    runner.stop()
    assert ended.is_set()
