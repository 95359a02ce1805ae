"""办结与销号: a unit tells a matter as done; the office confirms or returns it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words
from models.extension import RequestState


class Closeout(Base):
    """One claim that a matter is done. While it is asked the ladder waits; a return resumes the original clock."""

    __tablename__ = "closeout"
    __table_args__ = (
        Index(
            "uq_closeout_asked",
            "matter_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    told_at: Mapped[datetime]  # CreateTime: a confirmation dates from here
    strikes_off: Mapped[bool] = mapped_column(default=False)  # 申请销号, not only 已完成
    evidence: Mapped[str] = mapped_column(Text, default="")
    decide_by: Mapped[date | None]  # the office answers within 3 working days
    state: Mapped[RequestState] = mapped_column(words(RequestState), default=RequestState.ASKED)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(Text, default="")  # 补办/重办 and what is lacking
