"""What ran by itself, what the clock did, when we were not there, and what is held because of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words


class JobRun(Base):
    """At most one committed run per (job, scheduled_for) (S1)."""

    __tablename__ = "job_run"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    scheduled_for: Mapped[datetime] = mapped_column(primary_key=True)
    ran_at: Mapped[datetime]
    found: Mapped[dict[str, Any]]  # what it did, in counts; or why it was skipped


class ClockMark(Base):
    """The business clock never goes backward (S3): one row, only grows."""

    __tablename__ = "clock_mark"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    seen_at: Mapped[datetime]


class Outage(Base):
    """An interval in which no tick was seen: reports may not have reached us."""

    __tablename__ = "outage"

    id: Mapped[int] = mapped_column(primary_key=True)
    first: Mapped[datetime]
    last: Mapped[datetime]


class HoldKind(StrEnum):
    OUTAGE = "outage"  # we were away inside a reporting window
    CLOCK = "clock"  # the clock jumped
    CALENDAR = "calendar"  # a year without holiday data
    BREAKER = "breaker"  # far more notices than usual


class Hold(Base):
    """While one is open nothing that hurts is drafted or sent; a supervisor releases it."""

    __tablename__ = "hold"
    __table_args__ = (
        Index(
            "uq_hold_open",
            "kind",
            unique=True,
            sqlite_where=text("released_at IS NULL"),
            postgresql_where=text("released_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[HoldKind] = mapped_column(words(HoldKind))
    facts: Mapped[dict[str, Any]]
    since: Mapped[datetime]
    released_at: Mapped[datetime | None]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(Text, default="")
