"""The days on which a matter's light turns: a light moves at midnight without a write, the days do not.

A page of the ledger is then a range of an index. The rules are those of supervision/lights.py, turned round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, event, func, select, update
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.orm.attributes import set_committed_value

from models.matter import OPEN, USUAL_DAYS, Matter, MatterStatus, Milestone

ONE_DAY = timedelta(days=1)
_MATTER = cast(Table, Matter.__table__)


@dataclass(frozen=True, slots=True)
class Days:
    """`yellow_from` holds for what is worse, too; both are None where there is no light."""

    yellow_from: date | None
    red_from: date | None
    order_on: date


def days_of(
    status: MatterStatus, due_on: date | None, node_on: date | None, suspended_since: datetime | None,
    yellow_before: int = USUAL_DAYS, node_late: int = USUAL_DAYS, in_time_until: date | None = None,
) -> Days:  # fmt: skip
    """What follows from how a matter stands and from its earliest milestone that is not done.

    `in_time_until` is the last day in time where that is later than the due day. The two numbers of days are those of
    the policy in force.
    """
    order_on = due_on or date.max
    if status not in OPEN or suspended_since is not None:
        return Days(None, None, order_on)
    if status is MatterStatus.BLOCKED:
        return Days(date.min, date.min, order_on)
    yellow, red = [date.max], [date.max]
    if due_on is not None:
        yellow.append(_moved(due_on, -yellow_before * ONE_DAY))
        red.append(_moved(max(due_on, in_time_until or due_on), ONE_DAY))
    if node_on is not None:
        yellow.append(_moved(node_on, ONE_DAY))
        red.append(_moved(node_on, (node_late + 1) * ONE_DAY))
    return Days(min(yellow), min(red), order_on)


@event.listens_for(Matter, "before_insert")
@event.listens_for(Matter, "before_update")
def _keep_days(_mapper: Mapper[Matter], _connection: object, matter: Matter) -> None:
    status = matter.status or MatterStatus.NOT_STARTED
    before, late = (USUAL_DAYS if each is None else each for each in (matter.yellow_before, matter.node_late))
    stands, last = matter.suspended_since, matter.in_time_until
    days = days_of(status, matter.due_on, matter.node_on, stands, before, late, last)
    matter.yellow_from, matter.red_from, matter.order_on = days.yellow_from, days.red_from, days.order_on


def follow_nodes(session: Session, ids: Sequence[int]) -> None:
    """Milestones of these matters have changed."""
    waiting = (
        select(Milestone.matter_id, func.min(Milestone.due_on).label("on"))
        .where(Milestone.matter_id.in_(ids), Milestone.done_on.is_(None))
        .group_by(Milestone.matter_id)
        .subquery()
    )
    connection = session.connection()
    own = _MATTER.c
    turns = (own.yellow_before, own.node_late, own.in_time_until)
    columns = (own.id, own.status, own.due_on, waiting.c.on, own.suspended_since, *turns)
    rows = connection.execute(
        select(*columns).outerjoin(waiting, waiting.c.matter_id == _MATTER.c.id).where(_MATTER.c.id.in_(ids))
    ).all()
    written = [(row.id, row.on, days_of(*row[1:])) for row in rows]
    if written:
        connection.execute(_DAYS, [_values(*one) for one in written])
    for matter_id, on, days in written:
        _tell_the_object(session, matter_id, on, days)


_DAYS = update(_MATTER).where(_MATTER.c.id == bindparam("row_id")).values(
    {name: bindparam(f"new_{name}") for name in ("node_on", "yellow_from", "red_from", "order_on")}
)  # fmt: skip


def _values(matter_id: int, on: date | None, days: Days) -> dict[str, Any]:
    return {
        "row_id": matter_id,
        "new_node_on": on,
        "new_yellow_from": days.yellow_from,
        "new_red_from": days.red_from,
        "new_order_on": days.order_on,
    }


def _tell_the_object(session: Session, matter_id: int, on: date | None, days: Days) -> None:
    matter = session.identity_map.get(session.identity_key(Matter, matter_id))
    if matter is not None:
        for name, value in (("node_on", on), ("yellow_from", days.yellow_from), ("red_from", days.red_from)):
            set_committed_value(matter, name, value)


def _moved(day: date, by: timedelta) -> date:
    """A day at the ends of the calendar stays there."""
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta(0) else date.min
