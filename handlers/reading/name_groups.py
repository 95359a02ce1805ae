"""Stretches of a text that share enough with names, the heaviest first; those that lie on one another are one group."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.reading.mentions import Scene
from handlers.reading.name_index import Chain
from handlers.reading.name_judging import LONG_NAME
from handlers.reading.phonetics import sound
from handlers.reading.registry import Hit

WHOLE = 1.0  # more than any part of the same length
FULL_NAME = 6
TIE = 0.05
OFFICE_FOLLOWS = ("局", "厅", "委", "部")
ALL_OF_A_PLACE = re.compile("全[市区县镇乡]")
RUNS_INTO_A_DAY = re.compile("[前今明昨后][天日]")  # 高压线前天迁走了 names no 连接线前期工作
MAKES_ANOTHER_WORD = re.compile("[日周月]报|率")


def groups_of(
    text: str, hits: Sequence[Hit], blocked: dict[int, int], taken: bytearray, scene: Scene
) -> list[list[Chain]]:
    """Equally good chains each. `blocked`: what units' names cover; `taken`: the places that name, written on."""
    groups: list[list[Chain]] = []
    owner: dict[int, list[Chain]] = {}
    chains = [c for c in _all_chains(text, hits, scene) if c.is_core and not blocked.get(c.start, -1) >= c.end]
    chains.sort(key=lambda chain: (-chain.weight, chain.start - chain.end, chain.start))
    for chain in chains:
        if any(taken[chain.start : chain.end]):
            group = next((owner[at] for at in range(chain.start, chain.end) if at in owner), None)
            if group is not None and group[0].weight - chain.weight <= TIE:
                group.append(chain)
            continue
        taken[chain.start : chain.end] = b"\1" * (chain.end - chain.start)
        group = [chain]
        owner.update(dict.fromkeys(range(chain.start, chain.end), group))
        groups.append(group)
    return [group for group in groups if not _speaks_of_another(text, group[0])]


def _all_chains(text: str, hits: Sequence[Hit], scene: Scene) -> list[Chain]:
    sounds = sound(text)
    chains: list[Chain] = []
    scopes = [scene.registry.scope(unit) for unit in dict.fromkeys((scene.unit, *(unit for _, unit in scene.hints)))]
    own = {matter: weights for scope in scopes for matter, weights in scope.own.items()}
    indexes = {id(index): index for scope in scopes for index in scope.indexes}
    settled = _settled(hits)
    for index in indexes.values():
        chains += index.chains(text, sounds, own, settled)
    for hit in hits:  # common pairs are not indexed, whole names are known all the same
        if hit.matter is not None:
            weight = max(index.weight_of(sounds[hit.start : hit.end]) for index in indexes.values()) + WHOLE
            chains.append(Chain(hit.matter, hit.start, hit.end, weight, True, True))
    return chains


def _settled(hits: Sequence[Hit]) -> dict[int, tuple[int, frozenset[int]]]:
    """position → (end, matters) of the longest full name around it."""
    settled: dict[int, tuple[int, frozenset[int]]] = {}
    for hit in sorted((h for h in hits if h.matter is not None), key=lambda h: h.start - h.end):
        if hit.end - hit.start < FULL_NAME:
            break
        for at in range(hit.start, hit.end):
            end, whose = settled.get(at, (hit.end, frozenset()))
            if end == hit.end:
                settled[at] = (end, whose | {hit.matter or 0})
    return settled


def _speaks_of_another(text: str, chain: Chain) -> bool:
    """A part of a name that is a part of another word: 市水利局, 全区房屋, 招商周报, 签约率."""
    if chain.is_whole:
        return False
    if text.startswith(OFFICE_FOLLOWS, chain.end):
        return True
    if chain.start > 0 and ALL_OF_A_PLACE.match(text, chain.start - 1):
        return True
    if chain.end - chain.start > LONG_NAME:
        return False
    runs_on = RUNS_INTO_A_DAY.match(text, chain.end - 1)
    return runs_on is not None or MAKES_ANOTHER_WORD.match(text, chain.end) is not None
