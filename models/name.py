"""What helps to find a matter by a part of its names, and to notice that names have changed."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

LONGEST = 2  # characters of a pair


class NamePair(Base):
    """Two neighbouring characters of a matter's title or other names, in small letters: 水库 of 红旗水库.

    Only where to look: what is found is compared with the names themselves.
    """

    __tablename__ = "name_pair"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy's own declaration)

    pair: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), primary_key=True)


class NameChange(Base):
    """Whose names, unit or seal a version of the registry changed; no matter: more than is worth listing."""

    __tablename__ = "name_change"
    __table_args__ = (Index("ix_name_change_version", "version", "matter_id", "is_directory"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"))
    is_directory: Mapped[bool] = mapped_column(default=False)  # units or people
