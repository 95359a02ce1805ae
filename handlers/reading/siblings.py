"""厂房一期35%,二期12%: a bare phase after a named one is its sibling, whatever else has a second phase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.reading.mentions import How, Mention
from handlers.reading.registry import Registry

IN_A_ROW = re.compile("[、和与及跟]?")
SURE_OF_IT = 2.0  # more than the weight of two characters alone
PHASE = re.compile(r"[一二三四五六1-6]期|[A-F]区|[东西南北中上下][区段片线]|[一二三四1-4]标段?")

OTHER_PHASE = re.compile("[二三四五]期|[二三四五]区")


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
    return _without_later_phases(text, found, registry)


def _without_later_phases(text: str, mentions: Sequence[Mention], registry: Registry) -> list[Mention]:
    """省医二区 where the ledger has 省医 alone: nearly its name, and maybe another project."""
    kept: list[Mention] = []
    other_until = 0
    for mention in mentions:
        if mention.start < other_until:
            continue
        later = OTHER_PHASE.match(text, mention.end)
        if (
            later is not None
            and _has_no_such(later[0], mention, registry)
            and not _goes_on(mention, mentions, registry)
        ):
            other_until = later.end()
            mention = replace(mention, how=How.SOUND, is_weak=True)
        kept.append(mention)
    return kept


def _goes_on(mention: Mention, mentions: Sequence[Mention], registry: Registry) -> bool:
    """华芯一期二期: the phase behind it is its sibling's."""
    stems = _stems(registry, mention.candidates[0])
    behind = (other for other in mentions if other.start == mention.end and len(other.candidates) == 1)
    return any(stems & _stems(registry, other.candidates[0]) for other in behind)


def _has_no_such(phase: str, mention: Mention, registry: Registry) -> bool:
    if mention.how is not How.NAME or len(mention.candidates) != 1:
        return False
    return not any(phase in name for name in registry.names(mention.candidates[0]))


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
