"""督办事项, its 节点, and what moved its due date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words


class MatterStatus(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"  # work has stopped
    COMPLETED = "completed"  # 办结: told as done; the office confirms or returns it
    CLOSED = "closed"  # 已销号: struck off by the office
    REVOKED = "revoked"  # 已撤销交办: the office took it back; it stays on record and is owed no longer


USUAL_DAYS = 7  # of the lights, where a policy says nothing
OPEN = (MatterStatus.NOT_STARTED, MatterStatus.IN_PROGRESS, MatterStatus.BLOCKED)
ENDED = (MatterStatus.CLOSED, MatterStatus.REVOKED)  # no list shows them unasked
NOT_SEALED: Mapping[str, Any] = {"sqlite_where": text("is_sealed IS 0"), "postgresql_where": text("is_sealed IS false")}


class Matter(Base):
    __tablename__ = "matter"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        Index("ix_matter_next_look", "next_look_on", "id"),
        Index("ix_matter_plan_look", "plan_look_on", "id"),
        Index("ix_matter_unit_status", "unit_id", "status", "is_sealed", "told_at"),
        Index("ix_matter_status_due", "status", "due_on", "is_sealed"),
        # What is asked of the whole ledger is answered from these three alone, the last in the order of its pages.
        Index("ix_matter_red", "red_from", "is_sealed", **NOT_SEALED),
        Index("ix_matter_yellow", "yellow_from", "red_from", "unit_id", "is_sealed", **NOT_SEALED),
        Index(
            "ix_matter_page", "order_on", "code", "red_from", "yellow_from", "status", "unit_id", "category",
            "has_problem", "in_time_until", "is_sealed", "id", **NOT_SEALED,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)  # ZD-2026-003
    number: Mapped[int] = mapped_column(index=True)  # 3: what people type
    title: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(String(40), default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    basis: Mapped[str] = mapped_column(Text, default="")  # 立项依据 (P10)
    source: Mapped[str] = mapped_column(String(40), default="")
    start_on: Mapped[date | None]
    due_on: Mapped[date | None]
    original_due_on: Mapped[date | None]
    status: Mapped[MatterStatus] = mapped_column(words(MatterStatus), default=MatterStatus.NOT_STARTED)
    percent: Mapped[int | None]
    expected_on: Mapped[date | None]
    # The state before anything was told: what a withdrawal falls back to.
    base_status: Mapped[MatterStatus] = mapped_column(
        words(MatterStatus, "base_status"), default=MatterStatus.NOT_STARTED
    )
    base_percent: Mapped[int | None]
    has_problem: Mapped[bool] = mapped_column(default=False)
    problem_words: Mapped[str] = mapped_column(Text, default="")
    # The record that made the state above: the greatest (told_at, message key) wins, in any order of arrival (I6).
    told_at: Mapped[datetime | None]
    told_key: Mapped[str] = mapped_column(String(80), default="")
    is_sealed: Mapped[bool] = mapped_column(default=False)  # 密封: only those named on it
    suspended_since: Mapped[datetime | None]
    # Its clock stood over the due day: the day from which it is late since, as many working days as it was before.
    stood_until: Mapped[date | None]
    confirmed_at: Mapped[datetime | None]  # 办结 found right by the office: later words no longer move its state
    closed_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_because: Mapped[str | None] = mapped_column(Text)
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # The next day on which time alone can change something here; NULL when nothing can. The tick asks this index only.
    next_look_on: Mapped[date | None]
    # The next day on which it is compared with the straight line of its plan; models/plan_days.py begins it.
    plan_look_on: Mapped[date | None]
    # What follows from the above and from the milestones; models/following.py writes it down with them.
    node_on: Mapped[date | None]  # the earliest milestone that is not done
    yellow_from: Mapped[date | None]  # the first day on which the light is yellow, or worse; NULL: it has no light
    red_from: Mapped[date | None]
    yellow_before: Mapped[int] = mapped_column(default=USUAL_DAYS, server_default=str(USUAL_DAYS))  # as the policy says
    node_late: Mapped[int] = mapped_column(default=USUAL_DAYS, server_default=str(USUAL_DAYS))
    order_on: Mapped[date | None]  # the due day; the last of all days where there is none
    # The last day in time where that is later than the due day: one without work, or a clock that stood.
    in_time_until: Mapped[date | None]

    @property
    def late_after(self) -> date | None:
        """The due day, or the later one from which a clock that stood over it runs on; days without work come after."""
        if self.due_on is None or self.stood_until is None:
            return self.due_on
        return max(self.due_on, self.stood_until)

    @property
    def is_decided(self) -> bool:
        """What units tell no longer moves its state: the office found it done, struck it off, or took it back."""
        return self.confirmed_at is not None or self.status in ENDED


# For a question that its own index narrows far more: without figures about the tables SQLite would rather walk all
# matters that are open. An expression is in no index.
STILL_OPEN = Matter.status.concat("").in_(OPEN)


class CoUnit(Base):
    """配合单位."""

    __tablename__ = "co_unit"

    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)


class NamedOn(Base):
    """Those who may see a sealed matter."""

    __tablename__ = "named_on"

    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class Milestone(Base):
    """节点."""

    __tablename__ = "milestone"
    __table_args__ = (
        UniqueConstraint("matter_id", "name"),
        Index(
            "ix_milestone_open",
            "due_on",
            "matter_id",
            sqlite_where=text("done_on IS NULL"),
            postgresql_where=text("done_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date]
    done_on: Mapped[date | None]


class DueChange(Base):
    """Every due date a matter ever had, with what moved it."""

    __tablename__ = "due_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    due_on: Mapped[date | None]
    since: Mapped[datetime]
    because: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class LeadChange(Base):
    """改派: who led a matter until when, and from when on another does. What fell due before stays with the first."""

    __tablename__ = "lead_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    from_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    to_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    since: Mapped[datetime]
    first_day: Mapped[date]  # of the new unit
    due_on: Mapped[date | None]  # as it stood for the unit before
    workdays_late: Mapped[int] = mapped_column(default=0)  # that the unit before was late on that day
    because: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Suspension(Base):
    """暂停/恢复: while it lasts the clock of the matter stands."""

    __tablename__ = "suspension"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    because: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    resumed_because: Mapped[str] = mapped_column(Text, default="")
