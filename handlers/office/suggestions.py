"""「建议 …」「投诉 …」 from anybody, and 「建议答复 7 …」 from whoever receives them."""

from __future__ import annotations

import re

from handlers.message import Answer
from handlers.turn import Turn
from models.inbox import Disposition
from supervision import suggestions


def suggest(turn: Turn, match: re.Match[str]) -> Answer:
    kind = turn.message.text.strip()[:2]
    made, heard_by = suggestions.make(
        turn.session, turn.telling, kind, match["words"].strip(), turn.suggestions_to
    )  # fmt: skip
    return Answer("suggestion_taken", {"serial": made.id, "kind": kind, "heard_by": heard_by}, Disposition.DONE)


def answer_suggestion(turn: Turn, match: re.Match[str]) -> Answer:
    made = suggestions.answer(
        turn.session, turn.telling, int(match["serial"]), match["words"].strip(), turn.suggestions_to
    )
    return Answer("suggestion_settled", {"serial": made.id, "kind": made.kind}, Disposition.DONE)
