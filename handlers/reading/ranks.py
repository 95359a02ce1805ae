"""How surely a figure is the whole matter's progress, by the words that say what it is of."""

from __future__ import annotations

import re

from handlers.reading import vocabulary as words
from handlers.reading.subject import Subject

SHARE = re.compile(r"占(?:了)?(?P<of>[^,。;]{1,16}?)(?:的|比)?(?:约|近|达|到|为|比例)*$")
SHARE_ALONE = re.compile(r"(?:^|[ ,金款宗项件处个户家座所名台套批口栋村笔亩])占(?:比|到|了)*(?:约|近|达|为)*$")
OF_ALL_HOUSES = re.compile("完成了?(?:应[签征拆迁])?总(?:户数|数|量|任务|面积)的$")
OF_THE_INVESTMENT = re.compile("完成了?总投资的?$")
COMPARED = re.compile(
    r"快了?$|慢了?$|超前|提前|同比|环比|增长|增幅|较|高于|低于|优于|下降|提升|上升|提高|增加|降低|减少|节约|下浮"
    r"|(?<![公里米亩户个天万方吨])多[了出]"
)
REACHED = re.compile("(?:了|完|户|个|口|处)" + words.ADVANCE + "$|了[^,。;]{2,8}到了?$")
MANY = r"(?:\d{1,5}|[一二两三四五六七八九十百几]+)"
FINISHED = re.compile(
    r"(?:得(?:还|挺|很|蛮|比较)?[一-鿿]{1,2}|了|中|着|完|还可以|还行|[都全均]已?到位|还在.{1,6}|正在.{1,6}"
    rf"|[了好完]{MANY}[余多来]?[个座台处根块节片套条户家栋层环榀][一-鿿]{{0,3}}|到{MANY}[层环节榀米]"
    r"|户|米|个|台|座|处|万|吨|方|平|亩|平方"
    r"|(?:\d|[一二两三四五六七八九十百几])[余多来]?[层片根孔跨栋段亩件项家条间套块榀人天](?:桩|梁|板|墩|管)?|(?:还没有?|尚未|还未)[一-鿿]{1,6}|[还就只]?差(?:一?点儿?|些)|在[弄搞做干忙]|[上中下]旬|月底|月初|年底|公里|封顶|合龙|贯通|过会|获批"
    r"|(?<!还)在[装铺浇砌挖建修做搞改拆测调试打吊绑焊刷种清整赶跑办写编审谈征迁搬筹备招育验]{1,2}[一-鿿]{0,4})$"
)
STAGE = re.compile(
    "(?:收尾|扫尾|调试|联调|试车|试运行|返工|稳|正常|顺利|有序|照常|通过|封顶|合龙|贯通|进场|到货|复工|启动|开工|动工|上线|不错|可以|起来|好|毕|妥|过|照干|[还就只]差[^,。]{1,10}|在[一-鿿]{1,8}|停工|停着|[慢快顺紧差难]了?(?:一?点|些)"
    "|(?:没有?|未|不)[一-鿿]{1,4}|已[一-鿿]{1,2}|[签发批立报])$"
)
RATES_OF_ANY = ("完成率", "任务完成率", "完成比例", "竣工率", "完工率", "建成率")  # of a list or not
CALLED_WHOLE = re.compile("总|整体|综合")
LAST_STAGE = re.compile("[ ]*(?:正在|还在|已经?)?(?:收尾|扫尾|收官|冲刺|返工)(?:阶段|中|了)?[ ]*")
LOOSE_PROGRESS = re.compile("进度[^,。;\\d完]{1,8}(?:差不多|大概|大约|约|有|到)了?$")
RATE = re.compile("(?:" + "|".join(words.RATE_VERBS) + ")(?:完成|任务)?率?(?:已|约|为|达到?|是|到|有|在|了)*$")
STEP_RATE = re.compile("(签约|征收|征迁|培训|普查|排查|摸排|入户|聘任|录用|开工|建档)率")
TAKEN_BY = {"签约": ("征收", "征迁", "拆迁")}  # by signing, houses are taken
ANY_RATE = re.compile("[一-鿿]{2,4}率(?:已|约|近|将近|为|达到?|是|到|有|在|了)*$")
OTHER_RATE = re.compile(
    "超限|超标|超载|成功|受理|答复|使用|利用|上座|入住|群众|投诉|空置|返贫|满意|合格|知晓|参与|出勤|响应|同比|投资|支付|及格|增长|签约|征收|拆迁|抽检|优良|开工|招标|巡"
)
SHARE_OF_AN_ACT = re.compile(
    "(?P<act>[装贴铺挖砌刷架打种换布埋拉焊吊征运撤搭立浇栽清卸挂搬填])了(?:约|近|差不多|大约|大概)?$"
)
THAT_IS = re.compile("(?:也就是|就是|差不多|大概|大约|约|折合|达到?|将近|近)+$")
ENTRIES = re.compile(
    r"(?:已经?|共|累计|[一-鿿])?[一二两三四五六七八九十百千]+(?:点[零一二三四五六七八九]+)?个?[亿万]元?|\d{1,6}(?:\.\d{1,3})?[个余多]?(?:项|件|处|个|户|家|条|起|座|所|名|人|台|套|批|口|栋|村|宗|笔)"
)
CLAUSE_END = re.compile("[了完好啊呢吧嘛]")
AT_WORK = re.compile(  # 护栏装完了在划标线: told last, what is being done now
    "(?:^|[一-鿿])(?:正在|还在|在)(?![建册线职内外前后此校编库手即这那])[一-鿿]{2,10}$|[一-鿿](?:要|得|需要?)(?:返工|重做|整改)$|(?:就是|[还就只])[剩差](?:下|了)?[一-鿿]{1,8}$"
    "|[剩差]点[一-鿿]{1,6}$|(?:接着|继续)(?:干|做|施工|推进)$|[一-鿿](?:恢复施工|恢复作业)$"
    "|差不多了(?:大概|大约|约)?$|卡住了$|(?:今[天日]|昨[天日])[^,。;]{0,6}[一-鿿](?:完|好|齐)了$"
)
STEP_OF_MANY = re.compile("应(?P<act>[签拆征搬迁腾发领检种接培建])")
ALL_OF_A_PART = re.compile("(?:总量|总数|总额|总户数|户数|总长度?|全长|总面积|总体量)$")
STILL_AT = re.compile("(?:还在|正在|在).{1,8}(?:大概|大约|差不多|约)$")
OWN_RATE = re.compile("(?:完成|办结|整改|销号|处置|化解)率(?:已|约|为|达到?|是|到)*$")
NOW_AT = re.compile("(?<=[一-鿿])(?:现在|目前|到现在|累计|合计|折下来|折合|现$)")
SHORT = 4  # characters
BEHIND_A_CLAUSE = 2.8
PART_OF_A_LIST = re.compile("|".join(words.PARTS_OF_A_LIST))
TOTAL_WORD = re.compile(
    "(?<=[啊呢了吧嘛哦呀宗件项条处份批方车片名吨个米亩户家台座处株人里块根孔层])(?:总|整体|施工)?进度|(?:前期|总的|整个|整体|综合)?算(?:下来|起来|是)|拢共|统共|总|整[条座](?:路|桥|线|河|渠)?|整个|整体|形象|综合|全部|全年"
)


def rank_of(label: str, subject: Subject, is_quota: bool, is_named: bool) -> float:
    """5: called the total, 4: the matter's progress, 3: a quota's share, 2 and 1: shares of money, 0: a part's."""
    if is_named and LAST_STAGE.fullmatch(label):
        return 3.5
    if SHARE_ALONE.search(label):
        return 3 if is_quota else 1
    if is_quota and OF_ALL_HOUSES.search(label):
        return 3
    if OF_THE_INVESTMENT.search(label):
        return 2
    if share := SHARE.search(label):
        return _rank_of_share(share["of"], subject, is_quota)
    compared = COMPARED.search(label)
    if compared and not subject.names_word(compared[0][:2]) and not re.search(r"(?:达到?|到|至)$", label):
        return 0
    if any(word in label for word in words.PART_WORDS) or _is_of_an_act(label, subject):
        return BEHIND_A_CLAUSE if AT_WORK.search(label) else 0
    if is_quota:
        label = ENTRIES.sub("", label)
    if is_quota and (own := OWN_RATE.search(label)) and PART_OF_A_LIST.search(label[: own.start()]) is None:
        return _rank_of_own_rate(label, own, subject)
    if (step := STEP_RATE.search(label)) and not any(map(subject.names_word, (step[1], *TAKEN_BY.get(step[1], ())))):
        return 0
    if rate := next((rate for rate in words.QUOTA_RATES if rate in label), None):
        head, _, tail = label.partition(rate)
        is_ours = subject.is_whole(head) and subject.is_whole(tail)
        return _rank_of_rate(rate, head, subject, is_quota) if is_ours else 0
    if is_quota and (found := RATE.search(label)) and subject.is_whole(label[: found.start()]):
        return 3
    if re.search(r"(?:任务|目标|计划|规划)[^,。]{0,6}的?$", label) or re.search(
        r"(?:任务|目标|计划)(?:已|共|累计)*完成了?(?:了|约)*$", label
    ):
        return _rank_of_task(label, is_quota)
    if found := LOOSE_PROGRESS.search(label):
        return 3 if subject.is_whole(label[: found.start()]) else 0
    if is_quota and (found := ANY_RATE.search(label)) and not OTHER_RATE.search(found[0]):
        return 2.2 if subject.is_wholly_named(label[: found.start()]) else 0
    if rest := subject.rest(label):
        if is_quota and len(rest) <= SHORT and PART_OF_A_LIST.search(rest) is None:
            return 1.6  # 已处置70%, 落地65%: of a list, what is done with its entries
        is_behind = (
            _after_a_clause(label, subject)
            or REACHED.search(label)
            or ends_a_clause(THAT_IS.sub("", label), has_gap=False)
        )
        if _reckons_anew(label, subject):
            return 4.85
        return _rank_of_tail(label, subject) or (BEHIND_A_CLAUSE if is_behind else 0)
    if re.search(r"总|整体|综合|形象|整个|整项|累计", label):
        return 5
    if "进度" in label or "进展" in label:
        return 4.5
    return 4 if is_named or "完成" in label else 3.5


def _rank_of_rate(rate: str, head: str, subject: Subject, is_quota: bool) -> float:
    """支出率 of 债券支出 before 到位率; 综合整改率 before both."""
    if not is_quota:
        return 3 if rate in RATES_OF_ANY else 0
    if CALLED_WHOLE.search(head):
        return 5
    return 3.3 if subject.names_word(rate[:2]) else 3


def _rank_of_own_rate(label: str, own: re.Match[str], subject: Subject) -> float:
    """化解率 of 积案化解; …现在还剩九台没检完成率: run on, and no other rate of a list ends so."""
    is_named_so = subject.names_word(own[0][:2]) and subject.is_whole(label[: own.start()])
    return 3.3 if is_named_so else 2.9


def _is_of_an_act(label: str, subject: Subject) -> bool:
    """地磅装了六成, 瓷砖贴了一半: a share of that act, unless the matter is named by it."""
    found = SHARE_OF_AN_ACT.search(label)
    return found is not None and not subject.is_whole(label[: found.start()]) and not subject.has(found["act"])


def ends_a_clause(told: str, has_gap: bool) -> bool:
    """进场了 12%, 到四层55%, 收尾 94%: what follows such words is not said of a part of the matter."""
    if FINISHED.search(told) or STILL_AT.search(told) or AT_WORK.search(told):
        return True
    return has_gap and STAGE.search(told) is not None


def _after_a_clause(label: str, subject: Subject) -> bool:
    """钢构拉来了估摸四成六: a clause that has ended, and words of the whole behind it."""
    for found in CLAUSE_END.finditer(label):
        tail = label[found.end() :]
        if tail and subject.is_whole(tail):
            return True
    return False


def _reckons_anew(label: str, subject: Subject) -> bool:
    """…推土机上了三台现在完成22%, 工作桥吊装完成累计84%: what was done, and then how far the whole is."""
    return any(
        subject.is_whole(label[found.start() :])
        and (ends_a_clause(head := label[: found.start()], has_gap=True) or head.endswith("完成"))
        for found in NOW_AT.finditer(label)
    )


def _rank_of_tail(label: str, subject: Subject) -> float:
    """…砌得还行总体百分之七十: the label may follow a clause without a comma."""
    if any(subject.is_whole(label[found.start() :]) for found in TOTAL_WORD.finditer(label)):
        return 4.9
    return 0


def _rank_of_share(of: str, subject: Subject, is_quota: bool) -> float:
    if _is_of_a_part(of, subject):
        return 0
    if is_quota and re.search("任务|目标|总数|清单|计划|规划", of):
        return 3
    if is_quota and ENTRIES.fullmatch(of):
        return 3
    if is_quota and re.search("盘子|总盘|总量|总额|额度|全部|应", of):
        return 3
    if "总投资" in of or "总额" in of or "概算" in of:
        return 2
    if re.search("总数|总量|任务数", of):
        return 1.5
    if re.search("年度|全年|计划|目标|任务", of):
        return 1
    return 0


def _is_of_a_part(of: str, subject: Subject) -> bool:
    """占灌浆总量, 占应签户数: all of one part, or of one step, unless the matter is named by it."""
    if step := STEP_OF_MANY.search(of):
        return not subject.has(step["act"])
    found = ALL_OF_A_PART.search(of)
    return found is not None and not subject.is_whole(of[: found.start()])


def _rank_of_task(label: str, is_quota: bool) -> float:
    if "计划" in label and "投资" in label:
        return 1
    return 4 if is_quota or "任务" in label else 2.5
