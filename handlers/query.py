"""Somebody asks: what is asked decides who answers; who asks decides what is seen."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.message import Answer
from handlers.office.free_words import perhaps_meant
from handlers.queries.matters import answer_matters, answer_summary
from handlers.queries.missing_reports import answer_missing
from handlers.queries.notice_words import notices_wanted
from handlers.queries.notices import answer_notices
from handlers.queries.ranking import answer_ranking
from handlers.queries.scores import answer_scores
from handlers.reading.result import About, Query, Reading
from handlers.turn import Turn
from supervision.clock import day_of
from supervision.visibility import Viewer

ORDERS = re.compile("别发|不发|先不|缓发|作废|撤了|撤掉|撤回|收回来|签了吧|发吧|发出去")  # 12号的黄单先别发了

ASKS = re.compile("[??]|[吗么没]$|哪|几|多少|有没有|谁|什么")


def on_query(turn: Turn, reading: Reading) -> Answer:
    """The answer fits one phone screen, begins with the fact and ends with what one can do next."""
    if reading.query is None:
        return Answer("not_understood")
    is_order = ORDERS.search(turn.message.text) and not ASKS.search(turn.message.text)
    if reading.query.about is About.NOTICES and is_order and (order := perhaps_meant(turn)):
        return order
    return answer_query(turn.session, reading.query, turn.viewer, turn.now, turn.message.text)


def answer_query(session: Session, query: Query, viewer: Viewer, now: datetime, text: str = "") -> Answer:
    """`text` is the question as typed: it may name the points that somebody asks about."""
    today = day_of(now)
    if query.about is About.MISSING_REPORTS:
        return answer_missing(session, query, viewer, now)
    if query.about is About.NOTICES:
        return answer_notices(session, query, viewer, notices_wanted(text, today))
    if query.about is About.SCORES:
        return answer_scores(session, query, viewer, today, text)
    if query.units_by is not None:
        return answer_ranking(session, query, viewer, today)
    if query.about is About.SUMMARY:
        return answer_summary(session, query, viewer, today)
    return answer_matters(session, query, viewer, today, text)
