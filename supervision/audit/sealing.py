"""Each night the acts of the day are put under a seal; its head goes to the log, which leaves the machine (A1, T37)."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Act, Seal
from supervision.audit.verifier import chained
from supervision.clock import at, day_of
from supervision.rules import Rules

log = logging.getLogger(__name__)

ALGORITHM = "sm3" if "sm3" in hashlib.algorithms_available else "sha256"
AT_ONCE = 1_000  # rows
ONE_DAY = timedelta(days=1)


def seal_acts(session: Session, _rules: Rules, _scheduled_for: datetime, now: datetime) -> dict[str, Any]:
    """Seals all that was done before today and is not sealed yet; a night that was missed is sealed with the next."""
    day = day_of(now) - ONE_DAY
    last = session.scalars(select(Seal).order_by(Seal.day.desc()).limit(1)).one_or_none()
    if last is not None and last.day >= day:
        return {}
    upto = session.scalar(select(func.max(Act.id)).where(Act.at < at(day_of(now), time()))) or 0
    seal = _sealed(session, last, day, upto, now)
    session.add(seal)
    log.info("seal %s:%s of %d acts", seal.day, seal.head, seal.count)
    return {"acts": seal.count - (last.count if last else 0)}


def _sealed(session: Session, last: Seal | None, day: date, upto: int, now: datetime) -> Seal:
    head, count, since = (last.head, last.count, last.last_act_id) if last else ("", 0, 0)
    for act in records(session, since, upto):
        head, count = chained(head, act, ALGORITHM), count + 1
    return Seal(
        day=day, last_act_id=max(upto, since), count=count, algorithm=ALGORITHM, head=head, sealed_at=now
    )  # fmt: skip


def records(session: Session, since: int, upto: int | None = None) -> Iterator[dict[str, Any]]:
    """The acts after `since`, as they are sealed and exported: plain JSON values, moments in UTC."""
    wanted = select(Act).where(Act.id > since).order_by(Act.id).execution_options(yield_per=AT_ONCE)
    for act in session.scalars(wanted if upto is None else wanted.where(Act.id <= upto)):
        yield {
            "id": act.id,
            "at": act.at.isoformat(),
            "act": act.act,
            "by_id": act.by_id,
            "by_words": act.by_words,
            "inbox_id": act.inbox_id,
            "matter_id": act.matter_id,
            "facts": act.facts,
        }


def seals(session: Session) -> list[dict[str, Any]]:
    """All seals, oldest first, as they are exported."""
    return [
        {
            "day": seal.day.isoformat(),
            "last_act_id": seal.last_act_id,
            "count": seal.count,
            "algorithm": seal.algorithm,
            "head": seal.head,
        }
        for seal in session.scalars(select(Seal).order_by(Seal.day))
    ]
