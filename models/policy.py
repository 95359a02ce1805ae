"""A policy (办法) as it was in force: text, hash, who activated it and when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class PolicyVersion(Base):
    __tablename__ = "policy_version"
    __table_args__ = (UniqueConstraint("name", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    sha256: Mapped[str] = mapped_column(String(64))
    covers: Mapped[str] = mapped_column(String(200), default="")  # categories, 「、」 between; empty: all others
    toml: Mapped[str] = mapped_column(Text)
    activated_at: Mapped[datetime]
    activated_by: Mapped[str] = mapped_column(String(80))
    retired_at: Mapped[datetime | None]
