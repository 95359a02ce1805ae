"""减负: what people said against the burden, and what they asked not to be reminded of for a while."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Suggestion(Base):
    """建议 or 投诉, by anyone known (P16). Not for the supervision chain: only who receives it reads it."""

    __tablename__ = "suggestion"
    __table_args__ = (CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(10))  # 建议, 投诉
    words: Mapped[str] = mapped_column(Text)
    told_at: Mapped[datetime]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    digest: Mapped[str | None] = mapped_column(String(240))  # of words that were taken away (T41)


class Muting(Base):
    """知悉: this person is not reminded of this matter before `until`, or before its next step on the ladder."""

    __tablename__ = "muting"
    __table_args__ = (Index("ix_muting_matter", "matter_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    since: Mapped[datetime]
    until: Mapped[date]
