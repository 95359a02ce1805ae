"""The tick under a clock that is moved by hand, and what it told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from schedules.daily import Looked
from schedules.next_due import next_due
from schedules.tick import Done, Ran, tick
from tests.supervision.house import House


def at_(house: House, now: datetime, **others: Any) -> list[Done]:  # noqa: ANN401
    """One tick of a clock that may leap."""
    return tick(house.database, house.source, now, leaps=True, **others)


def walk(house: House, first: datetime, last: datetime) -> list[Done]:
    """From one moment at which something is due to the next, as the rehearsal does."""
    now, done = first, at_(house, first)
    while (coming := next_due(house.database, house.rules, now)) is not None and coming <= last:
        assert coming > now
        now = coming
        done += at_(house, now)
    return done


def ran(done: Sequence[Done], job: str) -> list[Ran]:
    return [one for one in done if isinstance(one, Ran) and one.job == job]


def looked(done: Sequence[Done]) -> list[Looked]:
    return [one for one in done if isinstance(one, Looked)]


def count(house: House, what: type[Any]) -> int:
    with house.database.read() as session:
        return session.scalar(select(func.count()).select_from(what)) or 0
