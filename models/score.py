"""考核: points, each with its ground, clause and signer. Never changed: a mistake gets a counter-entry (N4)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class ScoreEntry(Base):
    __tablename__ = "score_entry"
    __table_args__ = (UniqueConstraint("ground_kind", "ground_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))  # deduct, bonus, revoke
    points: Mapped[Decimal]  # negative for a deduction
    ground_kind: Mapped[str] = mapped_column(String(20))  # notice
    ground_id: Mapped[int]
    clause: Mapped[str] = mapped_column(Text)
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
