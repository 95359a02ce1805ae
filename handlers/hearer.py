"""Whoever waits for an answer while a message is worked: the open callback, the console, or nobody.

The one that sets `answered_by` speaks. A worker asks `takes()` just before it commits: from then on the hearer has
promised to wait for the commit, so the answer is spoken exactly once.
"""

from __future__ import annotations

import threading
from typing import Protocol


class Hearer(Protocol):
    name: str
    knows_all: bool  # each part of the answer was heard before; none goes to the outbox

    def takes(self) -> bool:
        """Whether the hearer is still there and will speak the answer; binding."""
        ...

    def hears(self, answer: str) -> None:
        """The work is committed, and this is the answer."""
        ...


class Nobody:
    """The sweep: answers go to the outbox."""

    name = "outbox"
    knows_all = False

    def takes(self) -> bool:
        return False

    def hears(self, answer: str) -> None:
        raise AssertionError("nobody took the answer")


class Answered:
    """The sender of a message brought again from the spool: he had the answer before the disk broke."""

    name = "spool"
    knows_all = True

    def takes(self) -> bool:
        return True

    def hears(self, answer: str) -> None:
        """For the second time."""


class OpenCallback:
    """A platform's request that waits a little for its answer."""

    name = "callback"
    knows_all = False

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._left = False
        self._promised = False
        self._answer = ""

    def takes(self) -> bool:
        with self._lock:
            self._promised = not self._left
            return self._promised

    def hears(self, answer: str) -> None:
        self._answer = answer
        self._done.set()

    def released(self) -> None:
        """The work ended without an answer for us; there is nothing to wait for."""
        self._done.set()

    def wait(self, patience: float, commit: float) -> str:
        """The answer, or "" when it did not come in time; seconds. A promised answer is waited for `commit` longer."""
        if self._done.wait(patience):
            return self._answer
        with self._lock:
            self._left = not self._promised
        if self._left:
            return ""
        self._done.wait(commit)
        return self._answer


class Console:
    """Somebody sits at the terminal and waits as long as it takes."""

    name = "console"
    knows_all = False

    def __init__(self) -> None:
        self.answer = ""

    def takes(self) -> bool:
        return True

    def hears(self, answer: str) -> None:
        self.answer = answer
