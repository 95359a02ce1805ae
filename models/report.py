"""日报/周报/月报: what was told, what it changed, who owes one, and whom it calls for help."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words
from models.matter import MatterStatus


class ReportKind(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Report(Base):
    """One message that told how matters stand. A message makes at most one (I2)."""

    __tablename__ = "report"
    __table_args__ = (
        Index("ix_report_unit_period", "unit_id", "kind", "period_first"),
        Index("ix_report_unit_told", "unit_id", "told_at"),
        Index("ix_report_period", "kind", "period_last", "period_first", "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[ReportKind | None] = mapped_column(words(ReportKind))
    period_first: Mapped[date | None]
    period_last: Mapped[date | None]
    told_at: Mapped[datetime]  # the platform's CreateTime: the time of record (I5)
    recorded_at: Mapped[datetime]
    is_no_change: Mapped[bool] = mapped_column(default=False)
    told_through: Mapped[str] = mapped_column(String(40), default="")  # 代录: 电话, 纸质 …; empty when told in chat
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # 代录: the supervisor who wrote it down
    withdrawn_at: Mapped[datetime | None]


class Progress(Base):
    """What one report said of one matter. Never changed: a correction is a later row."""

    __tablename__ = "progress"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        Index("ix_progress_matter_told", "matter_id", "told_at", "told_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    told_at: Mapped[datetime]
    told_key: Mapped[str] = mapped_column(String(80))
    status: Mapped[MatterStatus | None] = mapped_column(words(MatterStatus))
    percent: Mapped[int | None]
    expected_on: Mapped[date | None]
    has_problem: Mapped[bool] = mapped_column(default=False)
    has_next_steps: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = mapped_column(Text)
    # Figures with a unit, as told: [{"name": "完成投资", "amount": "1.2", "unit": "亿元"}]; NULL: none were.
    measures: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    is_correction: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[datetime | None]


class HelpCall(Base):
    """球在谁手里: a unit asked to help, with its own clock (A08)."""

    __tablename__ = "help_call"
    __table_args__ = (
        UniqueConstraint("progress_id", "unit_id"),
        Index(
            "ix_help_call_open",
            "matter_id",
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    progress_id: Mapped[int] = mapped_column(ForeignKey("progress.id"))
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class Duty(Base):
    """(unit, kind, period): one report owed. Whether it is met is asked of the reports, never stored."""

    __tablename__ = "duty"
    __table_args__ = (UniqueConstraint("unit_id", "kind", "period_first"), Index("ix_duty_due", "due_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[ReportKind] = mapped_column(words(ReportKind))
    period_first: Mapped[date]
    period_last: Mapped[date]
    opens_at: Mapped[datetime]
    due_at: Mapped[datetime]
    waived_because: Mapped[str | None] = mapped_column(Text)
