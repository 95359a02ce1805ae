"""Who led a matter when, as 改派 wrote it down; and what 「无变化」 of a whole unit therefore spoke of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from models import LeadChange, Matter
from supervision.clock import day_of
from supervision.replay.records import Lead


def leads(row: Matter, changes: Sequence[LeadChange]) -> tuple[Lead, ...]:
    """Where the last change does not tell of the unit that leads now, that one is taken."""
    first = changes[0].from_unit_id if changes else row.unit_id
    found = [Lead(row.opened_at, first, day_of(row.opened_at))]
    found += [Lead(one.since, one.to_unit_id, one.first_day) for one in changes]
    return (*found[:-1], replace(found[-1], unit_id=row.unit_id))


def spoken(
    told: Sequence[tuple[datetime, int | None]], led: Sequence[Lead], quiet: Mapping[int, Sequence[datetime]]
) -> tuple[datetime, ...]:
    """When it was spoken of: by name, or with all that its unit led at the time."""
    ends = [*(one.since for one in led[1:]), None]
    of_all = [
        moment
        for place, (one, end) in enumerate(zip(led, ends, strict=True))
        for moment in quiet.get(one.unit_id, ())
        if (place == 0 or one.since <= moment) and (end is None or moment < end)
    ]
    return tuple(sorted([*(moment for moment, _ in told), *of_all]))
