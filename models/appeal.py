"""复核: a unit asks that a signed notice be looked at again; once for each notice (P12)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words


class AppealState(StrEnum):
    ASKED = "asked"
    UPHELD = "upheld"  # 维持: the notice stands
    REVOKED = "revoked"  # 撤销: the notice is taken back
    CHANGED = "changed"  # 变更: its standard, limit or verdict is another
    MOOT = "moot"  # the notice was taken back before anybody decided


class Appeal(Base):
    """Decided by somebody who had no part in the notice (回避)."""

    __tablename__ = "appeal"
    __table_args__ = (
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="two_people"),
        Index("ix_appeal_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), unique=True)
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    because: Mapped[str] = mapped_column(Text)
    decide_by: Mapped[date]  # a calendar day: the law's term, not ours
    state: Mapped[AppealState] = mapped_column(words(AppealState), default=AppealState.ASKED)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str] = mapped_column(Text, default="")
