"""Difficulties stated for a matter, and whom it asks for help."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handlers.reading import vocabulary as words
from handlers.reading.clauses import Role
from handlers.reading.pieces import Piece
from handlers.reading.registry import Hit, Registry
from handlers.reading.state_words import STOP_OVER, any_of

PROBLEM = re.compile(
    any_of(words.PROBLEM_WORDS).pattern
    + "|[抽搞弄干做推拆谈催进出倒运要拿批赶跟顶扛修装搬](?:也|都)?不(?:了|赢|动|下来?|成|起|出去?|上|来|过)"
)
NO_PROBLEM = re.compile(
    "(?:没有?|无|暂无|未见)(?:啥|什么|任何|大的?|明显|其他|其它|太大的?)?(?:困难|问题|难点|难题|障碍|阻碍|风险)"
    r"|不足(?=\d|[一二三四五六七八九]成|百分之|[二三四五]分之)"
    r"|(?:没有?|暂?无)(?:需要?)?(?:协调|解决)(?:解决)?的?(?:困难|问题|事项)"
    r"|(?:均|都|全部|也)?无(?:[一-鿿]{2,3}[和与、及]?){0,3}(?:问题|事故|投诉)"
    r"|(?:比计划|较计划|进度|稍|有点|略)[^,。;]{0,4}慢了?(?:点|些|一点|一些)?(?=$|[,。;])|"
    + any_of([*words.NO_PROBLEM, *words.NOT_STOPPED]).pattern
    + f"|{STOP_OVER}"
)
SOLVED = re.compile(
    r"(?:已|已经|均已|都|全部|现)[^,。;]{0,6}(?:"
    + "|".join(words.SOLVED_WORDS)
    + r")|(?:解决|化解|消除|克服)了|问题解决(?=$|[,。;])"
    r"|(?:毛病|故障|问题|漏点|隐患)[^,。;]{0,4}(?:修好|修复|排除|处理)了?|[日号天后]恢复|恢复(?:施工|正常)|复工"
    r"|(?:又|重新|继续)(?:干|开|忙|动|施工)起来|又(?:开工|动工|开干)了"
)
NEAR = 5  # characters
NOT_SOLVED = re.compile(r"未|没|无法|不能|仍|还")
ASK = re.compile(
    r"(?:恳请|烦请|麻烦|拜托|劳驾|提请|申请|需要|还需|需|请|望|建议|盼|求)(?P<whom>[^,。;!?|\n]{2,16}?)(?:"
    + "|".join(words.NEED_WORDS)
    + ")"
)
ASK_NOBODY = re.compile(r"审核|审定|审阅|批准|知悉|指示|批示|查收|领导放心")
PLAIN_NOTHING = re.compile(r"[ ]*(?:无|暂无|没有|无\.|-+|/|没|正常|均?无|暂未发现|未发现)[。 ]*$")


def has_problem(text: str, pieces: Sequence[Piece]) -> str:
    """The words of the first difficulty; empty where none is told or all are told as solved."""
    for number, piece in enumerate(pieces):
        said = piece.said(text)
        if piece.role is Role.PROBLEM and not PLAIN_NOTHING.match(said) and not _is_denied(said):
            return said
        if piece.role is Role.NEED and not PLAIN_NOTHING.match(said):
            return said
        if piece.role in (Role.PLAN, Role.NUMBER, Role.UNIT, Role.DUE, Role.NAME, Role.ASKED):
            continue
        if _asks(said) or (_is_difficulty(text, piece, said) and not _is_over(text, piece, pieces[number + 1 :])):
            return said
    return ""


def _is_over(text: str, piece: Piece, after: Sequence[Piece]) -> bool:
    """…影响施工两天,现已恢复: told as solved later in the sentence."""
    rest = [later.said(text) for later in after[:3] if (later.line, later.sentence) == (piece.line, piece.sentence)]
    return any(SOLVED.search(said) and not NOT_SOLVED.search(said) for said in rest)


def _is_denied(said: str) -> bool:
    return NO_PROBLEM.search(said) is not None and not PROBLEM.search(NO_PROBLEM.sub("", said))


def _is_difficulty(text: str, piece: Piece, said: str) -> bool:
    if piece.named is not None:
        said = text[piece.start : piece.named[0]] + "。" + text[piece.named[1] : piece.end]
    plain = NO_PROBLEM.sub("。", said)
    found = PROBLEM.search(plain)
    if found is None:
        return False
    solved = SOLVED.search(plain, found.end()) or SOLVED.search(said)  # 涨价问题已经解决
    return not (solved and not NOT_SOLVED.search(solved.string, max(0, solved.start() - NEAR), solved.end()))


def _asks(said: str) -> bool:
    found = ASK.search(said)
    return found is not None and not ASK_NOBODY.search(said)


def needs_of(text: str, pieces: Sequence[Piece], registry: Registry, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Units or people asked to help, as the registry names them; others as written."""
    asked: dict[str, None] = {}
    for piece in pieces:
        for found in ASK.finditer(text, piece.start, piece.end):
            if ASK_NOBODY.search(text, piece.start, piece.end):
                continue
            start, end = found.span("whom")
            known = [hit for hit in hits if start <= hit.start < end and (hit.unit or hit.person)]
            if known:
                hit = max(known, key=lambda hit: hit.end - hit.start)
                asked[hit.unit or registry.people[hit.person or ""].name] = None
                asked.update((unit, None) for unit in _listed_with(text, hit, hits))
            elif whom := UNIT_LIKE.match(found["whom"]):
                asked[whom[0]] = None
    return tuple(asked)


def _listed_with(text: str, hit: Hit, hits: Sequence[Hit]) -> Iterator[str]:
    """请城管局和交通局、水利局配合: the units that stand in a row with the first."""
    while joint := LISTED.match(text, hit.end):
        following = [one for one in hits if one.start == joint.end() and one.unit]
        if not following:
            return
        hit = max(following, key=lambda one: one.end)
        yield hit.unit or ""


LISTED = re.compile("[、,和与及跟]|以及")
UNIT_LIKE = re.compile(
    r"[一-鿿]{1,10}?(?:局|委|办|部|科|室|队|公司|政府|院|中心|厅|处|站|所|镇|乡|街道|单位|支队|县|区|领导)(?=[^一-鿿]|$|[派出到予尽给解加牵帮协支督配审批明研催过调安抓指])|[一-鿿]{2,10}$"
)
