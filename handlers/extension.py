"""申请延期: with the date and the reason; a supervisor grants or returns it."""

from __future__ import annotations

from handlers.message import Answer
from handlers.named import the_matter
from handlers.reading.result import Reading
from handlers.turn import Turn
from models.inbox import Disposition
from supervision import extensions


def on_extension(turn: Turn, reading: Reading) -> Answer:
    matter = the_matter(turn, reading)
    if isinstance(matter, Answer):
        return matter
    if reading.until is None:
        return Answer("extension_needs_date", {"number": matter.number, "title": matter.title})
    if not reading.reason:
        facts = {"number": matter.number, "title": matter.title, "until": reading.until}
        return Answer("extension_needs_reason", facts)
    extension = extensions.request(
        turn.session, matter, turn.telling, until=reading.until, because=reading.reason, rules=turn.rules
    )
    facts = {
        "number": matter.number,
        "title": matter.title,
        "due_on": extension.due_on,
        "until": extension.until,
        "because": extension.because,
        "is_late": extension.is_late,
    }
    return Answer("extension_told", facts, Disposition.DONE)
