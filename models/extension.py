"""申请延期."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words


class RequestState(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class Extension(Base):
    __tablename__ = "extension"
    __table_args__ = (
        Index(
            "uq_extension_asked",
            "matter_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id"), unique=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]  # CreateTime
    due_on: Mapped[date | None]  # the day it would move
    until: Mapped[date]
    because: Mapped[str] = mapped_column(Text)
    is_late: Mapped[bool] = mapped_column(default=False)  # asked after the due day: lateness is judged on the original
    state: Mapped[RequestState] = mapped_column(words(RequestState), default=RequestState.ASKED)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(Text, default="")
