"""「撤回延期申请」: a unit takes back what it asked the office for; the office hears that nothing waits any more."""

from __future__ import annotations

from sqlalchemy import select

from handlers.message import Answer
from handlers.office.free_words import NUMBER
from handlers.reading.taking_back import TAKES_A_REQUEST_BACK
from handlers.turn import Turn
from models import Closeout, Extension, Matter
from models.extension import RequestState
from models.inbox import Disposition
from supervision import extensions

_OF_A_CLAIM = ("销号", "办结", "完成")


def take_back(turn: Turn) -> Answer | None:
    """None where these words take nothing back, or not a unit says them."""
    text = turn.message.text
    if not turn.viewer.is_of_unit or TAKES_A_REQUEST_BACK.search(text) is None:
        return None
    extension, claim = _waiting(turn, Extension), _waiting(turn, Closeout)
    if any(word in text for word in _OF_A_CLAIM) or not extension:
        return _of_a_claim(claim)
    if len(extension) > 1:
        return Answer("take_back_which", {"options": _options(extension)}, Disposition.REFUSED)
    extensions.take_back(turn.session, extension[0], turn.telling, turn.rules)
    return Answer("extension_taken_back", _facts(extension[0]), Disposition.DONE)


def _of_a_claim(claim: list[Matter]) -> Answer:
    """What was told as done is not done: that is told by how far it is."""
    if not claim:
        return Answer("nothing_asked", disposition=Disposition.REFUSED)
    return Answer("claim_how_back", _facts(claim[0]), Disposition.REFUSED)


def _waiting(turn: Turn, request: type[Extension] | type[Closeout]) -> list[Matter]:
    """The unit's own matters of which one waits; only the one whose number is said."""
    rows = turn.session.scalars(
        select(Matter)
        .join(request, request.matter_id == Matter.id)
        .where(request.state == RequestState.ASKED, Matter.unit_id == turn.person.unit_id)
        .order_by(Matter.number)
    ).all()
    said = NUMBER.search(turn.message.text)
    return [one for one in rows if one.number == int(said[1])] if said else list(rows)


def _options(matters: list[Matter]) -> list[dict[str, object]]:
    return [_facts(matter) for matter in matters]


def _facts(matter: Matter) -> dict[str, object]:
    return {"number": matter.number, "title": matter.title}
