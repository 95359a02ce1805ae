"""暂缓: while one is open nothing that hurts is drafted or sent; a supervisor releases it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from models import ClockMark, Hold, Outage
from models.asking import Asking
from models.run import HoldKind
from supervision import acts, deadlines, reckoning
from supervision.announcing import announce
from supervision.audience import supervisors
from supervision.clock import day_of
from supervision.enrolment import require_supervisor
from supervision.errors import NothingPending
from supervision.telling import Telling

_ANY = Asking(select(Hold.id).where(Hold.released_at.is_(None)).limit(1))
_OF_KIND = Asking(select(Hold.id).where(Hold.kind == bindparam("kind"), Hold.released_at.is_(None)))


def put(session: Session, kind: HoldKind, facts: dict[str, Any], now: datetime) -> bool:
    """Open a hold and tell the supervisors, once; False when one of its kind is open already."""
    if is_on_hold(session, kind):
        return False
    hold = Hold(kind=kind, facts=facts, since=now)
    session.add(hold)
    session.flush()
    acts.note_own(session, "hold_opened", now, kind=kind.value, **facts)
    told = {"hold_id": hold.id, "kind": kind.value, "since": now.isoformat(), **facts}
    announce(session, supervisors(session), "hold_opened", f"hold:{hold.id}", told, now, still_true="hold_open")
    return True


def open_holds(session: Session) -> Sequence[Hold]:
    return session.scalars(select(Hold).where(Hold.released_at.is_(None)).order_by(Hold.id)).all()


def is_on_hold(session: Session, kind: HoldKind | None = None) -> bool:
    """Whether a hold is open: of this kind, or any."""
    return _ANY.finds(session) if kind is None else _OF_KIND.finds(session, {"kind": kind})


def release(session: Session, kind: HoldKind, telling: Telling, words: str) -> None:
    """A supervisor has looked and lets things go on. Raises NotYours, NothingPending."""
    supervisor = require_supervisor(session, telling)
    released = session.execute(
        update(Hold)
        .where(Hold.kind == kind, Hold.released_at.is_(None))
        .values(released_at=telling.now, released_by_id=supervisor.id, words=words)
        .returning(Hold.facts)
    ).scalar()
    if released is None:
        raise NothingPending
    if kind is HoldKind.CLOCK:
        _trust_the_clock_again(session, telling.now)
        _note_how_long(session, released, telling.now)
    else:
        deadlines.look_at_late_again(session, day_of(telling.now))
    acts.note(session, "hold_released", telling, kind=kind.value, words=words)


def _trust_the_clock_again(session: Session, now: datetime) -> None:
    """A person vouches for the time: the one case in which the mark may go back. Every matter is reckoned anew."""
    session.execute(update(ClockMark).values(seen_at=now))
    reckoning.forget(session, now)


def _note_how_long(session: Session, facts: dict[str, Any], now: datetime) -> None:
    """Now that the time is certain: what came in since the clock was seen last may be missing, however long it was."""
    first = datetime.fromisoformat(facts["seen_at"]) if "seen_at" in facts else now
    if first < now:
        session.add(Outage(first=first, last=now))
        put(session, HoldKind.OUTAGE, {"first": first.isoformat(), "last": now.isoformat()}, now)
