"""Which unit led a matter when (改派), and what it took over without being late with it (X11). Pure; see `leads`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from supervision.replay.records import MatterRecord


def unit_at(matter: MatterRecord, moment: datetime) -> int:
    """The first that ever led it did so before, too."""
    found = matter.leads[0].unit_id
    for one in matter.leads:
        if one.since > moment:
            break
        found = one.unit_id
    return found


def spans(matter: MatterRecord) -> Iterator[tuple[int, datetime, datetime | None]]:
    """Each unit with when it began to lead, and when the next did."""
    for place, one in enumerate(matter.leads):
        later = matter.leads[place + 1 :]
        yield one.unit_id, one.since, later[0].since if later else None


def is_handed_over(matter: MatterRecord, moment: datetime) -> bool:
    """Whether 改派 was on that very moment: what was under way for the unit before ends then."""
    return any(one.since == moment for one in matter.leads[1:])


def handed_over_since(matter: MatterRecord, since: datetime, moment: datetime) -> bool:
    return any(since <= one.since <= moment for one in matter.leads[1:])


def fell_due_before(matter: MatterRecord, due_on: date | None, moment: datetime) -> bool:
    """Whether the day was over before the unit that leads at the moment had the matter."""
    return due_on is not None and any(
        one.since <= moment and one.first_day > due_on for one in matter.leads[1:]
    )  # fmt: skip
