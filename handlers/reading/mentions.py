"""A matter named in a text, and what helps to tell which one is meant."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from handlers.reading.registry import Registry

SURE = 9.0  # the weight of a code
SCRAP = 2  # characters
ONE_PAIR = 1.01  # the weight of two characters that nobody else's name has
SHORT_INSIDE = 3  # characters
FEW = 60  # matters whose names may be looked through one by one


class How(Enum):
    """By what a matter was recognised."""

    NAME = "name"
    SOUND = "sound"
    CODE = "code"
    ANAPHOR = "anaphor"


@dataclass(slots=True)
class Mention:
    """text[start:end] names one of `candidates` (matter numbers; several: the text does not tell which)."""

    start: int
    end: int
    candidates: tuple[int, ...]
    how: How
    weight: float
    is_head: bool
    is_own: bool
    is_whole: bool
    is_weak: bool = False  # taken, but worth a question


def is_faint(mentions: Sequence[Mention]) -> bool:
    """入户安检880户: two characters of a name, or a short name inside a clause, may speak of something else."""
    if not mentions or any(mention.how in (How.CODE, How.ANAPHOR) for mention in mentions):
        return False
    if any(mention.is_head and mention.is_whole for mention in mentions):
        return False
    longest = max(mention.end - mention.start for mention in mentions)
    if any(mention.is_head for mention in mentions):
        return longest <= SCRAP and all(mention.weight <= ONE_PAIR for mention in mentions)
    return longest <= SHORT_INSIDE


@dataclass(slots=True)
class Scene:
    """Everything that helps to tell which matter is meant. `hints` are (position, unit) named in headings."""

    registry: Registry
    unit: str | None
    sees_all: bool
    hints: list[tuple[int, str]] = field(default_factory=list)
    objects: frozenset[int] = frozenset()  # places right behind a verb: what stands there is done something to

    def own_few(self) -> tuple[int, ...]:
        """The matters that the sender's unit leads, unless they are many."""
        led = self.registry.scope(self.unit).led if self.unit else frozenset()
        return tuple(sorted(led)) if len(led) <= FEW else ()

    def units_at(self, position: int) -> list[str | None]:
        """The units whose matters come first at this place of the text, nearest first."""
        index = bisect_right([at for at, _ in self.hints], position)
        named = [self.hints[index - 1][1]] if index else []
        return [*named, self.unit]


RANKS = ("led", "assisted") * 2


def rank_of(matter: int, position: int, scene: Scene) -> int:
    """0: led by the unit spoken of, 1: assisted by it, 2, 3: the same for the sender's own unit, 4: neither."""
    rank = 0
    for unit in scene.units_at(position):
        if unit is not None:
            known = scene.registry.named(matter)
            if known.unit == unit:
                return rank
            if unit in known.co_units:
                return rank + 1
        rank += 2
    return len(RANKS)
