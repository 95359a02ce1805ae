"""The climbs that really were: each notice with what people said to it and when it got to the unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Appeal, Climb, Notice, Outgoing, ScoreEntry
from models.notice import NoticeState
from models.outbox import OutgoingState
from supervision import serving
from supervision.replay.records import ClimbRecord, Due, NoticeRecord, Span
from supervision.scores.kinds import NOTICE
from supervision.situations import Ended

SIGNED = (NoticeState.SIGNED, NoticeState.WITHDRAWN)
_Scored = Mapping[int, dict[int, Decimal]]


def by_matter(session: Session, due_days: Mapping[int, tuple[Due, ...]]) -> dict[int, tuple[ClimbRecord, ...]]:
    notices: defaultdict[int, list[Notice]] = defaultdict(list)
    for notice in session.scalars(select(Notice).order_by(Notice.climb_id, Notice.level)):
        notices[notice.climb_id].append(notice)
    appeals = {one.notice_id: Span(one.asked_at, one.decided_at) for one in session.scalars(select(Appeal))}
    arrived, scored = _arrived(session), _scored(session)
    found: defaultdict[int, list[ClimbRecord]] = defaultdict(list)
    for climb in session.scalars(select(Climb).order_by(Climb.matter_id, Climb.cycle)):
        rows = notices[climb.id]
        records = tuple(_notice(row, rows, climb, appeals.get(row.id), arrived.get(row.id), scored) for row in rows)
        due_on = _due_on(due_days.get(climb.matter_id, ()), climb.started_at)
        found[climb.matter_id].append(
            ClimbRecord(climb.cause, due_on, climb.started_at, climb.ended_at, climb.ended_because or "", records)
        )
    return {matter_id: tuple(climbs) for matter_id, climbs in found.items()}


def _due_on(dues: Sequence[Due], moment: datetime) -> date | None:
    found = dues[0].due_on if dues else None
    for one in dues:
        found = one.due_on if one.since <= moment else found
    return found


def _notice(
    row: Notice, rows: Sequence[Notice], climb: Climb, appealed: Span | None, arrived: datetime | None, scored: _Scored
) -> NoticeRecord:
    is_accepted = climb.ended_because == Ended.REASON_ACCEPTED and row is rows[-1] and row.state not in SIGNED
    reached = [moment for moment in (row.received_at, arrived) if moment is not None]
    points = scored.get(row.id, {})
    return NoticeRecord(
        unit_id=row.unit_id,
        level=row.level,
        name=row.grounds.get("name", row.colour),
        article=row.article,
        why=row.grounds.get("why", ""),
        drafted_at=row.drafted_at,
        hearing_until=row.hearing_until,
        state=row.state,
        points=row.points,
        decided_at=_decided_at(row, climb, is_accepted=is_accepted),
        finish_by=row.finish_by,
        reached_at=min(reached, default=None),
        was_accepted=is_accepted,
        ended_at=climb.ended_at if climb.ended_because == Ended.NOTICE_WITHDRAWN else None,
        appealed=appealed,
        scored=tuple(sorted((unit_id, each) for unit_id, each in points.items() if each)),
    )


def _decided_at(row: Notice, climb: Climb, *, is_accepted: bool) -> datetime | None:
    if is_accepted:
        return climb.ended_at
    return row.proposed_at if row.state is NoticeState.REFUSED else row.signed_at


def _arrived(session: Session) -> dict[int, datetime]:
    """By notice, when the first person had it after it was signed; see `serving.reached_at`."""
    rows = session.execute(
        select(Outgoing.key, Outgoing.ended_at)
        .where(Outgoing.key.like(f"notice:%:{serving.ISSUED}:person:%"), Outgoing.state == OutgoingState.SENT)
        .where(Outgoing.ended_at.is_not(None))
        .order_by(Outgoing.ended_at.desc())
    )
    return {int(key.split(":")[1]): ended_at for key, ended_at in rows if ended_at is not None}


def _scored(session: Session) -> _Scored:
    """By notice and unit, counter-entries and all."""
    found: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    for row in session.scalars(select(ScoreEntry).where(ScoreEntry.ground_kind == NOTICE).order_by(ScoreEntry.id)):
        units = found[row.ground_id]
        units[row.unit_id] = units.get(row.unit_id, Decimal(0)) + row.points
    return found
