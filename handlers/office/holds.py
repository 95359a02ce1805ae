"""放行: what is held because of an outage, the clock, the calendar or an unusual mass goes on when a person says so."""

from __future__ import annotations

import re

from handlers.message import Answer
from handlers.turn import Turn
from models.inbox import Disposition
from models.run import HoldKind
from supervision import holds
from supervision.enrolment import require_supervisor

_KINDS = {
    "停机": HoldKind.OUTAGE,
    "时钟": HoldKind.CLOCK,
    "日历": HoldKind.CALENDAR,
    "批量": HoldKind.BREAKER,
}


def release_hold(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「放行 停机 已电话核实各单位」; 「放行」 alone where only one thing is held."""
    require_supervisor(turn.session, turn.telling)
    held = [hold.kind for hold in holds.open_holds(turn.session)]
    if not held:
        return Answer("nothing_held")
    if match["kind"] is None and len(held) > 1:
        return Answer("release_which", {"kinds": [kind.value for kind in held]})
    kind = _KINDS[match["kind"]] if match["kind"] else held[0]
    if kind not in held:
        return Answer("nothing_held")
    holds.release(turn.session, kind, turn.telling, match["words"] or "")
    return Answer("hold_released", {"kind": kind.value}, Disposition.DONE)
