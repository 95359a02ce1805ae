"""申请销号: the office confirms or returns it."""

from __future__ import annotations

from handlers.message import Answer
from handlers.named import the_matter
from handlers.reading.result import Reading
from handlers.turn import Turn
from models.inbox import Disposition
from supervision import closeouts


def on_closeout(turn: Turn, reading: Reading) -> Answer:
    matter = the_matter(turn, reading)
    if isinstance(matter, Answer):
        return matter
    closeout = closeouts.tell(
        turn.session, matter, turn.telling, turn.rules, strikes_off=True, evidence=reading.reason
    )  # fmt: skip
    facts = {"number": matter.number, "title": matter.title, "decide_by": closeout.decide_by}
    return Answer("closeout_told", facts, Disposition.DONE)
