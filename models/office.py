"""The office itself: one row."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Office(Base):
    __tablename__ = "office"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    is_training: Mapped[bool] = mapped_column(default=False)  # for ever: such a database refuses real channels
    registry_version: Mapped[int] = mapped_column(default=1)  # grows with every change of names, people, matters
