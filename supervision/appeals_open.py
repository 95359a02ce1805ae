"""复核 that nobody has decided: which notices are contested, and what becomes of one whose notice goes (P12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Appeal, Matter, Notice
from models.appeal import AppealState
from supervision.visibility import Readers, may_see_notices


def contested(session: Session, notice_ids: Iterable[int]) -> frozenset[int]:
    """Those of the notices of which 「复核中」 has to be said."""
    asked = select(Appeal.notice_id).where(Appeal.notice_id.in_(list(notice_ids)), Appeal.state == AppealState.ASKED)
    return frozenset(session.scalars(asked))


def waiting(session: Session, readers: Readers, most: int) -> Sequence[tuple[Appeal, Notice, Matter]]:
    """The open ones these readers may see, the first to fall due first."""
    rows = session.execute(
        select(Appeal, Notice, Matter)
        .join(Notice, Notice.id == Appeal.notice_id)
        .join(Matter, Matter.id == Notice.matter_id)
        .where(Appeal.state == AppealState.ASKED, may_see_notices(readers))
        .order_by(Appeal.decide_by, Appeal.id)
        .limit(most)
    )
    return [(appeal, notice, matter) for appeal, notice, matter in rows]


def drop(session: Session, notice: Notice, now: datetime) -> None:
    """The notice is taken back: there is nothing left to decide."""
    session.execute(
        update(Appeal)
        .where(Appeal.notice_id == notice.id, Appeal.state == AppealState.ASKED)
        .values(state=AppealState.MOOT, decided_at=now)
    )
