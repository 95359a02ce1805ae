"""A sign of life to somebody outside, who raises the alarm when it stops: we could not say ourselves that we are dead.

One GET a minute while the clock turns, the database can be written and the last audit agreed. Without an address
nothing leaves.
"""

from __future__ import annotations

import logging

from bot.wecom.errors import WireTrouble
from bot.wecom.http import Wire
from models.session import Database
from schedules.auditing import agreed_last
from supervision.clock import Clock
from supervision.gauges import engine_age

log = logging.getLogger(__name__)


class LifeSign:
    """Call it every minute. `longest`: seconds after which a clock that did not turn counts as standing."""

    def __init__(self, database: Database, clock: Clock, wire: Wire, address: str, longest: float) -> None:
        self._database, self._clock, self._wire = database, clock, wire
        self._address, self._longest = address, longest

    def __call__(self) -> bool:
        """Whether it was given, and heard."""
        if not self._is_well():
            log.error("no sign of life is given: the clock stands, nothing can be written, or the audit did not agree")
            return False
        try:
            self._wire.fetch("GET", self._address, {})
        except WireTrouble as trouble:
            log.warning("the sign of life was not heard: %s", type(trouble).__name__)
            return False
        return True

    def _is_well(self) -> bool:
        with self._database.read() as session:
            age = engine_age(session, self._clock())
            return (
                age is not None and age <= self._longest and not self._database.refuses_writes and agreed_last(session)
            )
