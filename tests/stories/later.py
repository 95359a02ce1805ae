"""Workers that begin only when a story says so: until then whoever waits for the answer has left."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any


class Later(Executor):
    """Keeps what it is given; `catch_up` works it in the caller's own thread."""

    def __init__(self) -> None:
        self._kept: list[Callable[[], object]] = []

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:  # noqa: ANN401
        done: Future[Any] = Future()
        self._kept.append(lambda: done.set_result(work(*args, **named)))
        return done

    def catch_up(self) -> None:
        while self._kept:
            self._kept.pop(0)()
