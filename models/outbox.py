"""What the bot means to say, what it sent byte for byte, and each attempt."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words


class MessageClass(StrEnum):
    """Decides what an unknown outcome means (O4)."""

    PENALTY = "penalty"  # never sent again by a machine
    REMINDER = "reminder"  # again at most twice, same serial
    REPLY = "reply"  # never again
    BULLETIN = "bulletin"


class OutgoingState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"  # no longer true when its turn came
    UNKNOWN = "unknown"  # the wire broke after the body was written


class Outgoing(Base):
    """An intent to speak: event, facts, audience. It becomes words only when it is sent."""

    __tablename__ = "outgoing"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (chat_id IS NULL)", name="one_audience"),
        Index(
            "ix_outgoing_waiting",
            "not_before",
            "id",
            sqlite_where=text("state IN ('waiting', 'claimed')"),
            postgresql_where=text("state IN ('waiting', 'claimed')"),
        ),
        Index("ix_outgoing_person", "person_id", "state"),
        Index("ix_outgoing_chat", "chat_id", "state"),
        Index(
            "ix_outgoing_raw",
            "created_at",
            sqlite_where=text("digest IS NULL"),
            postgresql_where=text("digest IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)  # also the order within a chat (O2)
    key: Mapped[str] = mapped_column(String(160), unique=True)  # says in words why it can exist only once
    event: Mapped[str] = mapped_column(String(60))  # names the text
    facts: Mapped[dict[str, Any]]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chat.id"))
    message_class: Mapped[MessageClass] = mapped_column(words(MessageClass))
    is_urgent: Mapped[bool] = mapped_column(default=False)  # not held by quiet hours
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"))  # checked again before it leaves (N2, N7)
    still_true: Mapped[str] = mapped_column(String(40), default="")  # the check that must hold when its turn comes
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime]
    state: Mapped[OutgoingState] = mapped_column(words(OutgoingState), default=OutgoingState.WAITING)
    claim: Mapped[int] = mapped_column(
        default=0
    )  # grows with each claim; a late writer's number no longer matches (S5)
    claimed_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    send_id: Mapped[int | None] = mapped_column(ForeignKey("send.id"), index=True)
    ended_at: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(Text, default="")
    digest: Mapped[str | None] = mapped_column(String(240))  # of facts that were taken away (T41)


# Written as the index on what waits is: by a bound value SQLite would not know that it may use it.
UNSENT = text("outgoing.state IN ('waiting', 'claimed')")


class Send(Base):
    """One message on the wire: several intents for one person or chat, with its exact bytes."""

    __tablename__ = "send"
    __table_args__ = (
        Index(
            "ix_send_raw",
            "created_at",
            sqlite_where=text("digest IS NULL"),
            postgresql_where=text("digest IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))  # app, robot, appchat, console
    target: Mapped[str] = mapped_column(String(80), index=True)  # userid, robot name, chat id
    message_class: Mapped[MessageClass] = mapped_column(words(MessageClass))
    part: Mapped[int] = mapped_column(default=1)
    parts: Mapped[int] = mapped_column(default=1)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    words: Mapped[str] = mapped_column(Text)  # what a reader sees
    created_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(16), default="")
    platform_message: Mapped[str] = mapped_column(String(160), default="")
    digest: Mapped[str | None] = mapped_column(String(240))  # of the bytes that were taken away (T41)


class Attempt(Base):
    """One touch of the wire, written before and completed after. The limits are counted from these rows (O3)."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_limit", "limit_key", "started_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    send_id: Mapped[int] = mapped_column(ForeignKey("send.id"), index=True)
    limit_key: Mapped[str] = mapped_column(String(100))  # robot:<name>, member:<userid>, chat:<id>
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(16), default="")  # sent, partial, not_sent, failed, unknown
    platform_code: Mapped[int | None]
    unreached: Mapped[list[Any] | None]  # recipients the platform refused
    frozen_until: Mapped[datetime | None]  # no attempt on this key before
