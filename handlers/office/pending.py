"""待办: what waits for the office, for a leader's signature, for a unit; and how the machine is, for who runs it."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import ColumnElement, func, select

from handlers.message import Answer
from handlers.office import scores
from handlers.queries.matters import answer_matters
from handlers.reading.result import About, Query
from handlers.turn import Turn
from models import Closeout, Extension, Hold, Inbox, Matter, Notice, Outgoing, Stranger, Unit
from models.extension import RequestState
from models.inbox import Disposition
from models.notice import HandoverState, NoticeState
from models.outbox import OutgoingState
from models.person import Role
from supervision import accountability, appeals_open, handovers
from supervision.clock import day_of
from supervision.numbers import number_of
from supervision.visibility import may_see_whole

MOST_SHOWN = 8
UNDELIVERED = (OutgoingState.FAILED, OutgoingState.UNKNOWN)


def what_waits(turn: Turn, _match: re.Match[str]) -> Answer | None:
    if turn.person.role is Role.LEADER:
        facts = {
            "notices": _notices(turn, NoticeState.PROPOSED),
            "appeals": _appeals(turn),
            "scores": scores.waiting(turn),
        }
        return Answer("pending_for_leader", facts)
    if turn.person.role is Role.ADMINISTRATOR:
        return Answer("pending_for_administrator", _running(turn))
    if turn.viewer.is_of_unit:
        mine = Query(About.MATTERS, mine=True)
        return answer_matters(turn.session, mine, turn.viewer, day_of(turn.now))
    return Answer("pending_for_office", _for_the_office(turn))


def _for_the_office(turn: Turn) -> dict[str, Any]:
    return {
        "more": _how_many_more(turn),
        "closeouts": _asked(turn, Closeout),
        "extensions": _asked(turn, Extension),
        "drafts": _notices(turn, NoticeState.DRAFT),
        "refused": _notices(turn, NoticeState.REFUSED),
        "hearings": _notices(turn, NoticeState.HEARING),
        "appeals": _appeals(turn),
        "handovers": _handovers(turn),
        "cases": accountability.count_running(turn.session),
        "scores": scores.waiting(turn),
        "strangers": list(turn.session.scalars(select(Stranger.userid).limit(MOST_SHOWN))),
        "holds": _holds(turn),
        "quarantined": _count(turn, Inbox, Inbox.disposition == Disposition.QUARANTINED),
    }


def _how_many_more(turn: Turn) -> dict[str, int]:
    """Of each list that was cut to a screen, how many it does not show."""
    counts = {
        "closeouts": _waiting(turn, Closeout, Closeout.state == RequestState.ASKED),
        "extensions": _waiting(turn, Extension, Extension.state == RequestState.ASKED),
        "drafts": _waiting(turn, Notice, Notice.state == NoticeState.DRAFT),
        "refused": _waiting(turn, Notice, Notice.state == NoticeState.REFUSED),
        "hearings": _waiting(turn, Notice, Notice.state == NoticeState.HEARING),
    }
    return {name: count - MOST_SHOWN for name, count in counts.items() if count > MOST_SHOWN}


def _waiting(
    turn: Turn, table: type[Closeout] | type[Extension] | type[Notice], condition: ColumnElement[bool]
) -> int:  # fmt: skip
    of_matters = select(func.count()).select_from(table).join(Matter, Matter.id == table.matter_id)
    return turn.session.scalar(of_matters.where(condition, may_see_whole(turn.viewer))) or 0


def _running(turn: Turn) -> dict[str, Any]:
    """Delivery states and counts; of what people wrote to one another nothing (house rule 7)."""
    return {
        "holds": _holds(turn),
        "quarantined": _count(turn, Inbox, Inbox.disposition == Disposition.QUARANTINED),
        "unworked": _count(turn, Inbox, Inbox.disposition == Disposition.WAITING) - 1,  # this very message
        "unsent": _count(turn, Outgoing, Outgoing.state == OutgoingState.WAITING, Outgoing.not_before <= turn.now),
        "undelivered": _count(turn, Outgoing, Outgoing.state.in_(UNDELIVERED)),
    }


def _handovers(turn: Turn) -> list[dict[str, Any]]:
    """Packets of signed papers nobody has handed over yet, or that have no answer."""
    return [
        {
            "number": matter.number,
            "title": matter.title,
            "body": handover.body,
            "is_open": handover.state is HandoverState.OPEN,
        }
        for handover, matter in handovers.waiting(turn.session, turn.viewer, MOST_SHOWN)
    ]


def _holds(turn: Turn) -> list[str]:
    return [hold.kind.value for hold in turn.session.scalars(select(Hold).where(Hold.released_at.is_(None)))]


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


def _appeals(turn: Turn) -> list[dict[str, Any]]:
    """复核 nobody has decided, the first to fall due first."""
    today = day_of(turn.now)
    return [
        {
            "paper": number_of(notice),
            "number": matter.number,
            "title": matter.title,
            "decide_by": appeal.decide_by.isoformat(),
            "is_over": appeal.decide_by < today,
        }
        for appeal, notice, matter in appeals_open.waiting(turn.session, turn.viewer, MOST_SHOWN)
    ]


def _count(turn: Turn, table: type[Inbox] | type[Outgoing], *which: ColumnElement[bool]) -> int:
    return turn.session.scalar(select(func.count()).select_from(table).where(*which)) or 0
