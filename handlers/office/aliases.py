"""别名 / 采用别名 / 删除别名: names learned from the units' answers, and what the office makes of them."""

from __future__ import annotations

import re
from dataclasses import asdict

from handlers.message import Answer
from handlers.turn import Turn
from models import Matter
from models.inbox import Disposition
from supervision import aliases
from supervision.enrolment import require_supervisor

MOST_SHOWN = 10


def list_aliases(turn: Turn, _match: re.Match[str]) -> Answer | None:
    """The newest first; the number stays a name's own, however many follow."""
    require_supervisor(turn.session, turn.telling)
    learned = aliases.newest(turn.session, turn.viewer, MOST_SHOWN)
    return Answer("alias_list", {"items": [asdict(one) for one in learned]})


def adopt_alias(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「采用别名 3」."""
    return _done("alias_adopted", *aliases.adopt(turn.session, turn.telling, turn.viewer, int(match["alias"])))


def delete_alias(turn: Turn, match: re.Match[str]) -> Answer | None:
    """「删除别名 3」."""
    return _done("alias_deleted", *aliases.forget(turn.session, turn.telling, turn.viewer, int(match["alias"])))


def _done(event: str, text: str, matter: Matter) -> Answer:
    return Answer(event, {"text": text, "number": matter.number, "title": matter.title}, Disposition.DONE)
