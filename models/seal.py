"""Each day's acts under one seal, chained to the day before (A1). Only added to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.act import Act
from models.base import Base
from models.guards import guard


class Seal(Base):
    """`head` is the chain's hash after the last act of the day, in hex; kept outside as well, it shows any change."""

    __tablename__ = "seal"

    day: Mapped[date] = mapped_column(primary_key=True)
    last_act_id: Mapped[int]
    count: Mapped[int]  # of all acts sealed so far
    algorithm: Mapped[str] = mapped_column(String(16))
    head: Mapped[str] = mapped_column(String(128))
    sealed_at: Mapped[datetime]


for table in (Act, Seal):
    guard(Base.metadata.tables[table.__tablename__])
