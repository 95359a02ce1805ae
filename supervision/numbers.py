"""文号: 督〔2026〕3号. Given at signing, in the transaction that signs, so that a series has no gaps."""

from __future__ import annotations

import re

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import Notice, NumberSeries

_WRITTEN = re.compile(r"(20\d{2})\D+(\d{1,6})")


def next_number(session: Session, series: str, year: int) -> int:
    """The next number of a series and year. The row stays locked until the commit: who comes second waits."""
    number = _raise(session, series, year)
    if number is None:
        _open(session, series, year)
        number = _raise(session, series, year)
    if number is None:
        raise LookupError(f"no series {series} {year}")
    return number


def written(series: str, year: int, serial: int) -> str:
    """As it stands on the paper (GB/T 9704)."""
    return f"{series}〔{year}〕{serial}号"


def number_of(notice: Notice) -> str:
    """The written number of a signed notice; empty for one without."""
    if notice.series is None or notice.year is None or notice.serial is None:
        return ""
    return written(notice.series, notice.year, notice.serial)


def find(session: Session, words: str) -> Notice | None:
    """The notice a person means by 「督〔2026〕3号」「督2026-3」; the caller asks who may see it."""
    found = _WRITTEN.search(words)
    if found is None:
        return None
    rows = session.scalars(select(Notice).where(Notice.year == int(found[1]), Notice.serial == int(found[2]))).all()
    named = [notice for notice in rows if words.strip().startswith(notice.series or "")]
    return named[0] if len(named) == 1 else rows[0] if len(rows) == 1 else None


def _raise(session: Session, series: str, year: int) -> int | None:
    return session.scalar(
        update(NumberSeries)
        .where(NumberSeries.series == series, NumberSeries.year == year)
        .values(last=NumberSeries.last + 1)
        .returning(NumberSeries.last)
        .execution_options(synchronize_session=False)
    )


def _open(session: Session, series: str, year: int) -> None:
    try:
        with session.begin_nested():
            session.add(NumberSeries(series=series, year=year, last=0))
    except IntegrityError:
        return  # another signer opened it a moment ago
