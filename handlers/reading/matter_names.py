"""Which matters a text names, and where: full names, parts of names, homophones, codes and ordinals, 该项目."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from handlers.reading.clauses import Clause
from handlers.reading.mentions import SURE, How, Mention, Scene
from handlers.reading.name_groups import groups_of
from handlers.reading.name_judging import judge, without_scraps, without_verb
from handlers.reading.name_places import blocked_by, heads_of, masks_of
from handlers.reading.numbered import anaphors, numbered, placed
from handlers.reading.registry import Hit, codes_of
from handlers.reading.short_names import runs_through, with_contrasts, with_short_names
from handlers.reading.siblings import PHASE, with_siblings

RUN_ON_LENGTH = 28
LONGEST_LIST = 4
OTHER_ONE = re.compile("第?[一二三四五六七八九十]{1,2}|城?[东西南北]|[上下新老]")  # 二 in 二中迁建
ACCEPTANCE = re.compile("消防|环保|人防|规划|节能|防雷|档案")
SHORTEST_SHARED = 3  # characters
NEAR = 4  # characters before a name
WRITTEN = re.compile("[、“”《》]")  # marks that nobody dictates
AND = re.compile("[、和与及跟/]?")
DONE_TO = re.compile("[做装修换铺砌拆补]")
DENIED = re.compile(r"(?:不是|不含|并非|除了?|不包括)$")
IN_PASSING = re.compile("(?:因为?|由于|受|比|像|给|借用?|被|让)$")
OF_OTHERS = re.compile("(?:隔壁|兄弟|邻|外|别|人家)(?:[省市县区镇乡]|家|单位)的?$")  # 隔壁县的跨海大桥
WAITED_FOR = re.compile("(?:[卡堵]在|等着?|取决于|涉及)$")  # 卡在安保那头的接口上
NUMERAL = re.compile("[零一二两三四五六七八九十百]+")  # 五十 of 倒计时五十天, in 大概五十七
STATE = re.compile("[复停开完竣动]工|验收|投用|投产|通车|启动|交付")
DENIED_AFTER = re.compile(
    "(?:项目|工程|这项|项)?(?:之外|以外|除外)|街(?:段|上)|(?:这次|就)?不用报"
    "|(?:的事|这块|那块)?[-:, ]{0,3}不归[我咱本]|按[^,。;]{1,8}口径报|不是我们?[这管负]"
    "|[^,。;\\d%]{0,8}?(?<!一)[归由](?:[^,。;]{1,6}自己?|[^,。;我咱]{2,8}?(?:统一|负责|来)?)[上填]?报(?![告批送请修价警])"
    "|(?:下首|上首|旁边?|边上|附近|周边|路口|交叉口|两侧|沿线|门口|对面|对过|背后|后山|下游|上游|隔壁|脚下|方向)(?!的?(?:总|进|完|已|\\d))"
)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where units' names stand, where a clause may begin to name, and the clauses of long speech."""

    blocked: dict[int, int]
    heads: set[int]
    run_ons: Sequence[tuple[int, int]]


def find_mentions(text: str, clauses: Sequence[Clause], hits: Sequence[Hit], scene: Scene) -> list[Mention]:
    """All mentions in the order of the text; they don't overlap."""
    masks = masks_of(hits)
    heads = heads_of(text, clauses, masks)
    mentions = [*numbered(text, heads, scene), *anaphors(text)]
    taken = bytearray(len(text) + 1)
    mentions += (
        Mention(hit.start, hit.end, (hit.matter,), How.CODE, SURE, True, True, True)
        for hit in hits
        if hit.matter is not None and text[hit.start : hit.end] in codes_of(scene.registry.codes[hit.matter])
    )
    for mention in mentions:
        taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    mentions += _named(text, hits, _Places(blocked_by(masks), heads, _run_ons(text, clauses)), taken, scene)
    mentions = [_own_rather(text, mention, scene) for mention in mentions if not _is_denied(text, mention)]
    begins = {mention.start for mention in mentions}
    mentions = [mention for mention in mentions if not (text[mention.start] == "第" and mention.end in begins)]
    mentions = [one for one in mentions if not _is_in_passing(text, one, mentions)]
    ends = {one.end: text[one.end - 1] for one in mentions if one.is_own and one.is_whole}
    mentions = [_nearly(text, one, heads, scene) for one in mentions if not _is_a_compound(text, one, ends)]
    mentions = with_siblings(text, placed(text, mentions), scene.registry)
    mentions = with_contrasts(text, heads, mentions, scene.registry)
    return with_short_names(text, heads, mentions, scene)


def _is_denied(text: str, mention: Mention) -> bool:
    """不是征收那个二期; 019之外; words that say something else."""
    before = max(0, mention.start - NEAR), mention.start
    if DENIED.search(text, *before) or OF_OTHERS.search(text, *before) or DENIED_AFTER.match(text, mention.end):
        return True
    if mention.how is How.CODE:
        return False
    if NUMERAL.fullmatch(text, mention.start, mention.end) or _is_cut_from_a_number(text, mention.start):
        return True
    if not mention.is_own and STATE.fullmatch(text, mention.start, mention.end):
        return True
    is_passed = not mention.is_head and not (mention.is_whole and mention.is_own)
    return is_passed and WAITED_FOR.search(text, *before) is not None


def _is_a_compound(text: str, mention: Mention, ends: Mapping[int, str]) -> bool:
    """消防 in 安置房一期消防验收 is an acceptance of that matter, no matter of the fire brigade's.

    ends: where names of the teller's own matters end, and their last character: 南岸北岸, 一厂二厂 are two of a kind.
    """
    if mention.how is not How.NAME or PHASE.fullmatch(text, mention.start, mention.end):
        return False
    return ends.get(mention.start, text[mention.end - 1]) != text[mention.end - 1]


def _nearly(text: str, mention: Mention, heads: set[int], scene: Scene) -> Mention:
    """二中迁建 where the ledger has 三中迁建: another word stands where the name has its own."""
    if mention.how is not How.NAME or mention.is_head or mention.is_whole or len(mention.candidates) != 1:
        return mention
    head = max((at for at in heads if at < mention.start), default=mention.start)
    before, said = text[head : mention.start], text[mention.start : mention.end]
    if OTHER_ONE.fullmatch(before) is None:
        return mention
    names = scene.registry.names(mention.candidates[0])
    own = [name[at - len(before) : at] for name in names if (at := name.find(said)) >= len(before)]
    if not own or before in own or any(char.isdecimal() for word in own for char in word):
        return mention
    return replace(mention, how=How.SOUND, is_weak=True)


def _is_in_passing(text: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """滨河公园 in 城东市场因滨河公园施工停工: a second name behind such a word is not what is spoken of."""
    found = IN_PASSING.search(text, max(0, mention.start - NEAR), mention.start)
    if found is None or mention.how is How.ANAPHOR:
        return False
    clause = max(text.rfind(mark, 0, found.start()) for mark in ",。;!?\n:") + 1
    return any(clause <= other.start and other.end <= found.start() for other in mentions)


def _own_rather(text: str, mention: Mention, scene: Scene) -> Mention:
    """托育中心 said by the unit that leads 北塘区托育中心 is its own, though another's name is nearer."""
    if mention.is_own or mention.how is not How.NAME or mention.end - mention.start < SHORTEST_SHARED:
        return mention
    said = text[mention.start : mention.end]
    fitting = tuple(
        number
        for number in scene.own_few()
        if any(
            said in name or (not mention.is_whole and runs_through(said, name)) for name in scene.registry.names(number)
        )
    )
    if len(fitting) != 1:
        return mention
    return replace(mention, candidates=fitting, is_own=True, is_weak=False)


def _is_cut_from_a_number(text: str, start: int) -> bool:
    """10KV in 110KV."""
    return start > 0 and text[start].isdecimal() and text[start - 1].isdecimal()


def _run_ons(text: str, clauses: Sequence[Clause]) -> list[tuple[int, int]]:
    spans = [(clause.start, clause.end) for clause in clauses if clause.end - clause.start > RUN_ON_LENGTH]
    return [(start, end) for start, end in spans if not WRITTEN.search(text, start, end)]


def _named(text: str, hits: Sequence[Hit], places: _Places, taken: bytearray, scene: Scene) -> list[Mention]:
    scene.objects = frozenset(found.end() for found in DONE_TO.finditer(text))
    judged = [
        (group, judge(group, places.heads, places.run_ons, scene))
        for group in groups_of(text, hits, places.blocked, taken, scene)
    ]
    for _ in range(LONGEST_LIST):  # 一期、二期、三期都停工: a name that follows a name stands where a name may stand
        listed = {match.end() for _, mention in judged if mention and (match := AND.match(text, mention.end))}
        heard = [(group, found or judge(group, listed, places.run_ons, scene)) for group, found in judged]
        if heard == judged:
            break
        judged = heard
    return without_scraps([without_verb(text, mention) for _, mention in judged if mention is not None])
