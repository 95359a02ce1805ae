"""How people point at one matter in a command: 3, #3, 003, ZD-2026-003, or a name that fits only one."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import or_, select

from handlers.turn import Turn
from models import Alias, Matter
from supervision.lookups.question import is_spoken
from supervision.visibility import may_see

_NUMBER = re.compile(r"(?:#|第|no\.?)?0*([0-9]{1,6})(?:号|项|件)?", re.IGNORECASE)


def find_matter(turn: Turn, ref: str) -> Matter | None:
    """The only matter the speaker may see that is meant; None for none and for several."""
    ref = unicodedata.normalize("NFKC", ref).strip()
    found = _by_number(turn, ref) or _by_code(turn, ref) or _by_name(turn, ref)
    return found[0] if len(found) == 1 else None


def _by_number(turn: Turn, ref: str) -> list[Matter]:
    number = _NUMBER.fullmatch(ref)
    if number is None:
        return []
    seen = select(Matter).where(Matter.number == int(number[1]), may_see(turn.viewer))
    return list(turn.session.scalars(seen.order_by(Matter.opened_at.desc()).limit(1)))


def _by_code(turn: Turn, ref: str) -> list[Matter]:
    return list(turn.session.scalars(select(Matter).where(Matter.code == ref.upper(), may_see(turn.viewer))))


def _by_name(turn: Turn, ref: str) -> list[Matter]:
    if len(ref) < 2:
        return []
    aliased = select(Alias.matter_id).where(Alias.text == ref, Alias.matter_id.is_not(None), is_spoken(turn.viewer))
    fits = or_(Matter.title.contains(ref, autoescape=True), Matter.id.in_(aliased))
    return list(turn.session.scalars(select(Matter).where(fits, may_see(turn.viewer)).limit(2)))
