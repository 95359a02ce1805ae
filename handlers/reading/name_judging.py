"""How much of a name must be there to name a matter: less of an own one, less where a clause begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.reading.mentions import RANKS, How, Mention, Scene, rank_of
from handlers.reading.name_index import Chain
from handlers.reading.vocabulary import ACTS

HEAD_OWN = 0.6  # how much of a name must be there: at the head of a clause, of an own matter
HEAD_FOREIGN_WEAK = 1.0  # of another unit's matter: enough to ask
HEAD_FOREIGN = 2.0  # and enough to take it
INSIDE_OWN = 2.0  # not at the head of a clause
RUN_ON = 1.0  # in long speech without punctuation
LONG_NAME = 4
DONE_ACT = re.compile("(?:正式|成功|顺利|已经?)?(?:" + "|".join(ACTS) + ")$")  # 宏远风电正式签约了
SCRAP = 2  # characters


def judge(chains: list[Chain], heads: set[int], run_ons: Sequence[tuple[int, int]], scene: Scene) -> Mention | None:
    """The mention a group of equally good chains makes, or None if it is too little to be one."""
    chains = _as_written(chains)
    best = chains[0]
    ranks = {chain.matter: rank_of(chain.matter, best.start, scene) for chain in chains}
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


def without_scraps(mentions: list[Mention]) -> list[Mention]:
    """城区 in 城区黑臭水体: two characters that run into a whole name name nothing of their own."""
    begins = {mention.start for mention in mentions if mention.is_whole}
    return [m for m in mentions if m.is_whole or m.end - m.start > SCRAP or m.end not in begins]


def without_verb(text: str, mention: Mention) -> Mention:
    """复议积案清完了 speaks of 复议积案: the verb is what is told, though the name has it, too."""
    said = text[mention.start : mention.end]
    if (act := DONE_ACT.search(said)) and act.start() > SCRAP and text.startswith("了", mention.end):
        return replace(mention, end=mention.start + act.start())
    if (
        mention.is_whole
        or mention.end - mention.start <= SCRAP
        or not (text[mention.end : mention.end + 1] in ("完", "好", "毕") or text.startswith("建成", mention.end - 1))
    ):
        return mention
    return replace(mention, end=mention.end - 1)


def _as_written(chains: list[Chain]) -> list[Chain]:
    """白杨村大棚 and 柏杨村大棚 sound alike: the one that is written is meant."""
    longest = chains[0].end - chains[0].start
    exact = [chain for chain in chains if chain.is_exact and chain.end - chain.start >= longest]
    return exact or chains


def _foreign(mention: Mention) -> Mention | None:
    """Another unit's matter: its whole name counts anywhere, a part only where a clause begins."""
    if mention.is_whole and mention.how is How.NAME and (mention.is_head or mention.end - mention.start >= LONG_NAME):
        return mention
    if not mention.is_head or mention.weight < HEAD_FOREIGN_WEAK:
        return None
    mention.is_weak = mention.weight < HEAD_FOREIGN or mention.how is How.SOUND
    return mention
