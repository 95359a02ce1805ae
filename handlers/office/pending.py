"""待办: what waits for the office, and what waits for a leader's signature."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import func, select

from handlers.message import Answer
from handlers.turn import Turn
from models import Closeout, Extension, Hold, Inbox, Matter, Notice, Stranger, Unit
from models.extension import RequestState
from models.inbox import Disposition
from models.notice import NoticeState
from models.person import Role
from supervision.visibility import may_see_whole

MOST_SHOWN = 8


def what_waits(turn: Turn, _match: re.Match[str]) -> Answer | None:
    if turn.person.role is Role.LEADER:
        return Answer("pending_for_leader", {"notices": _notices(turn, NoticeState.PROPOSED)})
    facts: dict[str, Any] = {
        "closeouts": _asked(turn, Closeout),
        "extensions": _asked(turn, Extension),
        "drafts": _notices(turn, NoticeState.DRAFT),
        "refused": _notices(turn, NoticeState.REFUSED),
        "hearings": _notices(turn, NoticeState.HEARING),
        "strangers": list(turn.session.scalars(select(Stranger.userid).limit(MOST_SHOWN))),
        "holds": [hold.kind.value for hold in turn.session.scalars(select(Hold).where(Hold.released_at.is_(None)))],
        "quarantined": _count_quarantined(turn),
    }
    return Answer("pending_for_office", facts)


def _asked(turn: Turn, request: type[Closeout] | type[Extension]) -> list[dict[str, Any]]:
    rows = turn.session.execute(
        select(Matter.number, Matter.title, Unit.name)
        .join(request, request.matter_id == Matter.id)
        .join(Unit, Unit.id == Matter.unit_id)
        .where(request.state == RequestState.ASKED, may_see_whole(turn.viewer))
        .order_by(request.id)
        .limit(MOST_SHOWN)
    )
    return [{"number": row.number, "title": row.title, "unit": row.name} for row in rows]


def _notices(turn: Turn, state: NoticeState) -> list[dict[str, Any]]:
    rows = turn.session.execute(
        select(Matter.number, Matter.title, Unit.name, Notice.colour)
        .join(Notice, Notice.matter_id == Matter.id)
        .join(Unit, Unit.id == Matter.unit_id)
        .where(Notice.state == state, may_see_whole(turn.viewer))
        .order_by(Notice.id)
        .limit(MOST_SHOWN)
    )
    return [{"number": row.number, "title": row.title, "unit": row.name, "colour": row.colour} for row in rows]


def _count_quarantined(turn: Turn) -> int:
    return (
        turn.session.scalar(select(func.count()).select_from(Inbox).where(Inbox.disposition == Disposition.QUARANTINED))
        or 0
    )
