"""考核: points, each with its ground, clause and signer. Never changed: a mistake gets a counter-entry (N4)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class ScoreEntry(Base):
    """One ground gives or takes a unit points once, and is countered once."""

    __tablename__ = "score_entry"
    __table_args__ = (UniqueConstraint("ground_kind", "ground_id", "kind", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)  # as it was at the time of the event (X11)
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))  # deduct, grade, bonus, part, revoke
    points: Mapped[Decimal]  # negative for a deduction; of a part its weighted share
    ground_kind: Mapped[str] = mapped_column(String(20))  # notice, proposal
    ground_id: Mapped[int]
    clause: Mapped[str] = mapped_column(Text)
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    book: Mapped[str | None] = mapped_column(String(40))  # NULL: the policy keeps no books
    name: Mapped[str | None] = mapped_column(String(40))  # which bonus, which part


class MatterBook(Base):
    """The book in which a matter counts in a year: exactly one, whatever its category becomes (A22)."""

    __tablename__ = "matter_book"

    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    book: Mapped[str] = mapped_column(String(40))
    policy_version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"))


class ScoreMark(Base):
    """资格: what a unit may not become this year, apart from its points (C21, D37). A lift stands beside its mark."""

    __tablename__ = "score_mark"
    __table_args__ = (UniqueConstraint("ground_kind", "ground_id", "unit_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))  # mark, lift
    effect: Mapped[str] = mapped_column(Text)
    ground_kind: Mapped[str] = mapped_column(String(20))  # notice, proposal
    ground_id: Mapped[int]
    clause: Mapped[str] = mapped_column(Text)
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]


class ScoreProposal(Base):
    """What a supervisor proposed to enter and a leader signs, or not: two people. `about` waits once at a time."""

    __tablename__ = "score_proposal"
    __table_args__ = (
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="two_people"),
        CheckConstraint("state = 'waits' OR decided_by_id IS NOT NULL", name="decided"),
        Index(
            "uq_score_proposal_waits",
            "about",
            unique=True,
            sqlite_where=text("state = 'waits'"),
            postgresql_where=text("state = 'waits'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # grade, bonus, part, revoke, veto, freeze
    about: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20), default="waits")  # waits, signed, declined
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    year: Mapped[int]
    book: Mapped[str | None] = mapped_column(String(40))
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("score_entry.id"))  # the one to be countered
    name: Mapped[str | None] = mapped_column(String(40))
    points: Mapped[Decimal | None]
    words: Mapped[str] = mapped_column(Text)
    clause: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]]  # dates, grades, shares, figures: what it rests on
    policy_version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"))
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id"))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decided_words: Mapped[str] = mapped_column(Text, default="")


class ScoreSheet(Base):
    """定档: what a unit's book came to, from which entries. Never changed; what comes after it is shown beside it."""

    __tablename__ = "score_sheet"
    __table_args__ = (UniqueConstraint("unit_id", "book", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    book: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    total: Mapped[Decimal]
    entry_ids: Mapped[list[Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    policy_version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("score_proposal.id"), unique=True)
    frozen_at: Mapped[datetime]
