"""Two weeks of a ward by seed, with crashes and a platform that fails: nothing is lost, nothing is said twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

from bot.app import House
from bot.sender import WeComSender
from supervision.sending import Address, Delivered, Outcome
from tests.faults.simulation import live

DAYS = 10


class Boasting:
    """A fault planted on purpose: every fifth message is said to be sent, and is not."""

    def __init__(self, sender: WeComSender) -> None:
        self.compose = sender.compose
        self._send = sender.send
        self._count = 0

    def send(self, address: Address, body: bytes) -> Delivered:
        self._count += 1
        if self._count % 5 == 0:
            return Delivered(Outcome.SENT, platform_message="boast")
        return self._send(address, body)


def boasting(house: House) -> House:
    return replace(house, sender=cast(WeComSender, Boasting(house.sender)))


def test_ten_days_break_no_promise_and_are_the_same_again(tmp_path: Path) -> None:
    folders = (tmp_path / "first", tmp_path / "second")
    for folder in folders:
        folder.mkdir()
    first, second = (live(1, DAYS, folder) for folder in folders)
    assert first.violations == ()
    assert first.messages > 50
    assert first.log_hash == second.log_hash


def test_a_sender_that_boasts_is_found_out(tmp_path: Path) -> None:
    assert "O1" in {one.invariant for one in live(1, DAYS, tmp_path, boasting).violations}
