"""Who was let in, and when. One machine without a way out finds the door closed: to itself alone.

An answered knock counts until the same process knocks again, at most two minutes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Availability
from models.availability import Condition, Probe
from supervision.availability.recording import SILENCE

Span = tuple[datetime, datetime]


def answered(session: Session, since: datetime, until: datetime) -> list[Span]:
    """The times in which somebody was let in, sorted and apart."""
    rows = session.scalars(
        select(Availability)
        .where(Availability.probe == Probe.DOOR, Availability.last >= since - SILENCE, Availability.first <= until)
        .order_by(Availability.first)
    )
    by_process: dict[str, list[Availability]] = defaultdict(list)
    for row in rows:
        by_process[row.process].append(row)
    return _together(span for its in by_process.values() for span in _of_one(its))


def unanswered(first: datetime, last: datetime, spans: Sequence[Span]) -> Iterator[Span]:
    """What is left of a stretch in which one process was not let in."""
    begin = first
    for opened, closed in spans[bisect_right(spans, first, key=_end) :]:
        if opened > last or begin < opened == last:
            break
        if begin < opened:
            yield begin, opened
        begin = closed
    if begin < last or begin == first:
        yield begin, last


def _of_one(rows: Sequence[Availability]) -> Iterator[Span]:
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        if row.condition is Condition.WELL:
            end = row.last + SILENCE
            yield row.first, end if following is None else max(row.first, min(end, following.first))


def _together(spans: Iterable[Span]) -> list[Span]:
    whole: list[Span] = []
    for first, last in sorted(spans):
        if whole and first <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(whole[-1][1], last)
        else:
            whole.append((first, last))
    return whole


def _end(span: Span) -> datetime:
    return span[1]
