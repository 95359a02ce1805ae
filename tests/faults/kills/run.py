"""The life of one town with a row of deaths in it, and the walk through it that only counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path
from typing import Generic, TypeVar

from tests.faults.checker import Violation
from tests.faults.kills.blows import COUNTING, Blow
from tests.faults.kills.deeds import BY_KIND, DEEDS, FOUNDING, Deed
from tests.faults.kills.life import Spoil
from tests.faults.kills.mortal import Died
from tests.faults.kills.plan import Counted, Planned
from tests.faults.kills.town import Town, unspoilt
from tests.faults.seams import Point

LOOK_EVERY = 3  # deaths
NOON = time(12)


What = TypeVar("What")  # how it says where a life is to end


@dataclass(frozen=True, slots=True)
class Ran(Generic[What]):
    """`hit` and `missed`: what was planned. `deaths`: all of them, with those that a deed needs beforehand."""

    seed: int
    hit: tuple[What, ...]
    missed: tuple[What, ...]
    deaths: int
    messages: int
    violations: tuple[Violation, ...]


def count(seed: int, folder: Path) -> Counted:
    """How often each deed comes to each point, nobody being struck."""
    town = Town(seed, folder)
    counted: dict[str, dict[Point, int]] = {FOUNDING: town.begin()}
    for deed in DEEDS:
        counted[deed.kind] = _play(town, deed, COUNTING)
    town.rest()
    return counted


def run(seed: int, planned: Sequence[Planned], folder: Path, spoil: Spoil = unspoilt) -> Ran[Planned]:
    """All that is planned, then a day in peace, and the whole of it is checked."""
    town = Town(seed, folder, spoil)
    hit, missed = [], []
    for number, one in enumerate(planned):
        struck = _struck(town, one) if number else _begin(town, one)
        if struck is None:
            missed.append(one)
        else:
            hit.append(struck)
        if number % LOOK_EVERY == LOOK_EVERY - 1:
            town.look()
    town.until_workday(NOON)
    town.look(is_calm=True)
    town.rest()
    return Ran(
        seed, tuple(hit), tuple(missed), town.deaths, len(town.platform.deliveries), tuple(town.violations.values())
    )


def _begin(town: Town, first: Planned) -> Planned | None:
    if first.kind != FOUNDING:
        town.begin()
        return _struck(town, first)
    town.begin(first.blow)
    return first if town.deaths else None


def _struck(town: Town, planned: Planned) -> Planned | None:
    """The blow that fell: today the deed may come to its point less often, so the second try is for the first time."""
    for one in (planned, replace(planned, blow=replace(planned.blow, nth=1))):
        if not _play(town, BY_KIND[one.kind], one.blow):
            return one
    return None


def _play(town: Town, deed: Deed, blow: Blow) -> dict[Point, int]:
    """What was counted on the way; nothing when it ended in death. Life goes on."""
    deed.lead_up(town)
    hits = _act(town, deed, replace(blow, spares_callers=deed.is_background))
    town.recover()
    return hits


def _act(town: Town, deed: Deed, blow: Blow) -> dict[Point, int]:
    try:
        if town.life is None:
            town.rise(blow)
        else:
            town.ask("arm", blow)
        deed.act(town)
        hits = town.hits()
        if town.life is not None:
            town.ask("arm", COUNTING)
    except Died:
        return {}
    return hits
