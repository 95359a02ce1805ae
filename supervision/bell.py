"""The bell that wakes delivery when something was posted. A missed ring costs a second, never a message."""

from __future__ import annotations

import threading
from typing import Protocol


class Bell(Protocol):
    """Rung after the commit that posted something; delivery waits on it between two rounds."""

    def ring(self) -> None: ...

    def wait(self, timeout: float) -> bool:
        """Up to `timeout` seconds; True when it was rung since the last wait."""
        ...


class MemoryBell:
    """Within one process."""

    def __init__(self) -> None:
        self._rung = threading.Event()

    def ring(self) -> None:
        self._rung.set()

    def wait(self, timeout: float) -> bool:
        was_rung = self._rung.wait(timeout)
        self._rung.clear()
        return was_rung
