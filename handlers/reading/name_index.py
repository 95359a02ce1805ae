"""Parts of matter names found in a text, by sound: 红期水库 finds 红旗水库, 智慧文旅平台 finds 智慧旅游平台.

Every name is cut into pairs of neighbouring syllables. A stretch of text shares runs of pairs with names; runs of one
matter that stand close together are one chain. A pair weighs more the fewer matters share it, and next to nothing
where it only says what all matters are (工程, 改造).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import fsum  # the same in any order, and sets have none
from types import MappingProxyType

from handlers.reading.phonetics import sound
from handlers.reading.vocabulary import GENERIC_PAIRS

GENERIC_WEIGHT = 0.12
PLACE_WEIGHT = 0.35
WHOLE_NAME_BONUS = 0.6
MAX_GAP = 2
LEAST = 0.6  # what weighs less names nothing
OWN_WEIGHTS = {1: 1.0, 2: 0.67, 3: 0.5}  # by how many of the unit's own matters share the pair
NUMBERED = sound("号")
MEASURE = re.compile("(?<=\\d)(?:兆瓦|千伏|千瓦|公里|万吨|万亩|平方|立方|平米)")
GENERIC_SOUNDS = frozenset(sound(pair) for pair in GENERIC_PAIRS)
NUMERAL = re.compile("[一二三四五六七八九十]{2}")  # 百分之三十三龙潭水库 names no 上龙潭水库
GAP_FILLER = re.compile(r"那一个|那个|这个|那边|这边|[()的\"“”《》 \-]")
GAP_STOP = re.compile(r"[全已未没都和与及跟,。;:!?、|\t\n%\d零一二两三四五六七八九十百]")


@dataclass(slots=True)
class Run:
    start: int
    end: int
    form: int
    at: int  # position in the form
    pairs: frozenset[str] = frozenset()


@dataclass(slots=True)
class Chain:
    """Text from `start` to `end` that shares `weight` with the names of `matter`."""

    matter: int
    start: int
    end: int
    weight: float
    is_exact: bool  # every character equal, not only by sound
    is_whole: bool  # it holds one whole name
    is_core: bool = True  # not only places and generic words


class NameIndex:
    """`forms` are (name, matter number); `places` are words that only say where.

    `shared` says of pairs of syllables how many matters have them, where more do than those of the forms.
    """

    def __init__(
        self,
        forms: Sequence[tuple[str, int]],
        places: Iterable[str],
        common: int,
        shared: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        self._forms = forms
        self._pairs = [pairs(sound(form)) for form, _ in forms]
        sharing: dict[str, set[int]] = defaultdict(set)
        postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, (_, matter) in enumerate(forms):
            for at, pair in enumerate(self._pairs[number]):
                postings[pair].append((number, at))
                sharing[pair].add(matter)
        having = {pair: max(len(matters), shared.get(pair, 0)) for pair, matters in sharing.items()}
        self._postings = {pair: posts for pair, posts in postings.items() if having[pair] <= common}
        generic = set(GENERIC_SOUNDS)
        only_places = {pair for place in places for pair in _pairs_of_place(place)}
        generic |= {pair for pair in sharing if pair.isdigit()}  # 15个村 names no S215
        generic |= {pair for pair in sharing if pair[0].isdigit() and pair[1] == NUMBERED}  # 1号汽轮机 no 1号片区
        generic |= {sound(found[0]) for form, _ in forms for found in MEASURE.finditer(form)}  # 41兆瓦 no 200兆瓦电站
        self._vague = frozenset(generic | only_places)
        self._weights = {pair: _weight(many, pair in generic, pair in only_places) for pair, many in having.items()}

    def runs(self, text: str, sounds: str) -> list[Run]:
        """Longest stretches that text and a name have in common, two characters or more."""
        found: list[Run] = []
        growing: dict[tuple[int, int], Run] = {}
        postings = self._postings
        for i in range(len(sounds) - 1):
            posts = postings.get(sounds[i : i + 2])
            if not posts:
                continue
            for form, at in posts:
                key = (form, at - i)
                run = growing.get(key)
                if run is not None and run.end == i + 1:
                    run.end = i + 2
                else:
                    growing[key] = run = Run(i, i + 2, form, at)
                    found.append(run)
        return [run for run in found if self._sounds_like_it(text, run)]

    def _sounds_like_it(self, text: str, run: Run) -> bool:
        form = self._forms[run.form][0]
        length = run.end - run.start
        words, name = text[run.start : run.end], form[run.at : run.at + length]
        if words == name:
            return True
        while length and words[-1] != name[-1] and run.at + length != len(form):
            words, name, length = words[:-1], name[:-1], length - 1
        while length and words[0] != name[0] and (run.at or NUMERAL.match(text, run.start - 1)):
            words, name, length, run.at, run.start = words[1:], name[1:], length - 1, run.at + 1, run.start + 1
        run.end = run.start + length
        if length < 2:
            return False
        equal = sum(a == b for a, b in zip(words, name, strict=True))
        return equal == length or (length > 2 and equal * 5 >= length * 2 and equal > 0)

    def chains(
        self,
        text: str,
        sounds: str,
        own: Mapping[int, Mapping[str, float]],
        settled: Mapping[int, tuple[int, frozenset[int]]],
    ) -> list[Chain]:
        """All stretches of the text that share enough with a matter's names.

        `own` gives, for the matters of the sender's unit, what a pair weighs among these matters alone; `settled`, for
        places inside a long full name, where it ends and whose it is: no other matter is looked for in there.
        """
        by_matter: dict[int, list[Run]] = defaultdict(list)
        known: dict[tuple[int, int, int], frozenset[str]] = {}
        for run in self.runs(text, sounds):
            matter = self._forms[run.form][1]
            if run.start in settled:
                end, whose = settled[run.start]
                if run.end <= end and matter not in whose:
                    continue
            part = (run.form, run.at, run.end - run.start)
            if part not in known:
                known[part] = frozenset(self._pairs[run.form][run.at : run.at + run.end - run.start - 1])
            run.pairs = known[part]
            by_matter[matter].append(run)
        chains: list[Chain] = []
        for matter, runs in by_matter.items():
            weights = self._weights
            if here := own.get(matter):
                weights = {
                    pair: max(self._weights[pair], here.get(pair, 0.0))
                    for pair in frozenset().union(*(r.pairs for r in runs))
                }
            if fsum(weights[pair] for run in runs for pair in run.pairs) >= LEAST:
                chains += self._chain(matter, runs, text, weights)
        return chains

    def weight_of(self, sounds: str) -> float:
        """How much a whole name tells; pairs that nobody's name holds count nothing."""
        return fsum(self._weights.get(pair, 0.0) for pair in pairs(sounds))

    def weights_among(self, matters: Iterable[int]) -> dict[str, float]:
        """What each pair would weigh if only these matters existed."""
        wanted = set(matters)
        sharing: dict[str, set[int]] = defaultdict(set)
        for number, (_, matter) in enumerate(self._forms):
            if matter in wanted:
                for pair in self._pairs[number]:
                    sharing[pair].add(matter)
        return {
            pair: OWN_WEIGHTS[len(having)]
            for pair, having in sharing.items()
            if pair not in self._vague and len(having) in OWN_WEIGHTS
        }

    def _chain(self, matter: int, runs: list[Run], text: str, weights: Mapping[str, float]) -> Iterator[Chain]:
        runs.sort(key=lambda run: (run.start, -run.end))
        linked: list[Run] = []
        covered: set[str] = set()
        end = 0
        for run in runs:
            if linked and (run.start < end or not run.pairs <= covered) and self._joins(text, end, run, weights):
                if run.pairs <= covered and run.end <= end:
                    continue
                linked.append(run)
                covered |= run.pairs
                end = max(end, run.end)
                continue
            if linked:
                yield self._measure(matter, linked, text, weights)
            linked, covered, end = [run], set(run.pairs), run.end
        if linked:
            yield self._measure(matter, linked, text, weights)

    @staticmethod
    def _joins(text: str, end: int, run: Run, weights: Mapping[str, float]) -> bool:
        if run.start <= end:
            return True
        if run.start - end > MAX_GAP + 4:
            return False
        gap = text[end : run.start]
        if GAP_STOP.search(gap):
            return False
        bare = GAP_FILLER.sub("", gap)
        if not bare:
            return True
        return len(bare) <= MAX_GAP and max(weights[pair] for pair in run.pairs) > PLACE_WEIGHT

    def _measure(self, matter: int, linked: list[Run], text: str, weights: Mapping[str, float]) -> Chain:
        while len(linked) > 1:  # what later runs cover as well need not stand before them
            rest = frozenset().union(*(run.pairs for run in linked[1:]))
            if not linked[0].pairs <= rest or linked[1].start <= linked[0].start:
                break
            linked = linked[1:]
        covered = frozenset().union(*(run.pairs for run in linked))
        is_whole, is_exact = False, True
        for run in linked:
            name = self._forms[run.form][0]
            length = run.end - run.start
            is_whole = is_whole or length == len(name)
            is_exact = is_exact and text.startswith(name[run.at : run.at + length], run.start)
        return Chain(
            matter,
            linked[0].start,
            max(run.end for run in linked),
            fsum(weights[pair] for pair in covered) + WHOLE_NAME_BONUS * is_whole,
            is_exact,
            is_whole,
            not covered <= self._vague,
        )


def _weight(sharing: int, is_generic: bool, is_place: bool) -> float:
    """How much a pair of syllables tells: 1 where one or two matters share it."""
    if is_generic:
        return GENERIC_WEIGHT
    scarce = min(1.0, 2 / sharing)
    return min(scarce, PLACE_WEIGHT) if is_place else scarce


def pairs(sounds: str) -> tuple[str, ...]:
    return tuple(sounds[at : at + 2] for at in range(len(sounds) - 1))


@lru_cache(maxsize=16_384)
def _pairs_of_place(place: str) -> tuple[str, ...]:
    """Every circle's index asks for the same places again: hundreds, in a city thousands."""
    return pairs(sound(place))
