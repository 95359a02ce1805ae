"""Names that only make sense beside others: 柳河的37 after 石门养老中心, 石青路 for 石门至青峰公路."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from handlers.reading.bare_figures import CN, MEASURES
from handlers.reading.mentions import How, Mention, Scene
from handlers.reading.registry import Registry
from handlers.reading.vocabulary import GENERIC_PAIRS, PARTS_OF_A_LIST, STATE_WORDS

FIGURE = (
    r"(?:\d{1,3}(?:\.\d{1,2})?%|百分之|[二三四五]分之|[一二三四五六七八九两]成|一半|"
    rf"(?:(?<![\d.])\d{{2}}(?![\d.])|[二三四五六七八九]?十[一二三四五六七八九]?)(?![{MEASURES}{CN}]))"
)
ADVERBS = (  # twelve, no more: 是是是是… would be walked through from each of its characters
    r"(?:[:,\s\-]++|也|才|还|已经?|总体|整体|综合|进度|现在|目前|刚|就|还是|仍是|是|到|达到?|约|大概|差不多|完成了?"
    "|不到|没到|还不到|超过|推进到|干到|做到|搞到|有){0,12}"
)
STATES = (
    "(?:停工?|又?复工|完工|竣工|没动|没得?新|没有?进展|无新|无变|没变|未开|没开|还没|开工|同上|正常|照常|老样子"
    "|验收|在[一-鿿])"
)
TAIL = re.compile(
    r"(?P<kind>段|片区?|路|厂|线|区|期|楼|站|点|所)?"
    rf"(?:[那这][个边头块段条片座]|(?:的|那[个边段条座块里]|这[个边段条座块]|嘛|呢|啊)*{ADVERBS}(?:{FIGURE}|{STATES})"
    "|[镇乡村]?(?:项目|工程)(?![部区法]))"
)
TOKEN = re.compile(
    r"[A-Z0-9]{0,5}[一-鿿]{2,6}?(?=(?:的|那[个边条段座块]|这[个边条段]|嘛|呢)?" + ADVERBS + f"(?:{FIGURE}|{STATES}))"
)
THING = re.compile("([一-鿿]{2,6})(?:的事(?:情|儿)?|[那这]块儿?|那摊事?|那个事)(?![务项业故])")
SAME_AS_ABOVE = "同上"
NEAREST = 6  # characters behind 养老中心 that may say which
NOT_A_NAME = re.compile("|".join(sorted({*GENERIC_PAIRS, *PARTS_OF_A_LIST, *STATE_WORDS}, key=len, reverse=True)))
SURE_LENGTH = 3
MOST_ALIKE = 9  # of one name; what tells more apart is not looked for
CHAPTER = re.compile(r"\n[ ]*[一二三四五六七八九十]{1,3}[、.]")
ROAD = re.compile(rf"(?<![A-Z\d.])[A-Z]?(\d{{3}})(?![\d年.千兆{MEASURES}])")
ROAD_NUMBER = re.compile(rf"(?<![\d.#A-Z])\d{{3}}(?=[\s:,]|[一-鿿])(?![{MEASURES}{CN}千百多余])")


def with_contrasts(text: str, heads: Iterable[int], mentions: Sequence[Mention], registry: Registry) -> list[Mention]:
    """Narrows names by what follows them, and adds what tells a sibling from the matter named before."""
    at_heads = sorted(set(heads))
    waiting = [
        part for mention in mentions for part in _spread(text, at_heads, _narrowed(text, mention, registry), registry)
    ]
    covered = {at for mention in waiting for at in range(mention.start, mention.end)}
    found: list[Mention] = []
    for at in at_heads:
        if at in covered:
            continue
        while waiting and waiting[0].start < at:
            found.append(waiting.pop(0))
        last = found[-1] if found else None
        if last is None or len(last.candidates) != 1 or last.end > at:
            continue
        sibling = _sibling_at(text, at, last.candidates[0], registry)
        if sibling is not None and covered.isdisjoint(range(sibling.start, sibling.end)):
            found.append(sibling)
    return [*found, *waiting]


def _narrowed(text: str, mention: Mention, registry: Registry) -> Mention:
    """养老中心石门的78: several share the name, the word behind it tells which."""
    if len(mention.candidates) < 2:
        return mention
    behind = text[mention.end : mention.end + NEAREST].lstrip("(:, 那个的")
    fitting = {
        number
        for number in mention.candidates
        for other, word in registry.siblings(number)
        if other in mention.candidates and behind.startswith(_own_word(registry, other, number))
    }
    if len(fitting) != 1:
        return mention
    (number,) = fitting
    words = {_own_word(registry, other, number) for other, _ in registry.siblings(number)}
    end = max(text.find(word, mention.end) + len(word) for word in words if behind.startswith(word))
    return replace(mention, candidates=(number,), end=end, is_weak=False)


def _spread(text: str, heads: Sequence[int], mention: Mention, registry: Registry) -> list[Mention]:
    """长者食堂两处:石桥的88%;集镇的37%: a name that several share, and behind it what tells each from the others."""
    if not 2 <= len(mention.candidates) <= MOST_ALIKE:
        return [mention]
    following = CHAPTER.search(text, mention.end)
    until = following.start() if following else len(text)
    own = {
        number: sorted(
            {word for other in mention.candidates if other != number for word in registry.own_words(number, other)},
            key=lambda word: (-len(word), word),
        )
        for number in mention.candidates
    }
    found: dict[int, Mention] = {}
    for at in heads[bisect_left(heads, mention.end) : bisect_left(heads, until)]:
        for number, words in own.items():
            word = next((word for word in words if text.startswith(word, at)), None)
            if word and number not in found:
                found[number] = Mention(at, at + len(word), (number,), How.NAME, 2.0, True, mention.is_own, False)
    return list(found.values()) if len(found) > 1 else [mention]


def _own_word(registry: Registry, other: int, number: int) -> str:
    """What is in the name of `number` and not in that of `other`."""
    return next((word for sibling, word in registry.siblings(other) if sibling == number), "\0")


def _sibling_at(text: str, at: int, number: int, registry: Registry) -> Mention | None:
    start = at + len(SAME_AS_ABOVE) if text.startswith(SAME_AS_ABOVE, at) else at
    fitting = {
        sibling: len(word) + len(found["kind"] or "")
        for sibling, word in registry.siblings(number)
        if text.startswith(word, start) and (found := TAIL.match(text, start + len(word)))
    }
    if len(fitting) != 1:
        return None
    ((sibling, length),) = fitting.items()
    return Mention(at, start + length, (sibling,), How.NAME, 1.0, True, True, False)


def with_short_names(text: str, heads: Iterable[int], mentions: Sequence[Mention], scene: Scene) -> list[Mention]:
    """Adds 石青路58: characters of a single own matter's name, in their order, with a figure behind them."""
    covered = {at for mention in mentions for at in range(mention.start, mention.end)}
    kept = [road for road in _roads(text, scene) if covered.isdisjoint(range(road.start, road.end))]
    covered.update(at for road in kept for at in range(road.start, road.end))
    for mention in (found for at in sorted(set(heads) - covered) for found in _short_at(text, at, scene)):
        if not covered.isdisjoint(range(mention.start, mention.end)):
            continue
        covered.update(range(mention.start, mention.end))
        is_first = covered.isdisjoint(range(_sentence_start(text, mention.start), mention.start))
        is_listed = text[mention.start - 1 : mention.start] in ("、", "和", "与") and mention.start - 2 in covered
        is_sure = (is_first or is_listed) and mention.end - mention.start >= SURE_LENGTH
        kept.append(mention if is_sure else replace(mention, how=How.SOUND, is_weak=True))
    sure = [_sure_beside(one, kept, scene.registry) for one in kept]
    return sorted([*mentions, *sure], key=lambda mention: mention.start) if kept else list(mentions)


def _sure_beside(mention: Mention, others: Sequence[Mention], registry: Registry) -> Mention:
    """莲塘67,星港30: short names of two siblings prove each other."""
    siblings = {number for number, _ in registry.siblings(mention.candidates[0])}
    if siblings.isdisjoint(other.candidates[0] for other in others):
        return mention
    return replace(mention, how=How.NAME, is_weak=False, weight=2.0)


def _roads(text: str, scene: Scene) -> Iterator[Mention]:
    """218是48, 101停了: the number of S218, of 101工作面, if one own matter's name has it."""
    numbers = list(ROAD_NUMBER.finditer(text))
    if not numbers:
        return
    roads: dict[str, set[int]] = defaultdict(set)
    for matter in scene.own_few():
        for name in scene.registry.names(matter):
            for road in ROAD.findall(name):
                roads[road].add(matter)
    for found in numbers:
        if len(fitting := roads.get(found[0], ())) == 1:
            yield Mention(found.start(), found.end(), tuple(fitting), How.NAME, 2.0, True, True, True)


def _short_at(text: str, at: int, scene: Scene) -> Iterator[Mention]:
    if found := THING.match(text, at):  # 签约的事: a word of one own matter's name
        fitting = [one for one in scene.own_few() if any(found[1] in name for name in scene.registry.names(one))]
        if len(fitting) == 1:
            yield Mention(at, found.end(1), (fitting[0],), How.SOUND, 1.0, True, True, False, is_weak=True)
        return
    found = TOKEN.match(text, at)
    if found is None or NOT_A_NAME.search(found[0]):
        return
    fitting = [
        number for number in scene.own_few() if any(runs_through(found[0], n) for n in scene.registry.names(number))
    ]
    if len(fitting) == 1:
        yield Mention(at, found.end(), (fitting[0],), How.NAME, 1.0, True, True, False)


def runs_through(short: str, name: str) -> bool:
    """All characters of the short name in the long one, in their order."""
    at = -1
    for char in short:
        at = name.find(char, at + 1)
        if at < 0:
            return False
    return True


def _sentence_start(text: str, at: int) -> int:
    return max(text.rfind(mark, 0, at) for mark in "。;!?\n|") + 1
