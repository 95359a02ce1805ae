"""Matters whose names differ in one place: 养老服务中心(石门) and (柳河), 厂房一期 and 二期."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

ACT = re.compile("(?:提升|改造|新建|改扩建|扩建|迁建|建设|工程|项目|修缮|维修)+$")  # what is done to each
SHARED = 4  # characters
LONGEST = 6
LARGE = 60  # matters of one unit; among more nobody says 柳河的


def families(names: Sequence[tuple[str, ...]], numbers: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    """number → (sibling, the words that only the sibling's name has), for the matters of one unit."""
    found: dict[int, list[tuple[int, str]]] = {}
    if len(numbers) > LARGE:
        return found
    for one, other in combinations(numbers, 2):
        for here, there in differences(names[one], names[other]):
            found.setdefault(one, []).append((other, there))
            found.setdefault(other, []).append((one, here))
    return found


def differences(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[str, str]]:
    """(words only our name has, words only theirs has), of two names that differ in one place; the longest first."""
    found = {words for here in ours for there in theirs for words in _differences(here, there)}
    return sorted(found, key=lambda words: (-len(words[0] + words[1]), words))


def _differences(here: str, there: str) -> Iterator[tuple[str, str]]:
    here, there = ACT.sub("", here), ACT.sub("", there)
    head = _shared(here, there)
    tail = _shared(here[head:][::-1], there[head:][::-1])
    if head + tail < SHARED:
        return
    here_only, there_only = here[head : len(here) - tail], there[head : len(there) - tail]
    if not (here_only and there_only) or max(len(here_only), len(there_only)) > LONGEST:
        return
    if min(len(here_only), len(there_only)) == 1:  # 一 and 二 of 一厂, 二厂
        follows = here[len(here) - tail : len(here) - tail + 1]
        if follows and follows not in ")(":
            yield here_only + follows, there_only + follows
        if head and len(here_only) == len(there_only):  # 柳林 and 柳河 of 柳林烘干中心, 柳河烘干中心
            yield here[head - 1] + here_only, there[head - 1] + there_only
        return
    yield here_only, there_only


def _shared(here: str, there: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(here, there, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(here), len(there)))
