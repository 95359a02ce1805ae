"""Parts of matter names found in a text, by sound: 红期水库 finds 红旗水库除险加固工程, 智慧文旅平台 finds 智慧旅游平台.

Every name is cut into pairs of neighbouring syllables. A stretch of text shares runs of pairs with names; runs of one
matter that stand close together are one chain. A pair weighs more the fewer matters share it, and next to nothing
where it only says what all matters are (工程, 改造).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from handlers.reading.phonetics import sound
from handlers.reading.vocabulary import GENERIC_PAIRS

COMMON = 64  # a pair shared by more matters than this says nothing and is not looked up
GENERIC_WEIGHT = 0.12
PLACE_WEIGHT = 0.35
WHOLE_NAME_BONUS = 0.6
MAX_GAP = 2
OWN_WEIGHTS = {1: 1.0, 2: 0.67, 3: 0.5}  # by how many of the unit's own matters share the pair
GAP_FILLER = re.compile(r"那一个|那个|这个|那边|这边|[()的\"“”《》 \-]")
GAP_STOP = re.compile(r"[,。;:!?、|\t\n%\d零一二两三四五六七八九十百]")


@dataclass(slots=True)
class Run:
    start: int
    end: int
    form: int
    at: int  # position in the form


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


@dataclass(slots=True)
class NameIndex:
    """`forms` are (name, matter number); `places` are words that only say where."""

    forms: list[tuple[str, int]]
    places: frozenset[str] = frozenset()
    _postings: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    _shared_by: dict[str, int] = field(default_factory=dict)
    _sounds: list[str] = field(default_factory=list)
    _place_pairs: frozenset[str] = frozenset()
    _generic_pairs: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        sharing: dict[str, set[int]] = defaultdict(set)
        postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, (form, matter) in enumerate(self.forms):
            sounds = sound(form)
            self._sounds.append(sounds)
            for at in range(len(sounds) - 1):
                pair = sounds[at : at + 2]
                postings[pair].append((number, at))
                sharing[pair].add(matter)
        self._shared_by = {pair: len(matters) for pair, matters in sharing.items()}
        self._postings = {pair: posts for pair, posts in postings.items() if self._shared_by[pair] <= COMMON}
        self._place_pairs = frozenset(pair for place in self.places for pair in pairs(sound(place)))
        self._generic_pairs = frozenset(sound(pair) for pair in GENERIC_PAIRS)

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
        form = self.forms[run.form][0]
        length = run.end - run.start
        words, name = text[run.start : run.end], form[run.at : run.at + length]
        if words == name:
            return True
        while length and words[-1] != name[-1] and run.at + length != len(form):
            words, name, length = words[:-1], name[:-1], length - 1
        while length and words[0] != name[0] and run.at:
            words, name, length, run.at, run.start = words[1:], name[1:], length - 1, run.at + 1, run.start + 1
        run.end = run.start + length
        if length < 2:
            return False
        equal = sum(a == b for a, b in zip(words, name, strict=True))
        return equal == length or (length > 2 and equal * 5 >= length * 2 and equal > 0)

    def chains(self, text: str, sounds: str, own: Mapping[int, Mapping[str, float]]) -> list[Chain]:
        """All stretches of the text that share something with a matter's names.

        `own` gives, for the matters of the sender's unit, what a pair weighs among these matters alone.
        """
        by_matter: dict[int, list[Run]] = defaultdict(list)
        for run in self.runs(text, sounds):
            by_matter[self.forms[run.form][1]].append(run)
        chains: list[Chain] = []
        for matter, runs in by_matter.items():
            chains += self._chain(matter, runs, text, self._weigher(own.get(matter)))
        return chains

    def weights_among(self, matters: Iterable[int]) -> dict[str, float]:
        """What each pair would weigh if only these matters existed."""
        wanted = set(matters)
        sharing: dict[str, set[int]] = defaultdict(set)
        for number, (_, matter) in enumerate(self.forms):
            if matter in wanted:
                for pair in pairs(self._sounds[number]):
                    sharing[pair].add(matter)
        return {pair: OWN_WEIGHTS.get(len(having), 0.0) for pair, having in sharing.items() if self.is_telling(pair)}

    def _weigher(self, own: Mapping[str, float] | None) -> Callable[[str], float]:
        if not own:
            return self.weight
        return lambda pair: max(self.weight(pair), own.get(pair, 0.0))

    def weight(self, pair: str) -> float:
        """How much a pair of syllables tells: 1 where one or two matters share it."""
        if pair in self._generic_pairs:
            return GENERIC_WEIGHT
        scarce = min(1.0, 2 / self._shared_by.get(pair, 1))
        return min(scarce, PLACE_WEIGHT) if pair in self._place_pairs else scarce

    def is_telling(self, pair: str) -> bool:
        return pair not in self._generic_pairs and pair not in self._place_pairs

    def _chain(self, matter: int, runs: list[Run], text: str, weigh: Callable[[str], float]) -> Iterator[Chain]:
        runs.sort(key=lambda run: (run.start, -run.end))
        linked: list[Run] = []
        covered: set[str] = set()
        end = 0
        for run in runs:
            fresh = self._pairs_of(run)
            if linked and not (fresh <= covered and run.start >= end) and self._joins(text, end, run, weigh):
                linked.append(run)
                covered |= fresh
                end = max(end, run.end)
                continue
            if linked:
                yield self._measure(matter, linked, text, weigh)
            linked, covered, end = [run], set(fresh), run.end
        if linked:
            yield self._measure(matter, linked, text, weigh)

    def _pairs_of(self, run: Run) -> set[str]:
        return set(pairs(self._sounds[run.form][run.at : run.at + run.end - run.start]))

    def _joins(self, text: str, end: int, run: Run, weigh: Callable[[str], float]) -> bool:
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
        return len(bare) <= MAX_GAP and max(map(weigh, self._pairs_of(run))) > PLACE_WEIGHT

    def _measure(self, matter: int, linked: list[Run], text: str, weigh: Callable[[str], float]) -> Chain:
        while len(linked) > 1:  # what a later run covers as well need not stand before it
            first = self._pairs_of(linked[0])
            rest = set().union(*(self._pairs_of(run) for run in linked[1:]))
            if not first <= rest or min(run.start for run in linked[1:]) <= linked[0].start:
                break
            linked = linked[1:]
        covered = set().union(*(self._pairs_of(run) for run in linked))
        whole = any(run.at == 0 and run.end - run.start == len(self.forms[run.form][0]) for run in linked)
        exact = all(
            text[run.start : run.end] == self.forms[run.form][0][run.at : run.at + run.end - run.start]
            for run in linked
        )
        return Chain(
            matter,
            min(run.start for run in linked),
            max(run.end for run in linked),
            sum(map(weigh, covered)) + WHOLE_NAME_BONUS * whole,
            exact,
            whole,
            any(map(self.is_telling, covered)),
        )


def pairs(sounds: str) -> Iterable[str]:
    return (sounds[at : at + 2] for at in range(len(sounds) - 1))


def build(forms: Sequence[tuple[str, int]], places: Iterable[str]) -> NameIndex:
    return NameIndex(list(forms), frozenset(places))
