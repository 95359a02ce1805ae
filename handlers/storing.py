"""Several callbacks share one commit: whoever comes first stores for all that wait, and all wait for that one commit.

On SQLite only: there writers take turns anyway, and the wait for the disk is most of what storing costs. A PostgreSQL
server lets its own connections share a commit.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.message import Arrival
from handlers.reception import Stored, store, store_together
from models.machine_trouble import is_the_machines
from models.session import Database


@dataclass(slots=True)
class _Place:
    """One callback in the queue; in the end it has one of the two."""

    arrival: Arrival
    stored: Stored | None = None
    trouble: Exception | None = None

    @property
    def is_served(self) -> bool:
        return self.stored is not None or self.trouble is not None


class Storing:
    """The storing step for many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queue: deque[_Place] = deque()
        self._turn = threading.Lock()

    def store(self, arrival: Arrival) -> Stored:
        """Returns once the message is committed (I1). Raises SQLAlchemyError: it is not stored."""
        if not self._database.is_sqlite:
            return store(self._database, arrival)
        place = _Place(arrival)
        self._queue.append(place)
        with self._turn:
            if not place.is_served:
                self._serve([self._queue.popleft() for _ in range(len(self._queue))])
        if place.stored is None:
            raise place.trouble or AssertionError("a place in the queue was not served")
        return place.stored

    def _serve(self, places: Sequence[_Place]) -> None:
        try:
            self._together(places)
        except Exception as trouble:
            for place in places:
                if is_the_machines(trouble):  # everybody's; to try it for each might take seconds each
                    place.trouble = trouble
                else:
                    self._alone(place)

    def _together(self, places: Sequence[_Place]) -> None:
        stored = store_together(self._database, [place.arrival for place in places])
        for place, one in zip(places, stored, strict=True):
            place.stored = one

    def _alone(self, place: _Place) -> None:
        try:
            place.stored = store(self._database, place.arrival)
        except Exception as trouble:
            place.trouble = trouble
