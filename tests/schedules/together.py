"""Several things at the same time, as several processes would do them."""

from __future__ import annotations

import threading
from collections.abc import Callable

HANG_LIMIT = 60.0  # seconds


def together(*works: Callable[[], None]) -> None:
    """Runs them at the same time; an error in one is an error here."""
    errors: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(HANG_LIMIT)
    assert not errors, errors
    assert not any(thread.is_alive() for thread in threads)
