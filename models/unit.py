"""责任单位 and the names people use for units and matters."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Unit(Base):
    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    owes_reports: Mapped[bool] = mapped_column(default=True)  # the office and the leaders owe none
    is_active: Mapped[bool] = mapped_column(default=True)


def _one_of_a_kind(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, unique=True, sqlite_where=text(where), postgresql_where=text(where))


class Alias(Base):
    """A short or old name. One learned from an answer binds only the unit that confirmed it, until adopted."""

    __tablename__ = "alias"
    __table_args__ = (
        # NULL differs from NULL, so each kind of name has a guard of its own.
        _one_of_a_kind("uq_alias_of_unit", "text", "unit_id", where="unit_id IS NOT NULL"),
        _one_of_a_kind("uq_alias_of_matter", "text", "matter_id", where="matter_id IS NOT NULL AND of_unit_id IS NULL"),
        _one_of_a_kind("uq_alias_learned", "text", "of_unit_id", where="of_unit_id IS NOT NULL"),
        CheckConstraint("(unit_id IS NULL) <> (matter_id IS NULL)", name="one_target"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(80), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"), index=True)
    of_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))  # valid in this unit's mouth only
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
