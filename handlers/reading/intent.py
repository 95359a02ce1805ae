"""What a message wants, as far as its words tell before its matters are read."""

from __future__ import annotations

import re

from handlers.reading import vocabulary as words
from handlers.reading.registry import Hit, KnownPerson, Registry
from handlers.reading.result import Intent
from handlers.reading.state_words import any_of

HELP = re.compile(
    any_of(words.HELP_WORDS).pattern
    + "|(?:怎么|咋个?|如何|怎样|咋么|怎个)(?:个)?(?:跟你|给你)?(?:上报|填报|更正|撤回|提交"
    "|签收|销号|延期|登记|申请|操作|[报发填用查改撤交写])"
)
QUESTION = re.compile(f"(?:{any_of(words.QUESTION_WORDS).pattern})(?<![那这好十]几个)")
WITHDRAW = any_of(words.WITHDRAW_WORDS)
WITHDRAWN = any_of(words.WITHDRAWN_THINGS)
CORRECTION = re.compile(any_of(words.CORRECTION_WORDS).pattern + "|[写报说打填发输]成[^。;]{1,10}(?:应|实际|其实|不是)")
BEGINS_TO_MEND = re.compile(
    "更正|订正|勘误|修正|纠正|更改|[哎啊呀哦唉嗨 ,]*(?:刚才?)?(?:[打说报写填输敲搞弄发]错|说串)"
    "(?:了|咯|啦|喽|哈)(?!.{0,4}(?:怎么|咋|如何|能不能))"
)
SORRY = re.compile("[哎啊呀哦唉 ,]*(?:不好意思|抱歉|对不住|对不起)[,。! ]")
EARLIER = any_of(words.EARLIER_WORDS)
CLOSEOUT = re.compile(any_of(words.CLOSEOUT_WORDS).pattern + "|(?:给|把[^,。;]{1,14})销(?:了|掉)")
EXTENSION = re.compile(
    any_of(words.EXTENSION_WORDS).pattern + "|(?:期限|时限|工期|限期|完成时间|办结时间|完成日期|到期日)"
    "[^。;\\n]{0,20}?(?:推|延|调|改|挪|顺|宽|放)[后迟长延移宽整]?(?:到|至|为|[几一二两三\\d])"
)
REQUEST = any_of(words.REQUEST_WORDS)
WISH = re.compile("(?:想|希望|盼|恳求)(?:能|把|将|要)?[^,。;]{0,10}?(?:延|推迟|往后推|宽限)[期长后]?(?:到|至)")
NOT_REQUEST = any_of(words.NOT_REQUEST_WORDS)
ASKED_OF_REQUESTS = any_of(words.ASKED_OF_REQUESTS)
CLAUSE = re.compile(r"[^,。;?!\s]+")
PLAN = re.compile(
    any_of(words.PLAN_MESSAGE_WORDS).pattern + "|(?:下月|下个月|\\d{1,2}月份?)[^,。;:\n]{0,6}(?:目标|计划|事项|任务)"
    "[^,。;:\n]{0,4}(?:报来|报上|申报|报送|报请|如下请审)"
    "|请[^,。;\n]{0,8}(?:列入|纳入)[^,。;\n]{0,6}(?:计划|盘子|督办)"
    "|(?:下月|下个月|\\d{1,2}月份?|[一二三四五六七八九十]{1,2}月份?)拟(?:列入|纳入|安排|上报)"
    "|(?:下月|下个月|\\d{1,2}月份?)[^,。;:\n]{0,4}(?:拟|申)报[^,。;:\n]{0,6}(?:目标|计划|事项|任务)"
    "|申报(?:下月|下个月|\\d{1,2}月份?)[^,。;:\n]{0,8}(?:目标|计划|事项|任务)"
)
GOALS = re.compile(r"[上申]?报(?:送|一下)?\d{1,2}月份?(?:的|工作|重点)*(?:目标|计划|任务)[:,]")  # 报8月份目标:…
ACKNOWLEDGE = any_of(words.ACKNOWLEDGE_WORDS)
NOTICE = any_of(words.NOTICE_WORDS)
ORDER = re.compile(
    r"必须|务必|抓紧|限期|不得|要加快|要确保|完不成|尽快|盯紧|要抓|不能再|给我(?=盯|抓|落实|办|去)|要重视|要认真|立即|马上组织|要求|请.{1,8}(?:落实|牵头|负责|研究|跟进)"
)
REPORT_KIND = re.compile(r"[日周月]报(?!道|告|社|纸)")
FIGURE = re.compile(r"\d%|百分之|[一二三四五六七八九两]成")
COURTESY = re.compile(
    r"\s*(?:@[^\s,:]{1,12}[\s,:]+)?"
    r"(?:(?:各位|尊敬的)?(?:领导|大家|同事|老师|您|你)?(?:们)?(?:早上|上午|中午|下午|晚上)?好[啊呀]?[,。!~\s]{1,4})?"
)
THANKS = re.compile(r"(?:谢谢|感谢|辛苦)(?:了|您|大家|领导|各位|啦)*[!。~\s]*$")
TAIL = 16  # characters
QUESTION_MARK = re.compile(r"\?\s*$|呢\?|\?(?=\n|$|(?:帮|麻烦|谢|急|在线|请)[^,。;\d]{0,6}$)")
LACKING = re.compile(r"[日周月]报呢\s*$")
ASKED = re.compile(r"(?:现)?请(?!问|查)")
MENDS_NOW = re.compile(r"不对|说错|说串|哦|口误")
TITLED_NOTICE = re.compile("各(?:单位|部门|科室|乡镇)(?:请)?注意[:,]|[【(]?(?:会议|紧急|温馨)?(?:通知|提醒|提示)[】):]")
CALLED = re.compile(
    "(?:今[天日晚]|明[天日早晚]|后天|下周.?|本周.?|周[一二三四五六日]|上午|下午|晚上|\\d[点日号:])[^。\n]{0,14}"
    "(?:开|召开|组织|碰)[^。\n]{0,16}会[^。\n]{0,16}(?:派人|参加|到会|出席|准备|请|别迟到|来人|带上|准时)"
)
ABOUT_A_PAPER = re.compile(
    r"[^,。;\n]{0,30}(?:通知|文件|督办单|(?:函|通知|单|文)\(\d{4}\)\d{1,4}号|函|批示|精神|要求|交办单|提醒"
    r"|[局镇乡委办院司站中心道县区部处所科队社][一-鿿]{0,3}?)[》”\"]?(?:我[局委镇办])?"
    r"(?:已?收悉|已?收到|已?签收|已?阅|知悉)"
)
TELLS = re.compile(
    "另报|顺[便带]报|(?:开工|进场|动工|封顶)了|已经?(?!阅|收|签|知|悉|转|安排|部署|领|明)|正在|(?<![收看知听接见感落马晚早以])(?:完|好|到|上|成|通|齐|清|掉)了(?=[,。;!]|$)|完了|好了|过半|开始|[在正][一-鿿]{1,3}了?(?=[,。]|$)|停工|停了"
)
YES = re.compile("^(?:要得|嗯呐|好嘞|好|行|嗯+|得嘞|中|可以)[,。! ]+")
PROMISE = re.compile("一定|坚决|马上|立即|尽快|保证|抓紧|按要求|将|会")
HAS_IT = re.compile("[了完好号工成复到批过交签验动停来%](?:没有?|没得|不|么)[啊呀呢嘛]?$")
UNKNOWN = re.compile(
    "[也都](?:不|没|无|难)|[^,。;]{0,8}(?:不好说|说不好|不知道|说不准|没准|难说|要看|得看|还?等|不清楚|未定|不定|没定|再说|看天|看情况|看(?!一?[下看])[^,。;?]{1,8}(?=$|[,。;]))"
)
WONDERS = re.compile(
    "(?:不知道?|不清楚|不晓得|没说|没定|没人|无法确定|说不准|看看?|研究|商量|不管|无论|都没|谁都)[^,。;]{0,8}$|谁都$"
)
NOT_YET_ASKED = re.compile(
    "(?:可能|也许|或许|恐怕|估计|预计|下[周月步]|下个月|明天|后天|年底|到时|届时|之后|以后|后再|完了|再|打算|考虑|准备|计划|拟|争取|力争|不用|不需要?"
    "|无需|没必要|就可以|就能|具备|条件|想|要不要|不[会想]|同意|批准了)[^,。;]{0,8}申请|申请[^,。;?]{0,8}\\?|申请(?:已|还没|没有|被)"
)
ASKS_LEAVE = re.compile("(?:请|望|恳请)(?:领导|督查室|[市县区]里?)?[^,。;]{0,4}(?:批准|同意|审批|准予)")
SHORT = 40
HOW_LONG = 80


def strip_courtesy(text: str) -> str:
    """The message without address, greeting and thanks, at the same length."""
    found = COURTESY.match(text)
    if found and found.end() < len(text.rstrip()):
        text = " " * found.end() + text[found.end() :]
    tail = THANKS.search(text, max(0, len(text) - TAIL))
    if tail and text[: tail.start()].strip():
        text = text[: tail.start()] + " " * (len(text) - tail.start())
    return text


def request_of(text: str) -> Intent | None:
    """Help, withdrawal, correction, extension, close-out or plan: told by their own words."""
    bare = text.strip(" \n。!,")
    if bare in words.HELP_ALONE or (
        HELP.search(bare) and len(bare) <= HOW_LONG and not FIGURE.search(bare) and _asks_how(bare)
    ):
        return Intent.HELP
    if _withdraws(bare):
        return Intent.WITHDRAW
    if _corrects(bare):
        return Intent.CORRECTION
    is_report = REPORT_KIND.search(bare[:SHORT]) and FIGURE.search(bare)
    if (GOALS.match(bare) or PLAN.search(bare[:60])) and not QUESTION_MARK.search(bare) and not is_report:
        return Intent.PLAN
    return _asks_leave(bare)


def _asks_how(bare: str) -> bool:
    found = HELP.search(bare)
    return found is not None and (
        any(one[0][0] in "怎如咋什发你能可" for one in HELP.finditer(bare))
        or "?" in bare
        or any(w in bare for w in ("有没有", "有没得", "什么", "哪些", "给我", "发一", "发我", "求", "吗", "要"))
        or len(bare) <= 8
    )


def _withdraws(bare: str) -> bool:
    found = WITHDRAW.search(bare)
    if found is None or len(bare) > HOW_LONG or "?" in bare:
        return False
    if bare in words.WITHDRAW_WORDS or re.fullmatch(
        r"(?:请|申请|我要|我想|麻烦|帮我)?(?:撤回|作废|撤销)(?:一下|吧|了|上报|报告)?", bare
    ):
        return True
    if "不撤回" in bare or "已撤回" in bare:
        return False
    return WITHDRAWN.search(bare) is not None and not FIGURE.search(bare)


def _corrects(bare: str) -> bool:
    if BEGINS_TO_MEND.match(bare):
        return True
    found = CORRECTION.search(bare)
    if found is None:
        return False
    if SORRY.match(bare):
        return True
    first = re.split(r"[:,。;\n]", bare, maxsplit=1)[0]
    if "更正" in first or "勘误" in first or (CORRECTION.search(first) and first.startswith("申请")):
        return True
    earlier = EARLIER.search(bare)
    if earlier is None or len(bare) > 3 * SHORT:
        return False
    if MENDS_NOW.search(bare) and earlier[0] in ("刚才", "刚刚") and FIGURE.search(bare[: earlier.start()]):
        return False  # 52%……刚说串了: mended within the same report
    return earlier.start() < SHORT and (found.start() > earlier.start() or found.start() < SHORT)


def _asks_leave(bare: str) -> Intent | None:
    if REPORT_KIND.search(bare[:30]) and len(bare) > SHORT:
        return None
    request = REQUEST.search(bare)
    if request is None and WISH.search(bare) and not FIGURE.search(bare) and not QUESTION_MARK.search(bare):
        return Intent.EXTENSION
    if request is None or _asks_of_requests(bare):
        return None
    if not ASKS_LEAVE.search(bare) and (NOT_REQUEST.search(bare) or NOT_YET_ASKED.search(bare)):
        return None
    extension, closeout = EXTENSION.search(bare), CLOSEOUT.search(bare)
    if extension and _near(bare, extension):
        return Intent.EXTENSION
    if closeout and _near(bare, closeout):
        return Intent.CLOSEOUT
    return None


def _asks_of_requests(bare: str) -> bool:
    """谁申请延期了 asks; 几个老人在外地, 申请延期 does not."""
    clauses = (found[0] for found in CLAUSE.finditer(bare))
    return any(REQUEST.search(clause) and ASKED_OF_REQUESTS.search(clause) for clause in clauses)


def _near(bare: str, thing: re.Match[str]) -> bool:
    """The request stands in the same sentence as what is asked for."""
    start = max(bare.rfind(mark, 0, thing.start()) for mark in "。;\n") + 1
    stops = [at for mark in "。;\n" if (at := bare.find(mark, thing.end())) >= 0]
    sentence = bare[start : min(stops, default=len(bare))]
    return REQUEST.search(sentence) is not None


def is_order(text: str, sender: KnownPerson | None, registry: Registry, hits: list[Hit]) -> bool:
    """A leader's order, a notice to all, or words to a named colleague: nothing to record."""
    bare = text.strip()
    if _addresses_colleague(bare, sender, registry, hits):
        return True
    if sender is not None and sender.role in ("leader", "supervisor") and ASKED.match(bare):
        return True
    if sender is not None and sender.role == "leader" and ORDER.search(bare):
        return True
    if TITLED_NOTICE.match(bare) or (CALLED.search(bare) and not FIGURE.search(bare)):
        return True
    if REPORT_KIND.search(bare[:SHORT]) and sum(1 for _ in FIGURE.finditer(bare)) > 1:
        return False
    return (NOTICE.match(bare) is not None and len(bare) > SHORT) or (
        bool(NOTICE.search(bare)) and sum(1 for _ in NOTICE.finditer(bare)) > 1 and not REPORT_KIND.search(bare[:SHORT])
    )


ADDRESS = re.compile(
    r"@?([一-鿿]{1,3}?)(?:市长|部长|局长|主任|书记|科长|县长|镇长|总|局|处长|经理|工|老师|同志|秘书长|区长|乡长|校长|院长|站长|所长|主席|兄弟?|哥|姐|妹|老弟|老哥)?[,:](?=.)"
)


def _addresses_colleague(bare: str, sender: KnownPerson | None, registry: Registry, hits: list[Hit]) -> bool:
    found = ADDRESS.match(bare)
    if found is None:
        return False
    called = found[0].strip("@,:")
    surnames = registry.directory.surnames
    for person in registry.people.values():
        if person is not sender and {called, found[1]} & {person.name, person.name[1:]} and len(found[1]) > 1:
            return _is_talk(bare)
    if called[0] in "老小" and len(called) == 2:
        return True
    return called[0] in surnames and len(called) <= 4 and called != found[1] and _is_talk(bare)


def _is_talk(bare: str) -> bool:
    return bool(ORDER.search(bare) or QUESTION.search(bare) or "?" in bare or "你" in bare)


def is_question(text: str) -> bool:
    """Asks for something, by its words or its mark."""
    bare = text.strip(" \n。!")
    if REPORT_KIND.match(bare) and FIGURE.search(bare):
        return False
    if LACKING.search(bare) and not FIGURE.search(bare):
        return True
    if QUESTION_MARK.search(bare) or (HAS_IT.search(bare) and len(bare) <= SHORT):
        return True
    if FIGURE.search(bare) or len(bare) > HOW_LONG:
        return False
    return any(
        not WONDERS.search(bare, 0, found.start()) and not UNKNOWN.match(bare, found.end())
        for found in QUESTION.finditer(bare)
    )


def is_acknowledgement(text: str) -> bool:
    """收到, 已签收, 马上落实 and nothing to record."""
    bare = YES.sub("", text.strip(" \n。!,"))
    is_said = ACKNOWLEDGE.match(bare) is not None
    is_said = is_said or (ABOUT_A_PAPER.match(bare) is not None and not is_question(bare))  # 水务局签收没有
    return is_said and len(bare) <= SHORT and not FIGURE.search(bare)


def tells(text: str) -> bool:
    """Says of something how it stands: 已在挖沟了, 全做完了."""
    return any(TELLS.search(clause) and not PROMISE.search(clause) for clause in re.split(r"[,。;!\n]", text))
