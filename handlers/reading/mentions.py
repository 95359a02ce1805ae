"""A matter named in a text, and what helps to tell which one is meant."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import Enum

from handlers.reading.registry import Registry

SURE = 9.0  # the weight of a code
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


@dataclass(slots=True)
class Scene:
    """Everything that helps to tell which matter is meant. `hints` are (position, unit) named in headings."""

    registry: Registry
    unit: str | None
    sees_all: bool
    hints: list[tuple[int, str]] = field(default_factory=list)

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
