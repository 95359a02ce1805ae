"""问责: a case people opened, on codes people chose. Nothing in it is ever inferred (A13, B35)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words


class CaseState(StrEnum):
    """建议 → 批准 → 执行 (B47, P13); what goes to another authority is locked (B48, B49)."""

    OPENED = "opened"
    PROPOSED = "proposed"
    APPROVED = "approved"
    EXECUTED = "executed"
    REFERRED = "referred"
    NOT_PURSUED = "not_pursued"


RUNNING = (CaseState.OPENED, CaseState.PROPOSED, CaseState.APPROVED)
_RUNNING = text("state IN ('opened', 'proposed', 'approved')")


class AccountabilityCase(Base):
    """One subject of one matter: its unit, or a person of it, each decided separately (A26)."""

    __tablename__ = "accountability_case"
    __table_args__ = (
        Index("uq_case_running", "matter_id", "subject", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
        CheckConstraint("proposed_by_id IS NULL OR proposed_by_id <> entered_by_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    subject: Mapped[str] = mapped_column(String(40), default="")  # the person's name; empty: the unit itself
    state: Mapped[CaseState] = mapped_column(words(CaseState))
    codes: Mapped[list[Any]]  # as the policy lists them
    cause: Mapped[str] = mapped_column(String(24))  # a FoundCause (A14)
    words: Mapped[str] = mapped_column(Text)
    notices: Mapped[list[Any]]  # ids of the signed notices it rests on
    policy_version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"))
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    track: Mapped[str] = mapped_column(String(40), default="")
    measure: Mapped[str] = mapped_column(String(200), default="")
    approver: Mapped[str] = mapped_column(String(40), default="")  # the body outside that decides
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who entered that body's decision
    paper: Mapped[str] = mapped_column(Text, default="")  # by which paper it decided
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[str] = mapped_column(Text, default="")
