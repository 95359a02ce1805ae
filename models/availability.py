"""可用性台账: what the machine can prove about itself, a row for each stretch in which one process saw the same.

A process that is down writes nothing: where no row reaches, nothing is proved.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words


class Probe(StrEnum):
    """What is looked at."""

    DOOR = "door"  # the callback's address answers
    DATABASE = "database"  # can be written
    SCHEDULER = "scheduler"  # a round of the clock came to its end
    TOKEN = "token"  # noqa: S105 (the word for what the platform lends us)


class Condition(StrEnum):
    WELL = "well"
    AILING = "ailing"
    UNSEEN = "unseen"  # nothing to look at: no address to try, no token wanted yet


class Availability(Base):
    """`last` grows while the process goes on seeing the same; `reason` is a word in code, empty where all is well."""

    __tablename__ = "availability"
    __table_args__ = (
        CheckConstraint("last >= first", name="in_order"),
        Index("ix_availability_last", "probe", "last"),
    )

    process: Mapped[str] = mapped_column(String(80), primary_key=True)  # machine and process number
    probe: Mapped[Probe] = mapped_column(words(Probe), primary_key=True)
    first: Mapped[datetime] = mapped_column(primary_key=True)
    last: Mapped[datetime]
    condition: Mapped[Condition] = mapped_column(words(Condition))
    reason: Mapped[str] = mapped_column(String(24), default="")
