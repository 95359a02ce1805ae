"""球在谁手里: whose move it is in a matter, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    bindparam,
    func,
    literal_column,
    select,
    type_coerce,
    union_all,
)
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
_OF_A_UNIT = (Move.HELP, Move.REASONS, Move.RECEIVE, Move.WORK)
_MOVED_BY_UNIT = [state for state, move in NOTICE_MOVES.items() if move in _OF_A_UNIT]
_MOVES = {move.value: move for move in Move} | {state.value: move for state, move in NOTICE_MOVES.items()}


def who_holds_the_ball(session: Session, matter: Matter, readers: Readers) -> tuple[Ball, ...]:
    """Of one matter; the oldest asking first. Empty when it ended, or when these readers may not know."""
    return balls_of(session, [matter], readers)[matter.id]


def balls_of(session: Session, matters: Sequence[Matter], readers: Readers) -> dict[int, tuple[Ball, ...]]:
    """Of several matters, by the one statement that one matter needs, too."""
    held: dict[int, list[Ball]] = {matter.id: [] for matter in matters}
    rows = session.execute(_held(readers), {"ids": list(held)}).all()
    for row in sorted(rows, key=lambda row: (row.place, row.began, row.id)):
        move = _MOVES[row.asks]
        if move is Move.WORK and held[row.matter_id]:
            continue
        since = None if move is Move.WORK else row.since
        held[row.matter_id].append(Ball(move, row.unit if move in _OF_A_UNIT else "", since, row.words))
    return {matter_id: tuple(balls) for matter_id, balls in held.items()}


def is_waiting(readers: Readers) -> ColumnElement[bool]:
    """A condition on Matter: something was asked of somebody and is not answered, as far as these readers may know."""
    return _among(_asked(readers))


def is_waiting_on(readers: Readers, units: frozenset[int], *, on_office: bool) -> ColumnElement[bool]:
    """The same of what was asked of one of these units; of the office, too, where it is one of them."""
    calls, claims, requests, papers = _asked(readers)
    asked = [
        calls.where(HelpCall.unit_id.in_(sorted(units))),
        papers.where(Notice.unit_id.in_(sorted(units)), Notice.state.in_(_MOVED_BY_UNIT)),
    ]
    if on_office:
        asked += [claims, requests, papers.where(Notice.state == NoticeState.DRAFT)]
    return _among(asked)


def _among(asked: Sequence[Select[Any]]) -> ColumnElement[bool]:
    return Matter.id.in_(union_all(*(one.with_only_columns(Matter.id) for one in asked)))


@lru_cache(maxsize=512)
def _held(readers: Readers) -> CompoundSelect[Any]:
    """Built once for each reader: every answer that lists matters asks for it."""
    work = _rows(Matter, "work", Matter.opened_at, Matter.opened_at).where(
        Matter.status.in_(OPEN), may_see_whole(readers)
    )
    among = Matter.id.in_(bindparam("ids", expanding=True))
    return union_all(*(one.where(among) for one in (*_asked(readers), work)))


def _asked(readers: Readers) -> list[Select[Any]]:
    """What waits for an answer: little beside the ledger, so that a search may begin there."""
    seen_whole = may_see_whole(readers)
    calls = _rows(HelpCall, "help", HelpCall.asked_at, HelpCall.asked_at, HelpCall.words)
    claims = _rows(Closeout, "confirm", Closeout.told_at, Closeout.told_at)
    requests = _rows(Extension, "grant", Extension.asked_at, Extension.asked_at)
    state = type_coerce(Notice.state, String())
    moved = func.coalesce(Notice.signed_at, Notice.proposed_at, Notice.drafted_at)
    papers = _rows(Notice, state, Notice.drafted_at, moved)
    return [
        calls.where(HelpCall.answered_at.is_(None), may_see_calls(readers)),
        claims.where(Closeout.state == RequestState.ASKED, seen_whole),
        requests.where(Extension.state == RequestState.ASKED, seen_whole),
        papers.where(
            Notice.state.in_(NOTICE_MOVES), Notice.received_at.is_(None), seen_whole, may_see_notices(readers)
        ),
    ]


_PLACES: Sequence[type[HelpCall | Closeout | Extension | Notice | Matter]] = (
    HelpCall, Closeout, Extension, Notice, Matter,
)  # fmt: skip


def _rows(
    table: type[HelpCall | Closeout | Extension | Notice | Matter],
    asks: str | ColumnElement[str],
    began: Any,  # noqa: ANN401 (a column with a moment)
    since: Any,  # noqa: ANN401
    words: Any = None,  # noqa: ANN401
) -> Select[Any]:
    """Rows of one shape, whatever they were made from, joined with their matter."""
    holder = table.unit_id if table in (HelpCall, Notice) else Matter.unit_id
    columns: tuple[ColumnElement[Any], ...] = (
        Matter.id.label("matter_id"),
        literal_column(str(_PLACES.index(table))).label("place"),
        (literal_column(f"'{asks}'", String()) if isinstance(asks, str) else asks).label("asks"),
        Unit.name.label("unit"),
        began.label("began"),
        since.label("since"),
        (literal_column("''", String()) if words is None else words).label("words"),
        table.id.label("id"),
    )
    found = select(*columns).select_from(table)
    if not issubclass(table, Matter):
        found = found.join(Matter, Matter.id == table.matter_id)
    return found.join(Unit, Unit.id == holder)
