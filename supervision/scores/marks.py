"""资格: what a unit may not become this year. Apart from points, with its own ground; a lift stands beside it (C21)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ScoreMark
from supervision.scores.entries import Signed
from supervision.scores.kinds import LIFT, MARK


def mark(session: Session, unit_id: int, year: int, effect: str, signed: Signed) -> None:
    session.add(_row(unit_id, year, MARK, effect, signed))
    session.flush()


def lift(session: Session, signed: Signed) -> None:
    """The counter-mark to what the ground marked; nothing when it marked nothing."""
    for row in _of_ground(session, signed.ground_kind, signed.ground_id):
        session.add(_row(row.unit_id, row.year, LIFT, row.effect, signed))
    session.flush()


def find(session: Session, number: int) -> ScoreMark | None:
    """The mark of this number, while no lift stands beside it."""
    row = session.get(ScoreMark, number)
    return row if row is not None and row in _of_ground(session, row.ground_kind, row.ground_id) else None


def standing(rows: Sequence[ScoreMark]) -> list[ScoreMark]:
    """Those no lift stands beside. Pure."""
    lifted = {(row.ground_kind, row.ground_id, row.unit_id) for row in rows if row.kind == LIFT}
    return [row for row in rows if row.kind == MARK and (row.ground_kind, row.ground_id, row.unit_id) not in lifted]


def _of_ground(session: Session, ground_kind: str, ground_id: int) -> list[ScoreMark]:
    wanted = select(ScoreMark).where(ScoreMark.ground_kind == ground_kind, ScoreMark.ground_id == ground_id)
    return standing(session.scalars(wanted.order_by(ScoreMark.id)).all())


def _row(unit_id: int, year: int, kind: str, effect: str, signed: Signed) -> ScoreMark:
    return ScoreMark(
        unit_id=unit_id,
        year=year,
        kind=kind,
        effect=effect,
        ground_kind=signed.ground_kind,
        ground_id=signed.ground_id,
        clause=signed.clause,
        signed_by_id=signed.signer.id,
        entered_at=signed.now,
    )
