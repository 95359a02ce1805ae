"""The town's clock: it stands still until somebody moves it, and it never goes back."""

from __future__ import annotations

from datetime import datetime

from supervision.clock import local


class BackwardStep(ValueError):
    """Somebody asked the clock to go back; what was lived stays lived."""


class TownClock:
    """Fulfils supervision.clock.Clock. `now` is an aware moment."""

    def __init__(self, now: datetime) -> None:
        self._now = local(now)

    def __call__(self) -> datetime:
        return self._now

    def go_to(self, moment: datetime) -> None:
        """Raises BackwardStep for a moment that has passed."""
        if moment < self._now:
            raise BackwardStep(f"{moment} lies before {self._now}")
        self._now = local(moment)
