"""What the product itself logs as an error: nothing here is meant to break it, so each is a broken promise, too."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from tests.faults.checker import Violation
from tests.faults.simulation.process import Crashed

ALARMS = "schedules.alarms"  # what the bot means to tell a person of; the platform's faults give it reason to


class Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: dict[str, Violation] = {}

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == ALARMS:
            return
        trouble = record.exc_info[1] if record.exc_info else None
        if isinstance(trouble, Crashed):
            return  # what is said on the way out of a process that is gone is said by nobody
        sentence = f"{record.name}: {record.getMessage()} {type(trouble).__name__}: {trouble}"[:400]
        self.found.setdefault(sentence, Violation("log", sentence))


@contextmanager
def listening() -> Iterator[Complaints]:
    """Nothing is printed meanwhile."""
    complaints, root = Complaints(), logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers[:] = [complaints]
    root.setLevel(logging.ERROR)
    try:
        yield complaints
    finally:
        root.handlers[:] = before
        root.setLevel(level)
