"""Between the door and the desk: callbacks lay their messages down and wait a little for the answer.

A worker that comes to the table takes all that lies there into one transaction, at most `most`. On SQLite, where only
one can write at a time, one worker is as quick as four and takes more at once.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Executor
from dataclasses import dataclass, field

from handlers.dispatch import Desk, Errand
from handlers.hearer import OpenCallback
from handlers.message import Message

COMMIT_PATIENCE = 2.0  # seconds more for an answer that is just being committed; the platform waits 5 in all
TOGETHER = 8  # more would save little, and let the first wait for the last

_Waiting = tuple[Message, OpenCallback]


@dataclass(frozen=True, slots=True)
class Worktable:
    """Safe to call from many threads."""

    desk: Desk
    workers: Executor
    most: int = 1
    _waiting: deque[_Waiting] = field(default_factory=deque)

    def answer_to(self, message: Message, patience: float) -> str:
        """The answer when it is ready within `patience` seconds, else "": then it goes to the outbox."""
        callback = OpenCallback()
        self._waiting.append((message, callback))
        self.workers.submit(self._work)
        return callback.wait(patience, COMMIT_PATIENCE)

    def _work(self) -> None:
        """Called once for each message; it may find that another call took its own along."""
        taken = self._taken()
        try:
            self.desk.work_together([Errand(one.inbox_id, callback, message=one) for one, callback in taken])
        finally:
            for _, callback in taken:
                callback.released()

    def _taken(self) -> list[_Waiting]:
        taken: list[_Waiting] = []
        while len(taken) < self.most:
            try:
                taken.append(self._waiting.popleft())
            except IndexError:
                break
        return taken
