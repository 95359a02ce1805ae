"""People who report without pause while something happens; what the platform could not hand over it brings again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager

from rehearsal.platform import Delivery, Retry, State
from tests.bot.processes import until
from tests.faults.processes.city import City
from tests.faults.processes.town import TOWNSHIPS

TALKERS = 4


@contextmanager
def talking(city: City) -> Iterator[list[Delivery]]:
    """Everything they told, in the end; at least one from each talker before the block is entered."""
    told: list[Delivery] = []
    enough = threading.Event()

    def talk(nth: int) -> None:
        townships = range(nth, len(TOWNSHIPS), TALKERS)
        while not enough.is_set():
            for township in townships:
                told.append(city.line.says(f"head{township}", city.report_of(township), retry=Retry.LATER))
                if enough.is_set():
                    break

    with ThreadPoolExecutor(TALKERS) as pool:
        talkers = [pool.submit(talk, nth) for nth in range(TALKERS)]
        try:
            until(lambda: len(told) >= TALKERS, "people have begun to talk")
            yield told
        finally:
            enough.set()
            wait(talkers)
    for talker in talkers:
        talker.result()
    until(lambda: _all_taken(city, told), "everything is taken in the end")


def _all_taken(city: City, told: list[Delivery]) -> bool:
    if any(one.state is State.WAITING for one in told):
        city.line.redeliver()
    return all(one.state is State.ACCEPTED for one in told)
