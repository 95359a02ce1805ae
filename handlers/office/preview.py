"""「明天提醒谁」: what the bot will say tomorrow by itself if nothing changes, to whom, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby
from typing import Any

from handlers.message import Answer
from handlers.turn import Turn
from models.inbox import Disposition
from supervision.clock import day_of
from supervision.foreseeing import Fate, Foretold

MOST_SHOWN = 15


def who_is_reminded(turn: Turn, _match: re.Match[str]) -> Answer | None:
    if turn.foresees is None:
        return None
    day = day_of(turn.now) + timedelta(days=1)
    told = turn.foresees(turn.session, turn.rules, day, turn.now)
    said = _messages(one for one in told if one.fate is Fate.SAID)
    facts = {
        "day": day,
        "messages": said[:MOST_SHOWN],
        "more": max(0, len(said) - MOST_SHOWN),
        "waits": _count(told, Fate.WAITS),
        "dropped": _count(told, Fate.DROPPED),
    }
    return Answer("foretold", facts, Disposition.DONE)


def _messages(told: Iterable[Foretold]) -> list[dict[str, Any]]:
    """One for each message on the wire: what goes to one reader at one moment."""
    return [
        {"whom": whom, "unit": unit, "at": at, "what": [{"event": one.event, "facts": one.facts} for one in same]}
        for (at, _, whom, unit), same in groupby(told, key=lambda one: (one.at, one.target, one.whom, one.unit))
    ]


def _count(told: Iterable[Foretold], fate: Fate) -> int:
    return sum(one.fate is fate for one in told)
