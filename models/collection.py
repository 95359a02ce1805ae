"""收账: how the day of a node ended, on the office's word. Only added to; the newest row of a day counts (A02)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Collection(Base):
    """收讫, or 未收 with its reason."""

    __tablename__ = "collection"
    __table_args__ = (
        CheckConstraint("is_collected OR words <> ''", name="says_why"),
        Index("ix_collection_node", "milestone_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"))
    due_on: Mapped[date]  # the day for which it was set then
    is_collected: Mapped[bool]
    cause: Mapped[str | None] = mapped_column(String(12))  # a FoundCause, of what was not collected (A16)
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id"))
    told_at: Mapped[datetime]
