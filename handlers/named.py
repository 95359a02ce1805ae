"""The one matter a request names, or the answer that asks for it."""

from __future__ import annotations

from handlers.message import Answer
from handlers.reading.result import Reading
from handlers.turn import Turn
from models import Matter
from models.inbox import Disposition
from supervision.visibility import Scope, scope


def the_matter(turn: Turn, reading: Reading) -> Matter | Answer:
    """Only the leading unit asks for its matter; sealed, foreign and absent get the same answer (T10)."""
    codes = [reading.matter] if reading.matter else [code for doubt in reading.doubts for code in doubt.candidates]
    known = turn.on_record.matters(codes)
    if reading.matter is None:
        options = [{"number": m.number, "title": m.title} for m in known.values() if _leads(turn, m)]
        return Answer("name_the_matter", {"options": options})
    matter = known.get(reading.matter)
    if matter is None or not _leads(turn, matter):
        return Answer("refused_no_such_matter", {"mention": reading.mention}, Disposition.REFUSED)
    return matter


def _leads(turn: Turn, matter: Matter) -> bool:
    """A supervisor may ask on a unit's behalf."""
    if scope(turn.session, turn.viewer, matter.id) is not Scope.WHOLE:
        return False
    return matter.unit_id == turn.person.unit_id or not turn.viewer.is_of_unit
