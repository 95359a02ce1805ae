"""The plates of a month are hung some matters at a time, and then the office is told of them once (E09)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from models import Matter, Plate
from models.insertion import insert_if_absent
from supervision.announcing import announce
from supervision.audience import supervisors
from supervision.clock import at
from supervision.lights import Light, has_light
from supervision.plates import warn
from supervision.policies.policy import PlateRule
from supervision.rules import Rules

ONE_DAY = timedelta(days=1)


def hang(session: Session, rules: Rules, month: date, now: datetime, after: int, most: int) -> int | None:
    """Go on with up to `most` matters, by id, by the last day of the month; red warns.

    The last of these matters; None when each has its plate. A matter gets one, however often or by how many this runs.
    """
    rule = rules.policy.plates
    if rule is None:
        return None
    matters = session.scalars(_without(rule, month).where(Matter.id > after).order_by(Matter.id).limit(most)).all()
    for matter in matters:
        colour = _colour(matter, month)
        plate_id = insert_if_absent(session, Plate, _row(matter, month, colour, now))
        if plate_id is not None and colour is Light.RED:
            warn(session, session.get_one(Plate, plate_id), matter, now)
    return matters[-1].id if len(matters) == most else None


def tell(session: Session, rules: Rules, month: date, now: datetime) -> dict[str, int]:
    """How many of each colour were hung for a month; the office hears of it once."""
    rule = rules.policy.plates
    if rule is None:
        return {}
    reckoned = select(Plate.colour, func.count()).where(Plate.month == month, Plate.by_id.is_(None))
    counts = dict.fromkeys((light.value for light in Light), 0)
    for colour, count in session.execute(reckoned.group_by(Plate.colour)):
        counts[colour] = count
    if any(counts.values()):
        facts = {"month": month.isoformat(), "article": rule.article, "counts": counts}
        announce(session, supervisors(session), "plates_hung", f"plates:{month.isoformat()}", facts, now)
    return counts


def _without(rule: PlateRule, month: date) -> Select[Any]:
    """Matters the policy shows that were there in that month, and have no plate of it yet."""
    known = exists().where(Plate.matter_id == Matter.id, Plate.month == month)
    was_there = Matter.opened_at < at(month + ONE_DAY, time())
    wanted = select(Matter).where(has_light(), Matter.is_sealed.is_(False), was_there, ~known)
    return wanted.where(Matter.category.in_(rule.covers)) if rule.covers else wanted


def _colour(matter: Matter, on: date) -> Light:
    if matter.red_from is not None and matter.red_from <= on:
        return Light.RED
    return Light.YELLOW if matter.yellow_from is not None and matter.yellow_from <= on else Light.GREEN


def _row(matter: Matter, month: date, colour: Light, now: datetime) -> dict[str, Any]:
    return {
        "matter_id": matter.id, "unit_id": matter.unit_id, "month": month, "colour": colour.value, "words": "",
        "hung_at": now,
    }  # fmt: skip
