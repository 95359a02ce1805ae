"""督办单 and the climb that led to it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words


class Cause(StrEnum):
    """What a climb is about. It ends when its own cause is gone."""

    OVERDUE = "overdue"
    QUALITY = "quality"
    MISSING_REPORT = "missing_report"


class Climb(Base):
    """One matter's way up the ladder under one policy version. Cycles of a matter are counted."""

    __tablename__ = "climb"
    __table_args__ = (
        UniqueConstraint("matter_id", "cycle"),
        Index(
            "uq_climb_running",
            "matter_id",
            "cause",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    cause: Mapped[Cause] = mapped_column(words(Cause))
    cycle: Mapped[int]
    policy_version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"))
    level: Mapped[int] = mapped_column(default=0)  # the highest step drafted so far
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[str | None] = mapped_column(Text)


class FoundCause(StrEnum):
    """原因: what the office finds to be behind it; only the first may be held against a unit (A14)."""

    SUBJECTIVE = "subjective"  # 主观
    OBJECTIVE = "objective"  # 客观
    OPEN = "open"  # 待查


class ForceMajeure(StrEnum):
    """不可抗力, named by the unit: nothing goes on before a supervisor has looked at it (B37)."""

    CLAIMED = "claimed"
    REJECTED = "rejected"  # 不采纳; one that is accepted ends the climb


class NoticeState(StrEnum):
    """White: draft → signed. With points: hearing → ready → proposed → signed. Any: cancelled, refused, withdrawn."""

    HEARING = "hearing"  # the unit's reason window is open
    DRAFT = "draft"  # waits for the supervisor: standard and limit, with points also the verdict
    PROPOSED = "proposed"  # waits for the signer the policy names
    SIGNED = "signed"
    REFUSED = "refused"  # the signer declined
    CANCELLED = "cancelled"  # its cause was gone before it was signed
    WITHDRAWN = "withdrawn"  # signed by mistake: a counter-entry stands beside it


class Notice(Base):
    """At most one per (matter, cycle, level) (N1). Carries its evidence (N8)."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("matter_id", "cycle", "level"),
        UniqueConstraint("series", "year", "serial"),
        CheckConstraint("state <> 'signed' OR (serial IS NOT NULL AND signed_by_id IS NOT NULL)", name="signed"),
        CheckConstraint("proposed_by_id IS NULL OR proposed_by_id <> signed_by_id", name="two_people"),
        Index("ix_notice_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    climb_id: Mapped[int] = mapped_column(ForeignKey("climb.id"), index=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    cycle: Mapped[int]
    level: Mapped[int]
    colour: Mapped[str] = mapped_column(String(20))  # the policy's own word: 白, 黄, 红
    article: Mapped[str] = mapped_column(String(80))
    state: Mapped[NoticeState] = mapped_column(words(NoticeState))
    grounds: Mapped[dict[str, Any]]  # due day, days late, last report, reminders sent, calendar, policy hash
    points: Mapped[Decimal | None]
    drafted_at: Mapped[datetime]
    hearing_until: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")  # the unit's own words
    reason_at: Mapped[datetime | None]
    standard: Mapped[str] = mapped_column(Text, default="")  # 整改标准 (C17)
    finish_by: Mapped[date | None]  # 完成时限 (C17)
    verdict: Mapped[str] = mapped_column(Text, default="")  # 无正当理由 …, in words (C23)
    found_cause: Mapped[str | None] = mapped_column(String(12))  # a FoundCause, where the policy asks for one
    force_majeure: Mapped[str | None] = mapped_column(String(12))  # a ForceMajeure
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None]
    series: Mapped[str | None] = mapped_column(String(20))
    year: Mapped[int | None]
    serial: Mapped[int | None]
    ended_because: Mapped[str] = mapped_column(Text, default="")
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # 签收
    received_at: Mapped[datetime | None]


class NumberSeries(Base):
    """文号: the last number given in a series and year. Numbers are given at signing, without gaps."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class HandoverState(StrEnum):
    OPEN = "open"
    HANDED_OVER = "handed_over"


class Handover(Base):
    """移交: what a red notice asks of another body: 效能监察, 取消评优资格, 组织处理 (C20, C21, C22)."""

    __tablename__ = "handover"
    __table_args__ = (UniqueConstraint("notice_id", "body"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    body: Mapped[str] = mapped_column(String(40))
    asks_for: Mapped[str] = mapped_column(Text)
    state: Mapped[HandoverState] = mapped_column(words(HandoverState), default=HandoverState.OPEN)
    opened_at: Mapped[datetime]
    handed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    handed_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(Text)  # what that body made of it; NULL while it has not said
    answered_at: Mapped[datetime | None]
