"""What helps to find a matter by a part of its names, and to notice that names have changed."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

LONGEST = 3  # characters of a part


class NamePart(Base):
    """Two or three neighbouring characters of a matter's title or other names, in small letters: 水库 of 红旗水库.

    Only where to look: what is found is compared with the names themselves.
    """

    __tablename__ = "name_part"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy's own declaration)

    part: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), primary_key=True)


class NameChange(Base):
    """What a version of the registry changed: a matter's names, unit or seal, a person, the units, or anything."""

    __tablename__ = "name_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(index=True)
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    is_directory: Mapped[bool] = mapped_column(default=False)  # units, or more people than are worth listing
    is_anything: Mapped[bool] = mapped_column(default=False)  # more than is worth listing
