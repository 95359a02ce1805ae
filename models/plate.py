"""红黄绿牌: the colour of a matter for one month, reckoned or set by a person; the newest row counts (E09)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Plate(Base):
    """Only added to: what was shown stays, and who changed it says why."""

    __tablename__ = "plate"
    __table_args__ = (
        CheckConstraint("by_id IS NULL OR words <> ''", name="says_why"),
        Index(
            "uq_plate_reckoned",
            "month",
            "matter_id",
            unique=True,
            sqlite_where=text("by_id IS NULL"),
            postgresql_where=text("by_id IS NULL"),
        ),
        Index("ix_plate_month", "month", "matter_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))  # that led it then (X11)
    month: Mapped[date]  # its last day
    colour: Mapped[str] = mapped_column(String(10))  # a light
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: reckoned by the bot
    hung_at: Mapped[datetime]
