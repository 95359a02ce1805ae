"""球在谁手里: whose move it is in a matter, and since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, select, union_all
from sqlalchemy.orm import Session

from models import Closeout, Extension, HelpCall, Matter, Notice, Unit
from models.extension import RequestState
from models.matter import OPEN
from models.notice import NoticeState
from supervision.visibility import Readers, may_see_calls, may_see_notices, may_see_whole


class Move(StrEnum):
    """What the holder has to do."""

    HELP = "help"  # a unit that was asked
    CONFIRM = "confirm"  # the office: is it done?
    GRANT = "grant"  # the office: may the day move?
    REASONS = "reasons"  # the lead unit: why is it late?
    DRAFT = "draft"  # the office: finish the notice
    SIGN = "sign"  # whom the policy names
    RECEIVE = "receive"  # the lead unit: sign for the paper
    WORK = "work"  # the lead unit, when nobody else is to move


@dataclass(frozen=True, slots=True)
class Ball:
    move: Move
    unit: str  # the unit that holds it; empty: the office, or the signer
    since: datetime | None = None
    words: str = ""


NOTICE_MOVES = {
    NoticeState.HEARING: Move.REASONS,
    NoticeState.DRAFT: Move.DRAFT,
    NoticeState.PROPOSED: Move.SIGN,
    NoticeState.SIGNED: Move.RECEIVE,
}


def who_holds_the_ball(session: Session, matter: Matter, readers: Readers) -> tuple[Ball, ...]:
    """Of one matter; the oldest asking first. Empty when it ended, or when these readers may not know."""
    return balls_of(session, [matter], readers)[matter.id]


def balls_of(session: Session, matters: Sequence[Matter], readers: Readers) -> dict[int, tuple[Ball, ...]]:
    """Of several matters, with as few statements as for one."""
    ids = [matter.id for matter in matters]
    held: dict[int, list[Ball]] = defaultdict(list)
    for found in (_calls, _closeouts, _extensions, _notices):
        for matter_id, ball in found(session, ids, readers):
            held[matter_id].append(ball)
    work = _work(session, [matter for matter in matters if matter.status in OPEN and not held[matter.id]], readers)
    return {matter.id: tuple(held[matter.id] or work.get(matter.id, ())) for matter in matters}


def is_waiting(readers: Readers) -> ColumnElement[bool]:
    """A condition on Matter: something was asked of somebody and is not answered, as far as these readers may know."""
    seen_whole, asked = may_see_whole(readers), RequestState.ASKED
    calls = _of(HelpCall).where(HelpCall.answered_at.is_(None), may_see_calls(readers))
    claims = _of(Closeout).where(Closeout.state == asked, seen_whole)
    requests = _of(Extension).where(Extension.state == asked, seen_whole)
    papers = _of(Notice).where(
        Notice.state.in_(NOTICE_MOVES), Notice.received_at.is_(None), seen_whole, may_see_notices(readers)
    )
    return Matter.id.in_(union_all(calls, claims, requests, papers))


def _of(table: type[HelpCall | Closeout | Extension | Notice]) -> Select[int]:
    """What was asked is little beside the ledger, so the search begins there."""
    return select(table.matter_id).join(Matter, Matter.id == table.matter_id)


Found = Iterable[tuple[int, Ball]]


def _calls(session: Session, ids: list[int], readers: Readers) -> Found:
    rows = session.execute(
        select(HelpCall.matter_id, Unit.name, HelpCall.asked_at, HelpCall.words)
        .join(Matter, Matter.id == HelpCall.matter_id)
        .join(Unit, Unit.id == HelpCall.unit_id)
        .where(HelpCall.matter_id.in_(ids), HelpCall.answered_at.is_(None), may_see_calls(readers))
        .order_by(HelpCall.asked_at, HelpCall.id)
    )
    return [(row.matter_id, Ball(Move.HELP, row.name, row.asked_at, row.words)) for row in rows]


def _closeouts(session: Session, ids: list[int], readers: Readers) -> Found:
    rows = session.execute(
        select(Closeout.matter_id, Closeout.told_at)
        .join(Matter, Matter.id == Closeout.matter_id)
        .where(Closeout.matter_id.in_(ids), Closeout.state == RequestState.ASKED, may_see_whole(readers))
    )
    return [(row.matter_id, Ball(Move.CONFIRM, "", row.told_at)) for row in rows]


def _extensions(session: Session, ids: list[int], readers: Readers) -> Found:
    rows = session.execute(
        select(Extension.matter_id, Extension.asked_at)
        .join(Matter, Matter.id == Extension.matter_id)
        .where(Extension.matter_id.in_(ids), Extension.state == RequestState.ASKED, may_see_whole(readers))
    )
    return [(row.matter_id, Ball(Move.GRANT, "", row.asked_at)) for row in rows]


def _notices(session: Session, ids: list[int], readers: Readers) -> Found:
    rows = session.execute(
        select(Notice, Unit.name)
        .join(Matter, Matter.id == Notice.matter_id)
        .join(Unit, Unit.id == Notice.unit_id)
        .where(
            Notice.matter_id.in_(ids),
            Notice.state.in_(NOTICE_MOVES),
            Notice.received_at.is_(None),
            may_see_whole(readers),
            may_see_notices(readers),
        )
        .order_by(Notice.drafted_at, Notice.id)
    )
    return [(notice.matter_id, _notice_ball(notice, unit)) for notice, unit in rows]


def _notice_ball(notice: Notice, unit: str) -> Ball:
    move = NOTICE_MOVES[notice.state]
    holder = unit if move in (Move.REASONS, Move.RECEIVE) else ""
    return Ball(move, holder, notice.signed_at or notice.proposed_at or notice.drafted_at)


def _work(session: Session, matters: list[Matter], readers: Readers) -> dict[int, tuple[Ball, ...]]:
    rows = session.execute(
        select(Matter.id, Unit.name)
        .join(Unit, Unit.id == Matter.unit_id)
        .where(Matter.id.in_([matter.id for matter in matters]), may_see_whole(readers))
    )
    return {row.id: (Ball(Move.WORK, row.name),) for row in rows}
