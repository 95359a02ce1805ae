"""One process's own lines of the ledger: kept in memory first, so that what could not be written is written afterwards.

A stretch is extended while the same is seen; another begins when something changes, or after a silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models import Availability
from models.availability import Condition, Probe
from supervision.rules import Rules

EVERY = timedelta(seconds=30)
SILENCE = timedelta(minutes=2)  # as long as a clock may stand before it counts as an outage
SILENT_AFTER = SILENCE + 2 * EVERY  # a look may be late, and wait for what it looks at
KEPT = timedelta(days=3 * 366)
MOST_UNWRITTEN = 500  # stretches, while the database takes nothing in


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen of one thing; `reason` is a word in code."""

    condition: Condition
    reason: str = ""


WELL = Sight(Condition.WELL)


@dataclass(slots=True)
class _Stretch:
    probe: Probe
    sight: Sight
    first: datetime
    last: datetime


class Record:
    """`process` names one run of one process. For one thread."""

    def __init__(self, process: str) -> None:
        self._process = process
        self._open: dict[Probe, _Stretch] = {}
        self._unwritten: dict[tuple[Probe, datetime], _Stretch] = {}

    def see(self, now: datetime, sights: Mapping[Probe, Sight]) -> None:
        """What is seen now. What is not looked at this time stays as it was."""
        for probe, sight in sights.items():
            self._see(probe, sight, now)

    def write(self, session: Session) -> None:
        """One statement, which may be said again: the database takes it as said once."""
        rows = [self._row(one) for one in self._unwritten.values()]
        if not rows:
            return
        insert = sqlite.insert if session.connection().dialect.name == "sqlite" else postgresql.insert
        said = insert(Availability).values(rows)
        key = [Availability.process, Availability.probe, Availability.first]
        session.execute(said.on_conflict_do_update(index_elements=key, set_={"last": said.excluded.last}))

    def was_written(self) -> None:
        """To be called once it is committed."""
        self._unwritten.clear()

    def _see(self, probe: Probe, sight: Sight, now: datetime) -> None:
        stretch = self._open.get(probe)
        follows = stretch is not None and timedelta(0) <= now - stretch.last <= SILENCE
        if stretch is None or not follows:
            self._begin(_Stretch(probe, sight, now, now))
            return
        if stretch.sight == sight or stretch.sight.condition is Condition.AILING:
            self._extend(stretch, now)  # what ails ails until it is seen to be well
        if stretch.sight != sight:
            self._begin(_Stretch(probe, sight, now, now))

    def _begin(self, stretch: _Stretch) -> None:
        self._open[stretch.probe] = stretch
        self._extend(stretch, stretch.last)

    def _extend(self, stretch: _Stretch, now: datetime) -> None:
        stretch.last = now
        self._unwritten[stretch.probe, stretch.first] = stretch
        if len(self._unwritten) > MOST_UNWRITTEN:
            del self._unwritten[next(iter(self._unwritten))]

    def _row(self, one: _Stretch) -> dict[str, Any]:
        return {
            "process": self._process,
            "probe": one.probe,
            "first": one.first,
            "last": one.last,
            "condition": one.sight.condition,
            "reason": one.sight.reason,
        }


def forget_old(session: Session, _rules: Rules, _scheduled_for: datetime, now: datetime) -> dict[str, Any]:
    """After three years nobody asks any more whether the system was there."""
    gone = session.execute(
        delete(Availability).where(Availability.last < now - KEPT).returning(Availability.first)
    ).all()
    return {"forgotten": len(gone)} if gone else {}
