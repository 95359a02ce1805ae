"""待答复: what units asked for and the office has not decided, and nodes to be collected; once a working day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Closeout, Extension, Matter
from models.extension import RequestState
from supervision import collecting
from supervision.announcing import announce
from supervision.audience import supervisors
from supervision.clock import at, day_of

MOST_LISTED = 12
NO_LIMIT = "9999"  # sorts behind every day
ONE_DAY = timedelta(days=1)


def remind_undecided(session: Session, now: datetime) -> int:
    """Tell every supervisor what waits since before today; how much does. Sealed matters are not listed."""
    items = sorted(
        [*_closeouts(session, now), *_extensions(session, now), *_collections(session, day_of(now))],
        key=lambda item: (item["decide_by"] or NO_LIMIT, item["asked_on"]),
    )
    if items:
        facts = {"items": items, "most": MOST_LISTED}
        key = f"undecided:{day_of(now)}"
        announce(session, supervisors(session), "digest_undecided", key, facts, now, life=ONE_DAY)
    return len(items)


def _closeouts(session: Session, now: datetime) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Closeout, Matter)
        .join(Matter, Matter.id == Closeout.matter_id)
        .where(Closeout.state == RequestState.ASKED, Closeout.told_at < _today(now), Matter.is_sealed.is_(False))
        .order_by(Closeout.id)
    )
    return [
        _about(matter)
        | {
            "kind": "closeout",
            "strikes_off": asked.strikes_off,
            "asked_on": day_of(asked.told_at).isoformat(),
            "decide_by": asked.decide_by.isoformat() if asked.decide_by else None,
            "is_over": asked.decide_by is not None and asked.decide_by < day_of(now),
        }
        for asked, matter in rows
    ]


def _extensions(session: Session, now: datetime) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Extension, Matter)
        .join(Matter, Matter.id == Extension.matter_id)
        .where(Extension.state == RequestState.ASKED, Extension.asked_at < _today(now), Matter.is_sealed.is_(False))
        .order_by(Extension.id)
    )
    return [
        _about(matter)
        | {
            "kind": "extension",
            "until": asked.until.isoformat(),
            "asked_on": day_of(asked.asked_at).isoformat(),
            "decide_by": None,
        }
        for asked, matter in rows
    ]


def _collections(session: Session, today: date) -> list[dict[str, Any]]:
    """Nodes whose day passed unmet and of which nobody has said why: none passes in silence (A02)."""
    return [
        _about(matter)
        | {"kind": "collection", "node": node.name, "asked_on": node.due_on.isoformat(), "decide_by": None}
        for node, matter in collecting.uncollected(session, today)
    ]


def _about(matter: Matter) -> dict[str, Any]:
    return {"number": matter.number, "title": matter.title}


def _today(now: datetime) -> datetime:
    """Its first moment: what was asked today was told today."""
    return at(day_of(now), now.min.time())
