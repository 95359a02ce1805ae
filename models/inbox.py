"""Every message that was accepted, byte for byte, before anything else was done with it (I1, I4)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words


class Disposition(StrEnum):
    """What became of a message. `waiting` is the only one that is not final."""

    WAITING = "waiting"
    RECORDED = "recorded"  # a report, correction or withdrawal
    DONE = "done"  # a command or request was carried out
    ANSWERED = "answered"  # a query, help, a question back
    REFUSED = "refused"  # with a reason
    IGNORED = "ignored"  # an event nobody waits for
    QUARANTINED = "quarantined"  # kept, alarmed, a person decides


class Inbox(Base):
    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("corp", "agent", "message_key"),
        Index(
            "ix_inbox_waiting",
            "received_at",
            sqlite_where=text("disposition = 'waiting'"),
            postgresql_where=text("disposition = 'waiting'"),
        ),
        Index("ix_inbox_sender", "sender", "told_at"),
        Index(
            "ix_inbox_raw",
            "received_at",
            sqlite_where=text("digest IS NULL"),
            postgresql_where=text("digest IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    corp: Mapped[str] = mapped_column(String(64))
    agent: Mapped[str] = mapped_column(String(32))
    message_key: Mapped[str] = mapped_column(String(80))
    channel: Mapped[str] = mapped_column(String(16))  # app, console
    sender: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(32))  # text, image, event:enter_agent …
    told_at: Mapped[datetime]  # the platform's CreateTime
    received_at: Mapped[datetime]
    envelope: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)  # the body as it came
    signed: Mapped[str] = mapped_column(String(200), default="")  # timestamp, nonce, signature: it verifies for ever
    plaintext: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    text: Mapped[str] = mapped_column(Text, default="")  # readable: NUL and surrogates made visible
    detail: Mapped[str] = mapped_column(Text, default="")  # media id, event key
    disposition: Mapped[Disposition] = mapped_column(words(Disposition), default=Disposition.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(Text, default="")  # why quarantined or refused
    is_released: Mapped[bool] = mapped_column(default=False)  # out of quarantine: reports count, commands never run
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    intent: Mapped[str] = mapped_column(String(24), default="")
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[str | None] = mapped_column(
        String(16)
    )  # callback, outbox, console: whoever set it first speaks
    worked_at: Mapped[datetime | None]
    digest: Mapped[str | None] = mapped_column(String(240))  # of what was taken away when its time was over (T41)
