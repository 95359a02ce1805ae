"""「督办单」: which are out, who has still to sign for them."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from handlers.message import Answer
from handlers.queries.asking import units_of, whose
from handlers.queries.notice_words import NoticesWanted
from handlers.reading.result import Query
from supervision.lookups.notices import NoticeRow, Which, find_notices
from supervision.numbers import number_of
from supervision.visibility import Viewer

MOST_NOTICES = 8


def answer_notices(session: Session, query: Query, viewer: Viewer, wanted: NoticesWanted) -> Answer:
    """Those nobody signed for first."""
    which = Which(
        units_of(session, query, viewer), query.matters, wanted.colours, wanted.first, wanted.last
    )  # fmt: skip
    page = find_notices(session, viewer, MOST_NOTICES, which)
    facts = {
        "unit": whose(query),
        "colours": list(wanted.colours),
        "first": wanted.first.isoformat() if wanted.first else None,
        "last": wanted.last.isoformat() if wanted.last else None,
        "is_own": viewer.is_of_unit,
        "items": [_item(row) for row in page.rows],
        "total": page.total,
        "rest": page.total - len(page.rows),
        "unreceived": page.unreceived,
    }
    return Answer("query_notices" if page.total else "query_notices_none", facts)


def _item(row: NoticeRow) -> dict[str, Any]:
    notice = row.notice
    return {
        "paper": number_of(notice),
        "name": notice.grounds["name"],
        "state": notice.state.value,
        "awaits_receipt": row.awaits_receipt,
        "is_contested": row.is_contested,
        "unit": row.unit,
        "number": row.number,
        "title": row.title,
        "signed_at": notice.signed_at.isoformat() if notice.signed_at else None,
        "finish_by": notice.finish_by.isoformat() if notice.finish_by else None,
        "hearing_until": notice.hearing_until.isoformat() if notice.hearing_until else None,
    }
