"""What the bot asked back. What is doubtful waits here; what is certain was recorded at once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words


class QuestionState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"  # the sender reported anew, or took it back
    WITH_OFFICE = "with_office"  # unanswered after one working day: the office decides, never the ladder


class Question(Base):
    __tablename__ = "question"
    __table_args__ = (Index("ix_question_person_state", "person_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inbox.id"))  # what it is about; its CreateTime counts
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    event: Mapped[str]  # the text that asked it
    facts: Mapped[dict[str, Any]]  # what the answer needs: the waiting update, the candidates in their order
    matter_ids: Mapped[list[Any]]  # the matters it may be about: nothing is proposed against them meanwhile
    state: Mapped[QuestionState] = mapped_column(words(QuestionState), default=QuestionState.OPEN)
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    digest: Mapped[str | None] = mapped_column(String(240))  # of facts that were taken away (T41)
