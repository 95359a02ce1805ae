"""Matters called by their numbers, #3, 003, 第三项, 3 65%, and words that stand for one: 该项目, 前者."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.reading.mentions import RANKS, SURE, How, Mention, Scene, rank_of
from handlers.reading.numerals import number

NUMBERED = re.compile(
    r"(?:(?<!\d)#|NO\.?|№) ?(?P<hash>\d{1,4})(?!\d)"
    r"|第(?P<nth>[\d一二三四五六七八九十]{1,3})(?:[项号]|(?<=第[\d一二三四五六七八九])个)"  # 第28个行业
    r"(?!站|点|村|镇|月|周|标段|小区|断面|工作日|季度|台风|洪水|文|令|通知|公告|楼|线|标|桥)"
    r"|(?<![\d.])(?P<padded>0\d{1,3})(?![\d.年月日%标])"
    r"|(?<![\d.])(?P<called>\d{1,3}|[一二三四五六七八九十]{1,3})号"
    r"(?:项目|事项|工程|督办|(?=[ ]*(?:为什么|为啥|怎么|咋|到哪|啥情况|什么情况))"
    r"|(?=[ :]*(?:从|由|现|已|还)?\d{1,3}(?:\.\d)?%))"
    r"|(?<=[ 一-鿿\d%])[ ](?P<rowed>0\d{1,3})(?=[ ]*:)"
    r"|(?:^|(?<=\n))[ ]*(?P<lined>\d{1,3})号(?=[ ]*:)|(?<=[)、])(?P<listed>\d{1,4})(?=[ :][一-鿿\d])"
    r"|(?:事项|项目|编号|序号|督办件|任务)(?P<after>\d{1,4})(?=[ :,的是]|号)"
    r"|(?<![\d.])(?P<before>\d{1,3})#(?=[ :]*\d{1,3}(?:\.\d)?%)"
    r"|(?:^|(?<=[\n,;。]))[ ]*(?P<bare>\d{1,3})"
    r"(?=[ ]+(?:\d{1,3}(?:\.\d)?%|停|已|完工|未开|没开|无进展|没变|正常|正在)|[ ]*:[ ]*\d{1,3}(?:\.\d)?%)"
    r"|(?:(?<=[\n,;。])|^)[ ]*(?P<still>0?\d{2,3})"
    r"(?=(?:暂?无|没有?|暂没)(?:什么|啥|任何)?新?的?(?:进展|变化|情况|动静))"
    r"|^(?:更正|改正|订正|纠正)[ :]*(?P<mended>\d{1,4})(?:号|项)?(?=[ :,改应为])"
)
LIST = 2  # so many names stand together at least
NEEDS_TO_BE_KNOWN = ("nth", "padded", "called", "after", "before", "bare", "lined", "listed", "rowed", "still")
ANAPHOR = re.compile(
    r"(?:上述|该|此|本|上面那个|前述)(?:项目|工程|事项|工作|任务|项)|上述(?=[^一-鿿]|进度|已)|(?:这|那)个?(?:项目|事项)|[前后]者"
    r"|(?:上述|以上|这)[两二2三3四4][个项条](?:项目|工程|事项|任务|工作)?"
)


ASKED_FOR = re.compile(r"(?:0\d{1,3} ?[、,和与及跟同]|[看查问找]一?下?) ?$")  # 003、008、009
NTH = re.compile("第(?P<nth>[一二三四五六七八九])[个项]")
AND = re.compile("[、,和与及]")


def placed(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """003、008两个事项:第一个 … 第二个 …: the places of a list that was just given, not numbers of the ledger."""
    ordered = sorted(mentions, key=lambda mention: mention.start)
    nths = [(found, one) for one in ordered if (found := NTH.fullmatch(text, one.start, one.end))]
    if not nths:
        return ordered
    before = [one for one in ordered if one.end <= nths[0][1].start and one.candidates]
    listed = before[-1:]
    for one in reversed(before[:-1]):
        if not AND.fullmatch(text, one.end, listed[0].start):
            break
        listed.insert(0, one)
    if len(listed) < LIST:
        return ordered
    for found, one in nths:
        place = int(number(found["nth"]) or 0)
        if place <= len(listed):
            one.candidates = listed[place - 1].candidates
    return ordered


def numbered(text: str, heads: set[int], scene: Scene) -> list[Mention]:
    """Matters called by the number at the end of their code."""
    mentions = []
    for found in NUMBERED.finditer(text):
        kind = found.lastgroup or ""
        if kind == "padded" and found.start() not in heads and not ASKED_FOR.search(text, 0, found.start()):
            continue
        value = number(found[kind])
        known = scene.registry.by_ordinal(int(value)) if value is not None else ()
        if not known and kind in NEEDS_TO_BE_KNOWN:
            continue
        if kind == "nth" and value is not None and _has_item(text, int(value)):
            continue
        if kind == "called" and text.find(found[0], 0, found.start()) >= 0:
            continue  # 1号公厕、2号公厕 … 其中1号70%: the number of what was named, not one of the ledger
        own = tuple(matter for matter in known if rank_of(matter, found.start(), scene) < len(RANKS))
        start = found.start(kind) if kind in ("bare", "mended", "lined", "rowed", "still") else found.start()
        if kind in ("lined", "listed") and not own:
            continue
        if _ends_a_name(text, found, scene):
            continue  # 海牧2号:18%
        candidates = own if len(own) == 1 else tuple(known)
        begins = kind != "rowed"  # 006:45 005:66: what stands before the number is of the one before
        mentions.append(Mention(start, found.end(), candidates, How.CODE, SURE, begins, True, True))
    return mentions


def _ends_a_name(text: str, found: re.Match[str], scene: Scene) -> bool:
    """Whether the number, with what stands before it, is the whole name of one of the sender's own matters."""
    if not "\u4e00" <= text[found.start() - 1 : found.start()] <= "\u9fff":
        return False
    names = (name for matter in scene.own_few() for name in scene.registry.names(matter))
    said = found[0].rstrip(":, ")
    return any(
        name.endswith(said) and len(name) > len(said) and text.endswith(name, 0, found.start() + len(said))
        for name in names
    )


def _has_item(text: str, ordinal: int) -> bool:
    """第2项 in a message that has a second item means that item."""
    return re.search(rf"(?:^|\n)[ ]*{ordinal}[、.)]", text) is not None


def anaphors(text: str) -> list[Mention]:
    """Words that stand for a matter named before."""
    return [
        Mention(found.start(), found.end(), (), How.ANAPHOR, 0.0, True, True, False) for found in ANAPHOR.finditer(text)
    ]
