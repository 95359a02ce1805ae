"""Who works the messages while a callback waits."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any


class Hands(Executor):
    """Work at once, or later when `is_slow` says so; what waits is lost in a crash."""

    def __init__(self, is_slow: Callable[[], bool]) -> None:
        self._is_slow = is_slow
        self._waiting: deque[Callable[[], object]] = deque()

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:  # noqa: ANN401
        done: Future[Any] = Future()
        if self._is_slow():
            self._waiting.append(lambda: work(*args, **named))
        else:
            done.set_result(work(*args, **named))
        return done

    @property
    def have_left(self) -> bool:
        return bool(self._waiting)

    def catch_up(self) -> None:
        while self._waiting:
            self._waiting.popleft()()
