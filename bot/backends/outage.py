"""After a failure Redis is left alone for a while: whoever waits for an answer must not wait for it again and again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

LEAVE_ALONE = 10.0  # seconds

log = logging.getLogger(__name__)


class Outage:
    """Told once when it begins and once when it is over. `steady` is a clock nobody sets, in seconds."""

    def __init__(self, of: str, steady: Callable[[], float] = time.monotonic) -> None:
        self._of, self._steady = of, steady
        self._until: float | None = None

    def lasts(self) -> bool:
        """Whether to do without Redis this time."""
        return self._until is not None and self._steady() < self._until

    def begins(self, error: Exception) -> None:
        if self._until is None:
            log.warning("%s does without Redis: %s", self._of, type(error).__name__)
        self._until = self._steady() + LEAVE_ALONE

    def ends(self) -> None:
        if self._until is not None:
            log.warning("%s has Redis again", self._of)
        self._until = None
