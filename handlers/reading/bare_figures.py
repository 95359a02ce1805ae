"""Figures told without a sign: 新院区六十六, 返工 66, 现39, 76咯."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.reading import vocabulary as words
from handlers.reading.clauses import Role
from handlers.reading.numerals import number
from handlers.reading.pieces import Piece
from handlers.reading.ranks import BEHIND_A_CLAUSE, ends_a_clause
from handlers.reading.subject import Subject

CN = "零一二两三四五六七八九十"
PARTICLES = "(?:了|整|左右|吧|啊|咯|啦|喽|哈|嘛|呢|哟|的样子|上下){0,2}"
MEASURES = (
    "个项件处户家条座所名人台套批栋口宗亩米公万亿元吨方平里号期标年月日天点块根层片孔楼组队辆次岁张份只路线段区周倍多余来几第级以之至到分"
    "成千百小架本门间场样镇乡村县厅寸升克斤年幢株头位笔枚支部艘"
)
BARE = re.compile(
    rf"(?P<bare>(?<![\d.#\-A-Z月])\d{{1,3}}(?:\.\d{{1,2}})?(?![\d.])|(?<![{CN}])(?!(?:五一|十一|六一|三八|七一|八一)(?:放|假|节|前|后|期|长|小|黄|当|那|开|过))[{CN}]{{1,4}}(?:点[{CN}]{{1,2}})?)"
    rf"(?:(?={PARTICLES}\s*(?:$|[,。;()\s]|不对|不是|预计|力争|争取|没啥|没动|没变|不变|未变|持平|剩|主要|还差|就差|只差|还剩|就剩"
    r"|但|不过|然后|另外|还有|因为|由于|最快|等))"
    rf"|(?P<runs_on>)(?=[一-鿿])(?![{MEASURES}{CN}]))"
)
PROGRESS_END = re.compile(
    rf"(?:{words.ADVANCE}|应该?[是为]|改[成为]|具体|准确|折[算合]|完成率|进度|总体|整体|总的|形象|进展|总|进度到|完成|达到|整体到|总体到"
    r"|推进到|目前|现在|眼下|这会儿|当前|现|整个|总共|实际)(?:到了?|约|大概|大约|还是|仍是|仍为|是|为|有|已|了|差不多|:)*$"
)
OF_ANOTHER_KIND = re.compile("(?:得分|评分|分数|均分|总分|排名|名次|第|满意度)[为是]?$")
OF_SOMETHING_ELSE = re.compile("%?是[一-鿿]{1,6}(?:的(?![一-鿿])|[量率](?=$|[,。;]))")  # 85%是油面的
STANDS_AT_NOTHING = re.compile("(?:还是|仍是|仍为|进度[是为]?)$")  # 二期还是0
TOTAL_END = re.compile(
    "(?:整个(?:项目|工程|儿)|总体|整体|总的|总进度|综合)(?:已经?|算下来|起来|算|进度|完成|大概|差不多)*[到有是达为按]?$"
)
CALLED_TOTAL = 4.85  # the least rank of a figure that its own words call the whole
FORMER = re.compile(
    r"(?:(?<!哦)不是|而非|从|由|(?<!还是)(?<!仍是)原来?|(?:本来|原本|原先)(?:想|打算|要)?(?:写|报|填)?|上周|上月|上次|去年|之前|此前|上期|[原上]次?报的?|[写打报填输]成了?|(?:上周|上次|上月|昨[天日]|之前|前[天期])[^,。;]{0,8}报的?|前面|昨天|昨日|上回)(?:[跟给向]您?你?)?(?:报|说|写)?(?:的|是|为|成)?$"
)
MENDED = re.compile(
    r"不对|[啊呃噢哎哦]不(?=[,是\d百])|错了|说错|报错|更正|说串|口误|[打写说看弄搞报填输]反(?=了|$|[,。])|手滑|[输敲按打写填]错|应为|应该是|应是|实际是|不是|纠正|搞错|看错|念错|记错|哦"
    "|改成|改为"
)
NOT_THIS = re.compile(r"(?:不是|而非)\d{1,3}%?,?而?是$")  # 国控不是78是77
ABOUT = re.compile("(?:大概|差不多|大约|约摸?|估摸|也就)$")
STANDS = ("", "到", "现在到", "目前到", "还是", "仍是", "仍为", "就是", "现在是")  # 这周没谈拢,还是五十
TENS = 10  # what stands alone behind a clause is no count of things
ALL = 100


def bare_figures(
    text: str, piece: Piece, last: int, subject: Subject, is_mended: bool
) -> Iterator[tuple[float, float, int, int]]:
    """(value, rank, start, end) of each number without a sign that can only be a progress."""
    for found in BARE.finditer(text, last, piece.end):
        value = number(found["bare"])
        if value is None or value > ALL or (found["bare"][0] == "0" and len(found["bare"]) > 1):
            continue
        before = text[piece.start : found.start()]
        if FORMER.search(before) or OF_ANOTHER_KIND.search(before) or OF_SOMETHING_ELSE.match(text, found.end()):
            continue
        if rank := _rank(before, piece, found, value, subject, is_mended):
            yield value, rank, found.start(), found.end()


def _rank(
    before: str, piece: Piece, found: re.Match[str], value: float, subject: Subject, is_mended: bool
) -> float | None:
    at = found.start()
    before = NOT_THIS.sub("", before)
    is_right_behind = piece.named is not None and piece.named[1] == at
    if value == 0 and not is_right_behind and not STANDS_AT_NOTHING.search(before):
        return None  # 清零
    at_end = found.end()
    if found["runs_on"] is not None:
        told = before[piece.named[1] - piece.start :] if piece.named and piece.named[1] <= at else "?"
        if value >= TENS and (TOTAL_END.search(before) or (before.endswith("按") and found.string[at_end] in "报算计")):
            return CALLED_TOTAL
        if value >= TENS and found.string[at_end] in "吧了咯啦" and ends_a_clause(told.rstrip(), has_gap=False):
            return BEHIND_A_CLAUSE
        return 3.2 if value >= TENS and subject.is_whole(told) else None
    if TOTAL_END.search(before):
        return CALLED_TOTAL
    if _is_bare_progress(before, piece, at, subject, is_mended):
        return 4.2 if PROGRESS_END.search(before) else 3.2
    told = before[piece.named[1] - piece.start :] if piece.named and piece.named[1] <= at else before
    if TENS <= value < ALL and ends_a_clause(ABOUT.sub("", told.rstrip()), has_gap=told.endswith(" ")):
        return 2.5
    return None


def _is_bare_progress(before: str, piece: Piece, at: int, subject: Subject, is_mended: bool) -> bool:
    if piece.role is Role.PERCENT or before.strip() in STANDS:
        return True
    if piece.named and piece.named[0] < at and subject.is_whole(before[piece.named[1] - piece.start :]):
        return True
    if is_mended and subject.is_whole(before):
        return True
    if MENDED.search(before[-6:]) and subject.is_whole(MENDED.split(before)[-1]):
        return True
    return PROGRESS_END.search(before[-12:]) is not None and not before.rstrip().endswith("完成")
