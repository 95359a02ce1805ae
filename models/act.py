"""Who did what, when, on whose word. Only added to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Act(Base):
    __tablename__ = "act"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    act: Mapped[str] = mapped_column(String(40))  # matter_opened, notice_signed …
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: the bot by itself
    by_words: Mapped[str] = mapped_column(String(80), default="")  # console: the operating system's user
    inbox_id: Mapped[int | None] = mapped_column(ForeignKey("inbox.id"))
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"), index=True)
    facts: Mapped[dict[str, Any]]
