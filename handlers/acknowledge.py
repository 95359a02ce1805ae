"""收到 / 签收: it signs a formal paper and nothing else (house rule: no reminder asks for an answer, P06)."""

from __future__ import annotations

import re

from handlers.message import Answer
from handlers.reading.result import Reading
from handlers.turn import Turn
from models.inbox import Disposition
from supervision import notices

OBJECTS = re.compile(
    "不服(?!务)|不认(?!真|识|得)|(?<![没无])有异议|申诉|复议|不接受|冤枉"
)  # whoever protests signs for nothing in the same breath


def on_acknowledge(turn: Turn, reading: Reading) -> Answer:
    """Sign for the named notice, or for all that wait for this unit's signature."""
    if OBJECTS.search(turn.message.text):
        return Answer("object_how", disposition=Disposition.REFUSED)
    matter = turn.on_record.matters([reading.matter]).get(reading.matter) if reading.matter else None
    received = notices.receive(turn.session, turn.telling, matter)
    if not received:
        return Answer("nothing_to_sign")
    items = [{"number": notice.number, "title": notice.title} for notice in received]
    return Answer("notice_received", {"items": items}, Disposition.DONE)
