"""Between the door and the desk: callbacks lay their messages down and wait a little for the answer.

A worker that comes to the table takes all that lies there into one transaction, at most `most`. On SQLite, where only
one can write at a time, one worker is as quick as four and takes more at once.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from concurrent.futures import Executor

from sqlalchemy.exc import DBAPIError

from handlers.dispatch import Desk, Errand
from handlers.hearer import OpenCallback
from handlers.message import Message

COMMIT_PATIENCE = 2.0  # seconds more for an answer that is just being committed; the platform waits 5 in all
TOGETHER = 8  # more would save little, and let the first wait for the last

log = logging.getLogger(__name__)

_Waiting = tuple[Message, OpenCallback]


class Worktable:
    """Safe to call from many threads."""

    def __init__(self, desk: Desk, workers: Executor, most: int) -> None:
        self.workers = workers
        self._desk, self._most = desk, most
        self._waiting: deque[_Waiting] = deque()
        self._called = 0  # workers that are on their way to the table
        self._lock = threading.Lock()

    def answer_to(self, message: Message, patience: float) -> str:
        """The answer when it is ready within `patience` seconds, else "": then it goes to the outbox."""
        callback = OpenCallback()
        with self._lock:
            self._waiting.append((message, callback))
            is_covered = self._called * self._most >= len(self._waiting)
            self._called += not is_covered
        if not is_covered:
            self.workers.submit(self._work)
        return callback.wait(patience, COMMIT_PATIENCE)

    def _work(self) -> None:
        taken = self._taken()
        try:
            self._desk.work_together([Errand(one.inbox_id, callback, message=one) for one, callback in taken])
        except DBAPIError:
            log.exception("the database cannot be written; what was stored waits for it")
        finally:
            for _, callback in taken:
                callback.released()

    def _taken(self) -> list[_Waiting]:
        with self._lock:
            self._called -= 1
            return [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
