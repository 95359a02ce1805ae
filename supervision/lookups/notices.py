"""督办单: which are out, who has to sign for them, what is being prepared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from models import Matter, Notice, Unit
from models.notice import NoticeState
from supervision.appeals_open import contested
from supervision.clock import at
from supervision.duties import ONE_DAY
from supervision.visibility import Readers, may_see_notices

RUNNING = (NoticeState.HEARING, NoticeState.DRAFT, NoticeState.PROPOSED, NoticeState.SIGNED)


@dataclass(frozen=True, slots=True)
class NoticeRow:
    notice: Notice
    unit: str
    number: int  # of the matter
    title: str
    is_contested: bool = False  # 复核中 has to be said of it

    @property
    def awaits_receipt(self) -> bool:
        return self.notice.state is NoticeState.SIGNED and self.notice.received_at is None


@dataclass(frozen=True, slots=True)
class NoticePage:
    rows: tuple[NoticeRow, ...]
    total: int
    unreceived: int


@dataclass(frozen=True, slots=True)
class Which:
    """All parts must hold; with days of signature only what was signed on one of them."""

    units: frozenset[int] | None = None
    codes: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        if self.units is not None:
            yield Notice.unit_id.in_(sorted(self.units))
        if self.codes:
            yield Matter.code.in_(self.codes)
        if self.colours:
            yield Notice.colour.in_(self.colours)
        if self.first and self.last:
            yield Notice.signed_at >= at(self.first, time())
            yield Notice.signed_at < at(self.last + ONE_DAY, time())


ALL = Which()


def find_notices(session: Session, readers: Readers, limit: int, which: Which = ALL) -> NoticePage:
    """Those nobody signed for first, then those in preparation, then the newest of the others."""
    wanted = [Notice.state.in_(RUNNING), may_see_notices(readers), *which.conditions()]
    unreceived = (Notice.state == NoticeState.SIGNED) & Notice.received_at.is_(None)
    counts = session.execute(
        select(func.count(), func.count(case((unreceived, 1)))).select_from(Notice)
        .join(Matter, Matter.id == Notice.matter_id)
        .where(*wanted)
    ).one()  # fmt: skip
    rows = session.execute(
        select(Notice, Unit.name, Matter.number, Matter.title)
        .join(Matter, Matter.id == Notice.matter_id)
        .join(Unit, Unit.id == Notice.unit_id)
        .where(*wanted)
        .order_by(case((unreceived, 0), (Notice.state != NoticeState.SIGNED, 1), else_=2), Notice.drafted_at.desc())
        .limit(limit)
    )
    found = [NoticeRow(*row) for row in rows]
    open_ones = contested(session, [row.notice.id for row in found])
    marked = tuple(replace(row, is_contested=row.notice.id in open_ones) for row in found)
    return NoticePage(marked, counts[0], counts[1])
