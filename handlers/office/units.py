"""A unit as the office calls it in a command; where the roster has no such unit, those that are called most alike."""

from __future__ import annotations

from difflib import SequenceMatcher

from sqlalchemy import select

from handlers.message import Answer
from handlers.turn import Turn
from models import Unit
from models.inbox import Disposition

MOST_NEAR = 3
ALIKE = 0.5  # of two three-character names two characters


def named(turn: Turn, mention: str) -> Unit | None:
    """By its name or by another that everybody uses."""
    name = names(turn).get(mention)
    return turn.session.scalar(select(Unit).where(Unit.name == name)) if name else None


def names(turn: Turn) -> dict[str, str]:
    """Every name of every unit → its full name."""
    return {name: unit.name for unit in turn.registry.units.values() for name in (unit.name, *unit.aliases)}


def nearest(turn: Turn, mention: str) -> list[str]:
    """The full names of the units whose names are most alike, the nearest first."""
    best: dict[str, float] = {}
    for name, full in names(turn).items():
        best[full] = max(best.get(full, 0.0), SequenceMatcher(None, mention, name).ratio())
    near = [full for full, alike in best.items() if alike >= ALIKE]
    return sorted(near, key=lambda full: (-best[full], full))[:MOST_NEAR]


def unknown(turn: Turn, mention: str) -> Answer:
    """Said of a unit that stands in no roster."""
    return Answer("no_such_unit", {"mention": mention, "near": nearest(turn, mention)}, Disposition.REFUSED)
