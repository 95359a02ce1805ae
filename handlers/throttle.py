"""Questions are answered at a human pace; reports are never throttled (T35)."""

from __future__ import annotations

from typing import Protocol


class Throttle(Protocol):
    def allows(self, person_id: int) -> bool:
        """Whether this person may have another question worked now; counts it."""
        ...
