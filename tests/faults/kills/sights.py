"""What people look at before they speak: who owns what, what waits for a signature."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Closeout, Matter, Notice, Person
from models.extension import RequestState
from models.notice import NoticeState
from models.person import Role


def _drafts(session: Session) -> list[int]:
    """Numbers of the matters whose first notice only wants a signature."""
    draft = select(Matter.number).join(Notice, Notice.matter_id == Matter.id)
    return list(session.scalars(draft.where(Notice.state == NoticeState.DRAFT, Notice.level == 1).order_by(Notice.id)))


def _open(session: Session) -> list[tuple[int, str]]:
    """Number and head of each matter on which something can still be asked; what is due last comes first."""
    owned = select(Matter.number, Person.userid).join(Person, Person.unit_id == Matter.unit_id)
    asked = select(Closeout.matter_id).where(Closeout.state == RequestState.ASKED)
    rows = session.execute(
        owned.where(Person.role == Role.UNIT_HEAD, Matter.closed_at.is_(None), Matter.id.not_in(asked))
        .where(Matter.confirmed_at.is_(None))
        .order_by(Matter.due_on.desc(), Matter.number)
    )
    return [(number, userid) for number, userid in rows]


def _claimed(session: Session) -> list[int]:
    """Numbers of the matters whose completion waits for the office's word."""
    asked = select(Matter.number).join(Closeout, Closeout.matter_id == Matter.id)
    return list(session.scalars(asked.where(Closeout.state == RequestState.ASKED).order_by(Closeout.id)))


sights: dict[str, Callable[[Session], Any]] = {"drafts": _drafts, "open": _open, "claimed": _claimed}
