"""What people wrote loses its content when its time is over; its digest stays in its place (T41).

So whoever still has the message, or a copy of its envelope, can show that it is the one. What was recorded from it
(progress, notices, acts and their seals) is the office's book and stands.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import Base, Inbox, Outgoing, Question, Send, Stranger, Suggestion
from supervision.audit.sealing import ALGORITHM
from supervision.retention import disputes

AT_ONCE = 500  # rows


@dataclass(frozen=True, slots=True)
class Raw:
    """A table's raw content: since when it lies there, which columns go, and whether somebody still needs it.

    The digest is made of the columns in `proves`, in their order.
    """

    table: type[Base]
    since: InstrumentedAttribute[datetime]
    proves: tuple[str, ...]
    emptied: Mapping[str, object]
    is_needed: Callable[[Session, datetime], ColumnElement[bool]]


# In this order: a question and a suggestion live as long as the message they came with, what was sent as long as the
# intent that it says.
RAW = (
    Raw(
        Inbox,
        Inbox.received_at,
        ("plaintext", "envelope", "answer"),
        {"plaintext": b"", "envelope": b"", "text": "", "detail": "", "answer": None},
        disputes.messages,
    ),
    Raw(Question, Question.asked_at, ("facts",), {"facts": {}}, disputes.questions),
    Raw(Suggestion, Suggestion.told_at, ("words", "answer"), {"words": "", "answer": ""}, disputes.suggestions),
    Raw(Outgoing, Outgoing.created_at, ("facts",), {"facts": {}}, disputes.intents),
    Raw(Send, Send.created_at, ("body",), {"body": b"", "words": ""}, disputes.sends),
)


def erase(session: Session, before: datetime, most: int) -> dict[str, int]:
    """At most so many rows of each table that are older, a few at a time; how many it were, by table."""
    counts = {raw.table.__tablename__: _erase(session, raw, before, most) for raw in RAW}
    return {name: count for name, count in counts.items() if count}


def forget_strangers(session: Session, before: datetime) -> int:
    """Who spoke once, is nobody of ours and never came back."""
    gone = session.scalars(delete(Stranger).where(Stranger.last_seen_at < before).returning(Stranger.userid))
    return len(gone.all())


def digest_of(*contents: bytes | str | dict[str, Any] | None) -> str:
    """The algorithm, then a digest for each content: sm3:…:…"""
    return ":".join((ALGORITHM, *(hashlib.new(ALGORITHM, _as_bytes(one)).hexdigest() for one in contents)))


def _as_bytes(content: bytes | str | dict[str, Any] | None) -> bytes:
    if isinstance(content, bytes):
        return content
    if isinstance(content, dict):
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return (content or "").encode()


def _erase(session: Session, raw: Raw, before: datetime, most: int) -> int:
    done = 0
    while done < most and (count := _erase_some(session, raw, before, min(AT_ONCE, most - done))):
        done += count
    return done


def _erase_some(session: Session, raw: Raw, before: datetime, most: int) -> int:
    table = raw.table.__table__
    proves = [getattr(raw.table, name) for name in raw.proves]
    rows = session.execute(
        select(table.c.id, *proves)
        .where(table.c.digest.is_(None), raw.since < before, ~raw.is_needed(session, before))
        .order_by(raw.since, table.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)  # another process may be at it, too
    ).all()
    if rows:
        emptied = (
            update(raw.table).where(table.c.id == bindparam("row_id")).values(**raw.emptied, digest=bindparam("of_it"))
        )
        values = [{"row_id": row_id, "of_it": digest_of(*contents)} for row_id, *contents in rows]
        session.connection().execute(emptied, values)
    return len(rows)
