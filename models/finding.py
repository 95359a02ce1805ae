"""认定: a fact about a matter that may start a climb or take it further, besides the mere passing of a due day."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words


class FindingKind(StrEnum):
    """What was found. The first is never a row: it is asked of the due day."""

    OVERDUE = "overdue"  # 到期未办结
    NODE_MISSED = "node_missed"  # 节点到期未收账 (A02)
    REPORTS_MISSING = "reports_missing"  # 连续若干期没有进展 (C16, X5)
    BEHIND_PLAN = "behind_plan"  # 落后计划 (C16, D22, X5)
    RESULT_REJECTED = "result_rejected"  # 办理结果被退回: 补办, 重办 (B24)
    POOR_QUALITY = "poor_quality"  # 质量达不到标准, 敷衍了事 (C18, C19, C24)
    PROBLEM_FOUND = "problem_found"  # 督查中发现问题 (B21, D24)
    MONTH_UNFINISHED = "month_unfinished"  # 月末未销号 (E14, E25)
    REVISIT_FAILED = "revisit_failed"  # 回头看不合格 (A17)


class Finding(Base):
    """One fact, by the bot's own reckoning or on a person's word. Never changed: a mistake is revoked and stays."""

    __tablename__ = "finding"
    __table_args__ = (Index("ix_finding_matter", "matter_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)  # says in words why it can exist only once
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    kind: Mapped[FindingKind] = mapped_column(words(FindingKind))
    on: Mapped[date] = mapped_column("found_on")  # the day it was so; for a month its last day
    level: Mapped[int | None]  # the rung a person asks for, where the policy allows to skip
    words: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any]]  # figures it rests on
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: reckoned by the bot
    inbox_id: Mapped[int | None] = mapped_column(ForeignKey("inbox.id"))
    found_at: Mapped[datetime]
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"))  # the draft it led to
    revoked_at: Mapped[datetime | None]
    revoked_because: Mapped[str] = mapped_column(Text, default="")
