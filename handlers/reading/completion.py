"""Is the whole matter said to be done? 已竣工验收, 全部换完了, 钥匙都发了, 送电成功; not 门楼修好了."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.reading import vocabulary as words
from handlers.reading.pieces import Piece
from handlers.reading.ranks import TAKEN_BY
from handlers.reading.state_words import OUR_SHARE, RUMOUR, any_of
from handlers.reading.subject import Subject
from handlers.reading.told import same_length

COMPLETED = any_of(words.COMPLETED_WORDS)
ALL_DONE = re.compile(words.ALL_DONE)
ACCEPTED = re.compile(
    "已(?:正式|全部|整体)?(?:移交|交付|交)给?(?!监理|施工)(?=[一-鿿]{1,8}(?:管护|管理|使用|运营|维护|管养))|通过了?[^,。;]{0,10}?验收|验收(?:[全都已也]票?|顺利|一次性?)*(?:通过|过)(?=了|$|[,。;])"
)
NOT_COMPLETED = any_of(words.NOT_COMPLETED)
AFTER_COMPLETED = re.compile(
    r"了?(?:并|且|、|$|全[部面都]?[完办竣移交]|[,。;!()\s|]|投|交|验|移|启|送|通|可|能|使用|通过|的(?![\d一二两三四五六七八九十百几事问])|情况|(?:100|百分之百)|运行|运营|至今|以来|啦|吧|咯|任务|整改|销号|竣工|验收|联网|企业|业主|接待|服务|迎|对外|办公)"
)
AFTER_INTRANSITIVE = re.compile(r"了(?=[一-鿿])(?![一两三四五六七八九十几大个])")  # 上月就开门了老人天天来
INTRANSITIVE = ("开门", "开业", "营业", "投用", "竣工", "完工", "通车", "开园", "开馆", "收官", "投产", "开张")
AFTER_BARE = re.compile(r"了?(?:任务|整改|竣工验收|终验|验收|[并且、]|$|[,。;!()\s|啦吧咯])")
COUNT = re.compile(
    r"(?<![\d.])(?P<many>\d{1,6}(?:\.\d{1,3})?)[来余多]?"
    r"(?:项|件|处|个|户|家|条|起|万元|亿元|座|所|名|人|台|套|批|栋|条|宗|亩|万亩|个?村|个?镇|个?点位|个?社区|个?小区|个?单位)"
    r"|余下|剩余|剩下的?"
)
ALL_OF_THEM = re.compile(
    r"(?:\d{1,6}(?:\.\d{1,3})?|[一二两三四五六七八九十百]{1,4})[个余多]?[一-鿿]{1,3}?(?=(?:已|均|都)*全)"
)
DONE_VERB = re.compile(r"(?P<verb>[一-鿿])(?:完|好|齐|清|毕|妥|满|到位)(?:了|啦|咯|喽)?(?=$|[,。;!()\s])")
ALL_OF_A_LIST = re.compile(
    r"(?:全部|全(?![年市县区镇乡长面线程村省天])|统统|全都|均已|都已经?)(?P<act>[一-鿿]{2,10}?)(?:了|啦|完|好|毕|齐|清)?(?=$|[,。;!()\s])"
)
BESIDE = re.compile(
    "(?:验收|通过|竣工|建成|收尾|扫尾|联网|联调|完成|完工|合格|挂牌|整改|复核|终验|备案|开门|正式|综合|环保|并)+$"
)
ENTRIES = re.compile("^(?:的|那边|这边)*(?:款项?|资金|钱|问题|事项|案件|案子|件|任务|活)(?=已|都|全|均|统)")
NAME_IS_DONE = re.compile("^[ ]*〓+(?:那个|这个|已经?|早就?|都|全)*完了(?=$|[,。;!\\s昨今上前])")  # 农村墓地完了
HANDED_OVER = re.compile("钥匙[^,。;]{0,6}(?:发|交|移交|拿|领)(?:了|完|到|给|齐|出)")
REMAINS = re.compile(
    r"(?:其余|余下|剩余|剩下?|还剩|还有|另有|还差|另外?|没[改办修做]的?)[^,。;%]{0,4}(?:\d|[一两三四五六七八九十几]+[项件处个户家座])"
)
LIST_BEHIND = re.compile(
    r"(?:完成|完工)了?(?::[ ]*[一-鿿]{2}(?!毕|\d)|[( ]+[ ]*(?!全|共|累计|总)[一-鿿]{2,6}(?:\d|、|\)))"
)  # 已完成:桩基、承台
OF_A_PERIOD = re.compile(
    "(?:今[天日]|当[天日]|昨[天日]|本[周月]|这[周月]|这个月|今年|年度|全年)的?(?:目标)?(?:工作|任务|活儿?)|今[天日晚]收工|这[周月]干完"
)
OF_ONE_KIND = re.compile(
    "(?:消防|人防|规划|节能|防雷|专项|阶段|分项|档案|主体)验收[也已都全]?(?:合格|通过|过)了?"
)  # one of several acceptances
NAMED_ACTS = ("整改", "治理", "处置", "化解", "销号", "清零", "排查")
ACT_IS_DONE = re.compile("(?:已经?|均已|全部|都)*(?:到位|完毕|完成)了?(?=$|[,。;!\\s])")
THIS_MATTER = re.compile("(?<=[了完好毕过])(?:这个|这件|这项|该)(?:事情?|项目|工程|任务|工作)")  # …印发了这个事算办完了
WHERE = re.compile("在[一-鿿]{2,6}(?=(?:圆满|顺利|成功|胜利|如期)*$)")  # 演练在白沙圆满结束
BY_SIGNING = "签约"
NEAR = 10  # characters behind the clause
RUN_ON = 10  # characters without a stop
DONE_IN_SPEECH = re.compile(
    "(?:(?:全部|全都|都|统统)(?:[一-鿿]{0,4}?[完好清毕妥齐光拢]|弄好|搞定|完成)(?:了|啦|哉|咯)(?=[一-鿿 ]|$)"
    "|(?:任务|整改|工作)?全部(?:完工|竣工|结束|办结)(?=[一-鿿]|$)"
    "|(?:任务|整改|工作)?全部完成了?(?=$|另|还有|现在|目前|正在|就|下一|然后|但|不过|等|准备|预计))"
    "(?!以?[前后]|之[前后]|[需要还才约得再但]|就(?:[差看等可能剩]|是)|只[差等]|进入|转入|马上|准备|正式|明年|的(?:话|时候))"
)
LATER = re.compile("[约需要还才后就得再]|预计|计划|力争|争取")  # 全部完成约需十天
PRELIMINARY = re.compile("前期|筹备")  # before the work itself
LAST_END = re.compile(".*[了完好啊呢吧嘛着哉咯剩]")
SENTENCE_END = re.compile("[;\n]")
REACH = 40  # characters that may tell what remains


def completes(text: str, piece: Piece, said: str, subject: Subject, is_list: bool) -> bool:
    """True if the clause says that the whole matter is done; `is_list`: it is a quota or a list."""
    said = OF_ONE_KIND.sub(same_length, said)
    if NOT_COMPLETED.search(said) or OUR_SHARE.search(said) or RUMOUR.search(said):
        return False
    if LIST_BEHIND.search(text, piece.start, piece.end + NEAR) or (not is_list and OF_A_PERIOD.search(said)):
        return False
    if _tells_of_a_rest(text, piece, said, subject):
        return False
    if BY_SIGNING in said and REMAINS.search(text, max(0, piece.start - REACH), piece.start):
        return False
    if any(_is_of_the_whole(before, subject, is_list) for before in _ends(text, piece, said, subject, is_list)):
        return True
    return (
        NAME_IS_DONE.search(said) is not None
        or _is_the_names_act_done(text, piece)
        or subject.has_done_act(said)
        or subject.is_out(said)
        or subject.is_awarded(said)
        or HANDED_OVER.search(said) is not None
    )


def _is_the_names_act_done(text: str, piece: Piece) -> bool:
    """督察整改到位: the name itself tells what is done."""
    if piece.named is None or not text[: piece.named[1]].endswith(NAMED_ACTS):
        return False
    return ACT_IS_DONE.match(text, piece.named[1]) is not None


def _ends(text: str, piece: Piece, said: str, subject: Subject, is_list: bool) -> Iterator[str]:
    """What stands before each word of completion."""
    ends = ((pattern, found) for pattern in (COMPLETED, ALL_DONE, ACCEPTED) for found in pattern.finditer(said))
    for pattern, found in ends:
        if (
            pattern is ALL_DONE
            and not is_list
            and (step := words.STEPS.search(found[0]))
            and not subject.has(step[0][0])
        ):
            continue  # 全部招标完成
        after = AFTER_BARE if found[0].endswith("完成") else AFTER_COMPLETED
        is_over = (pattern is ACCEPTED and (found[0].startswith("已") or said.startswith("了", found.end()))) or (
            found[0].endswith(INTRANSITIVE) and AFTER_INTRANSITIVE.match(said, found.end())
        )
        is_own_act = found[0].endswith("全部完成") and subject.names_word(said[found.end() : found.end() + 2])
        if is_over or is_own_act or after.match(said, found.end()):
            yield piece.before(text, piece.start + found.start())
    for found in DONE_VERB.finditer(said):
        is_all = said[found.start() - 1 : found.start()] in ("全", "都")
        if subject.is_done_by(found["verb"], is_list, is_all):
            yield piece.before(text, piece.start + found.start())
    yield from _ends_in_speech(text, piece, said)
    if running := subject.runs(said):
        yield piece.before(text, piece.start + running.start())
    if is_list:
        for found in ALL_OF_A_LIST.finditer(said):
            if not words.STEPS.search(found["act"]) and not LATER.search(found["act"]):
                yield piece.before(text, piece.start + found.start())


def _ends_in_speech(text: str, piece: Piece, said: str) -> Iterator[str]:
    """…拿到手了全部弄完了啊…: where nobody sets a stop, another clause follows at once."""
    if len(said) < RUN_ON:
        return
    for found in DONE_IN_SPEECH.finditer(said):
        yield LAST_END.sub("", piece.before(text, piece.start + found.start()))


def _is_of_the_whole(before: str, subject: Subject, is_list: bool) -> bool:
    if (said := THIS_MATTER.search(before)) and subject.is_whole(before[said.end() :]):
        return True
    before = BESIDE.sub("", ALL_OF_THEM.sub("", WHERE.sub("", before)))
    if (found := PRELIMINARY.search(before)) and not subject.names_word(found[0]):
        return False
    if before.endswith(BY_SIGNING) and any(map(subject.names_word, TAKEN_BY[BY_SIGNING])):
        before = before.removesuffix(BY_SIGNING)
    if is_list:
        before = ENTRIES.sub("", COUNT.sub("", before))
    return subject.is_whole(before)


def _tells_of_a_rest(text: str, piece: Piece, said: str, subject: Subject) -> bool:
    """33项已经整改到位,其余5项正推进; 33 of the 38 that the title names."""
    counts = [found for found in COUNT.finditer(said) if found["many"]]
    if not counts:
        return False
    if REMAINS.search(SENTENCE_END.split(text[piece.start : piece.start + len(said) + REACH], maxsplit=1)[0]):
        return True
    return any(subject.names_more_than(float(found["many"])) for found in counts[-1:])
