"""「减负账」: what the bot itself sent and asked for in a month."""

from __future__ import annotations

import re

from handlers.message import Answer
from handlers.turn import Turn
from models.inbox import Disposition
from supervision import lightness_book
from supervision.clock import day_of


def burden(turn: Turn, match: re.Match[str]) -> Answer | None:
    """Without a month the one that runs; a month without a year is the latest of that name."""
    today = day_of(turn.now)
    month = int(match["month"] or today.month)
    year = int(match["year"] or today.year - (month > today.month))
    return Answer("burden_of_month", lightness_book.of_month(turn.session, year, month), Disposition.DONE)
