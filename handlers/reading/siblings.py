"""厂房一期35%,二期12%: a bare phase after a named one is its sibling, whatever else has a second phase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.reading.mentions import Mention
from handlers.reading.registry import Registry

IN_A_ROW = re.compile("[、和与及跟]?")
SURE_OF_IT = 2.0  # more than the weight of two characters alone
PHASE = re.compile(r"[一二三四五六1-6]期|[A-F]区|[东西南北中上下][区段片线]|[一二三四1-4]标段?")


def with_siblings(text: str, mentions: Sequence[Mention], registry: Registry) -> list[Mention]:
    """The mentions in their order, each bare phase narrowed to the sibling of what was named before it."""
    found: list[Mention] = []
    for mention in mentions:
        before = found[-1] if found else None
        sibling = _sibling(text, mention, before, registry) if before is not None else None
        if sibling is not None:
            mention = replace(mention, candidates=(sibling,), is_weak=False)
        is_sure = before is not None and (
            _is_phase_beside(text, mention, before, registry)
            or IN_A_ROW.fullmatch(text, before.end, mention.start) is not None
        )
        found.append(replace(mention, weight=max(mention.weight, SURE_OF_IT)) if is_sure else mention)
    return found


def _is_phase_beside(text: str, mention: Mention, before: Mention, registry: Registry) -> bool:
    """B区 after A区 of the same."""
    if PHASE.fullmatch(text[mention.start : mention.end]) is None:
        return False
    if len(mention.candidates) != 1 or len(before.candidates) != 1:
        return False
    return bool(_stems(registry, before.candidates[0]) & _stems(registry, mention.candidates[0]))


def _sibling(text: str, mention: Mention, before: Mention, registry: Registry) -> int | None:
    if len(mention.candidates) < 2 or len(before.candidates) != 1:
        return None
    if PHASE.fullmatch(text[mention.start : mention.end]) is None:
        return None
    stems = _stems(registry, before.candidates[0])
    fitting = [number for number in mention.candidates if stems & _stems(registry, number)]
    return fitting[0] if len(fitting) == 1 and fitting != list(before.candidates) else None


def _stems(registry: Registry, number: int) -> set[str]:
    """Its names without their phase; a name that has none is no family."""
    return {PHASE.sub("", name) for name in registry.names(number) if PHASE.search(name)}
