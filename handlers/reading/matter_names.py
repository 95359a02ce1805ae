"""Which matters a text names, and where: full names, parts of names, homophones, codes and ordinals, 该项目."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.reading.clauses import Clause
from handlers.reading.mentions import RANKS, SURE, How, Mention, Scene, rank_of
from handlers.reading.name_index import Chain
from handlers.reading.numbered import anaphors, numbered, placed
from handlers.reading.phonetics import sound
from handlers.reading.registry import Hit, codes_of
from handlers.reading.short_names import with_contrasts, with_short_names
from handlers.reading.siblings import with_siblings
from handlers.reading.vocabulary import FILLERS

TIE = 0.05
WHOLE = 1.0  # more than any part of the same length
HEAD_OWN = 0.6  # how much of a name must be there: at the head of a clause, of an own matter
HEAD_FOREIGN_WEAK = 1.0  # of another unit's matter: enough to ask
HEAD_FOREIGN = 2.0  # and enough to take it
INSIDE_OWN = 2.0  # not at the head of a clause
RUN_ON = 1.0  # in long speech without punctuation
RUN_ON_LENGTH = 28
LONG_NAME = 4
SCRAP = 2
LED = 2  # the rank of a matter that the sender's own unit leads
LONGEST_LIST = 4
FULL_NAME = 6

FILLER = re.compile("|".join(sorted(map(re.escape, FILLERS), key=len, reverse=True)) + r"|[\s\"“”'《》【】\[\]():@]")
DAY_WORDS = re.compile(r"\d{1,2}月\d{0,2}[日号]?|\d{1,2}[日号]")
AFTER_FIGURE = re.compile(
    r"\d%|个(?:百分)?点|[一二两三四五六七八九十]成[一二三四五六七八九半]?|百分之[零一二两三四五六七八九十百点]+|\d分"
    r"|(?<![\d.])\d{2}(?=[一-鿿])(?![个项件处户家座条所名人台套米月日号年万亿吨公])|[二三四五六七八九]十[一二三四五六七八九]?(?=[一-鿿])(?![个项件处户家座条所名人台套米月日号年万亿吨公])"
)
WRITTEN = re.compile("[、“”《》]")  # marks that nobody dictates
AND = re.compile("[、和与及跟/]?")
OFFICE_FOLLOWS = "局厅委部"
ALL_OF_A_PLACE = re.compile("全[市区县镇乡]")
DENIED = re.compile(r"(?:不是|不含|并非|除了?|不包括)$")


DONE_TO = re.compile("[做装修换铺砌拆补]")
RUNS_INTO_A_DAY = re.compile("[前今明昨后][天日]")  # 高压线前天迁走了 names no 连接线前期工作
MAKES_ANOTHER_WORD = re.compile("[日周月]报|率")
DENIED_AFTER = re.compile(
    "(?:项目|工程|这项|项)?(?:之外|以外|除外)|(?:的事|这块|那块)?不归[我咱本]|不是我们?[这管负]"
    "|[^,。;\\d%]{0,8}?(?<!一)[归由](?:[^,。;]{1,6}自己?|[^,。;我咱]{2,8}?(?:统一|负责|来)?)[上填]?报(?![告批送请修价警])"
    "|(?:下首|上首|旁边?|边上|附近|周边|门口|对面|对过|背后|后山|下游|上游|隔壁|脚下|方向)(?!的?(?:总|进|完|已|\\d))"
)


def find_mentions(text: str, clauses: Sequence[Clause], hits: Sequence[Hit], scene: Scene) -> list[Mention]:
    """All mentions in the order of the text; they don't overlap."""
    masks = _masks(hits)
    heads = _heads(text, clauses, masks)
    mentions = [*numbered(text, heads, scene), *anaphors(text)]
    taken = bytearray(len(text) + 1)
    mentions += (
        Mention(hit.start, hit.end, (hit.matter,), How.CODE, SURE, True, True, True)
        for hit in hits
        if hit.matter is not None and text[hit.start : hit.end] in codes_of(scene.registry.codes[hit.matter])
    )
    for mention in mentions:
        taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    mentions += _named(text, clauses, hits, masks, heads, taken, scene)
    mentions = [mention for mention in mentions if not _is_denied(text, mention)]
    begins = {mention.start for mention in mentions}
    mentions = [mention for mention in mentions if not (text[mention.start] == "第" and mention.end in begins)]
    mentions = with_siblings(text, placed(text, mentions), scene.registry)
    mentions = with_contrasts(text, heads, mentions, scene.registry)
    return with_short_names(text, heads, mentions, scene)


def _is_denied(text: str, mention: Mention) -> bool:
    """不是征收那个二期; 019之外."""
    before = DENIED.search(text, max(0, mention.start - 4), mention.start)
    return before is not None or DENIED_AFTER.match(text, mention.end) is not None


def _masks(hits: Sequence[Hit]) -> dict[int, int]:
    """start → end of the longest unit's or person's name that starts there."""
    masks: dict[int, int] = {}
    for hit in hits:
        if hit.matter is None:
            masks[hit.start] = max(hit.end, masks.get(hit.start, 0))
    return masks


def _heads(text: str, clauses: Sequence[Clause], masks: dict[int, int]) -> set[int]:
    """Where a clause may begin to name its subject."""
    heads: set[int] = set()
    for clause in clauses:
        starts = [clause.start, *(found.end() for found in AFTER_FIGURE.finditer(text, clause.start, clause.end))]
        for at in starts:
            while at < clause.end:
                heads.add(at)
                if at in masks:
                    heads.update(range(at, masks[at]))
                    at = masks[at]
                    continue
                found = FILLER.match(text, at, clause.end) or DAY_WORDS.match(text, at, clause.end)
                if not found:
                    break
                at = found.end()
    return heads


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


def _all_chains(text: str, hits: Sequence[Hit], scene: Scene) -> list[Chain]:
    sounds = sound(text)
    chains: list[Chain] = []
    scopes = [scene.registry.scope(unit) for unit in {scene.unit, *(unit for _, unit in scene.hints)}]
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


def _named(
    text: str,
    clauses: Sequence[Clause],
    hits: Sequence[Hit],
    masks: dict[int, int],
    heads: set[int],
    taken: bytearray,
    scene: Scene,
) -> list[Mention]:
    blocked = _blocked(text, masks)
    scene.objects = frozenset(found.end() for found in DONE_TO.finditer(text))
    groups: list[list[Chain]] = []
    rivals: dict[int, list[int]] = {}  # of the sender's own matters, by the group of a foreign one that says more
    owner: dict[int, int] = {}
    chains = [c for c in _all_chains(text, hits, scene) if c.is_core and not blocked.get(c.start, -1) >= c.end]
    chains.sort(key=lambda chain: (-chain.weight, chain.start - chain.end, chain.start))
    for chain in chains:
        if any(taken[chain.start : chain.end]):
            group = next((owner[at] for at in range(chain.start, chain.end) if at in owner), None)
            if group is not None and groups[group][0].weight - chain.weight <= TIE:
                groups[group].append(chain)
            elif group is not None and chain.weight >= HEAD_OWN and rank_of(chain.matter, chain.start, scene) == LED:
                rivals.setdefault(id(groups[group]), []).append(chain.matter)
            continue
        taken[chain.start : chain.end] = b"\1" * (chain.end - chain.start)
        owner.update(dict.fromkeys(range(chain.start, chain.end), len(groups)))
        groups.append([chain])
    run_ons = [
        (c.start, c.end)
        for c in clauses
        if c.end - c.start > RUN_ON_LENGTH and not WRITTEN.search(text, c.start, c.end)
    ]
    speaks_of_another = (_is_office, _begins_within, _is_heading)
    groups = [group for group in groups if not any(is_other(text, group[0]) for is_other in speaks_of_another)]
    judged = [(group, _judge(group, heads, run_ons, scene)) for group in groups]
    judged = [(group, _beside_own(mention, rivals.get(id(group), ()))) for group, mention in judged]
    for _ in range(LONGEST_LIST):  # 一期、二期、三期都停工: a name that follows a name stands where a name may stand
        listed = {match.end() for _, mention in judged if mention and (match := AND.match(text, mention.end))}
        heard = [(group, mention or _judge(group, listed, run_ons, scene)) for group, mention in judged]
        if heard == judged:
            break
        judged = heard
    return _without_scraps([_without_verb(text, mention) for _, mention in judged if mention is not None])


def _beside_own(mention: Mention | None, rivals: Sequence[int]) -> Mention | None:
    """管网改造 of 大坪镇管网改造, said by who leads 雨污分流管网: a part of a foreign name, and of an own one."""
    if mention is None or mention.is_own or mention.is_whole or not rivals:
        return mention
    return replace(mention, candidates=tuple(sorted({*mention.candidates, *rivals})), is_own=True, is_weak=False)


def _without_scraps(mentions: list[Mention]) -> list[Mention]:
    """城区 in 城区黑臭水体: two characters that run into a whole name name nothing of their own."""
    begins = {mention.start for mention in mentions if mention.is_whole}
    return [m for m in mentions if m.is_whole or m.end - m.start > SCRAP or m.end not in begins]


def _without_verb(text: str, mention: Mention) -> Mention:
    """复议积案清完了 speaks of 复议积案: the verb is what is told, though the name has it, too."""
    if (
        mention.is_whole
        or mention.end - mention.start <= SCRAP
        or text[mention.end : mention.end + 1] not in ("完", "好", "毕")
    ):
        return mention
    return replace(mention, end=mention.end - 1)


def _is_office(text: str, chain: Chain) -> bool:
    """市水利局: a part of a name that goes on as an office's."""
    return not chain.is_whole and text[chain.end : chain.end + 1] in tuple(OFFICE_FOLLOWS)


def _begins_within(text: str, chain: Chain) -> bool:
    """区房屋 in 全区房屋: a part of a name that begins inside another word."""
    return not chain.is_whole and chain.start > 0 and ALL_OF_A_PLACE.match(text, chain.start - 1) is not None


def _is_heading(text: str, chain: Chain) -> bool:
    """招商周报, 签约率: a part of a name that makes another word with what follows."""
    if chain.is_whole or chain.end - chain.start > LONG_NAME:
        return False
    runs_on = RUNS_INTO_A_DAY.match(text, chain.end - 1)
    return runs_on is not None or MAKES_ANOTHER_WORD.match(text, chain.end) is not None


def _blocked(text: str, masks: dict[int, int]) -> dict[int, int]:
    """position → end of the unit's or person's name that covers it."""
    blocked: dict[int, int] = {}
    for start, end in masks.items():
        for at in range(start, end):
            blocked[at] = max(end, blocked.get(at, -1))
    return blocked


def _judge(group: list[Chain], heads: set[int], run_ons: list[tuple[int, int]], scene: Scene) -> Mention | None:
    """The mention a group of equally good chains makes, or None if it is too little to be one."""
    group = _as_written(group)
    best = group[0]
    ranks = {chain.matter: rank_of(chain.matter, best.start, scene) for chain in group}
    lowest = min(ranks.values())
    candidates = tuple(sorted(matter for matter, rank in ranks.items() if rank == lowest))
    is_own = lowest < len(RANKS) or scene.sees_all
    is_head = best.start in heads
    how = How.NAME if best.is_exact else How.SOUND
    mention = Mention(best.start, best.end, candidates, how, best.weight, is_head, is_own, best.is_whole)
    if not is_own:
        return _foreign(mention)
    if is_head or best.is_whole:
        return mention if best.weight >= HEAD_OWN else None
    if best.weight >= INSIDE_OWN:
        return mention
    is_run_on = any(start <= best.start and best.end <= end for start, end in run_ons)
    if best.end - best.start <= SCRAP and best.start in scene.objects:
        return None  # 六号楼在做电梯检测: what is done to something names nothing by two characters
    return mention if is_run_on and best.weight >= RUN_ON and best.is_exact else None


def _as_written(group: list[Chain]) -> list[Chain]:
    """白杨村大棚 and 柏杨村大棚 sound alike: the one that is written is meant."""
    longest = group[0].end - group[0].start
    exact = [chain for chain in group if chain.is_exact and chain.end - chain.start >= longest]
    return exact or group


def _foreign(mention: Mention) -> Mention | None:
    """Another unit's matter: its whole name counts anywhere, a part only where a clause begins."""
    if mention.is_whole and mention.how is How.NAME and (mention.is_head or mention.end - mention.start >= LONG_NAME):
        return mention
    if not mention.is_head or mention.weight < HEAD_FOREIGN_WEAK:
        return None
    mention.is_weak = mention.weight < HEAD_FOREIGN or mention.how is How.SOUND
    return mention
