"""What a message wants, as far as its words tell before its matters are read."""

from __future__ import annotations

import re

from handlers.reading import vocabulary as words
from handlers.reading.leave_asked import leave_asked
from handlers.reading.marks import FIGURE, HOW_LONG, QUESTION_MARK, REPORT_KIND, SHORT
from handlers.reading.mending import corrects
from handlers.reading.result import Intent
from handlers.reading.state_words import any_of
from handlers.reading.taking_back import TAKES_A_REQUEST_BACK, withdraws

HELP = re.compile(
    any_of(words.HELP_WORDS).pattern
    + "|(?:怎么|咋个?|如何|怎样|咋么|怎个)(?:个)?(?:跟你|给你)?(?:一次|一起|同时)?(?:上报|填报|更正|撤回|提交"
    "|签收|销号|延期|登记|申请|操作|[报发填用查改撤交写])"
)
_MAKE_A_LIST = "(?:出|拉|导|做|整)(?:一?[个份张]|一下)[^,。;]{0,20}(?:统计|清单|汇总|名单|总表|台账)"
QUESTION = re.compile(f"(?:{any_of(words.QUESTION_WORDS).pattern}|{_MAKE_A_LIST})(?<![那这好十]几个)")
_MONTH = r"(?:下月|下个月|\d{1,2}月份?)"
PLAN = re.compile(
    any_of(words.PLAN_MESSAGE_WORDS).pattern + rf"|{_MONTH}[^,。;:\n]{{0,6}}(?:目标|计划|事项|任务)"
    r"[^,。;:\n]{0,4}(?:报来|报上|申报|报送|报请|如下请审)"
    r"|请[^,。;\n]{0,8}(?:列入|纳入)[^,。;\n]{0,6}(?:计划|盘子|督办)"
    rf"|(?:{_MONTH}|[一二三四五六七八九十]{{1,2}}月份?)拟(?:列入|纳入|安排|上报|新增)"
    rf"|{_MONTH}[^,。;:\n]{{0,4}}(?:拟|申)报[^,。;:\n]{{0,6}}(?:目标|计划|事项|任务)"
    rf"|申报{_MONTH}[^,。;:\n]{{0,8}}(?:目标|计划|事项|任务)"
)
GOALS = re.compile(r"[上申]?报(?:送|一下)?\d{1,2}月份?(?:的|工作|重点)*(?:目标|计划|任务)[:,]")  # 报8月份目标:…
ACKNOWLEDGE = any_of(words.ACKNOWLEDGE_WORDS)
COURTESY = re.compile(
    r"\s*(?:@[^\s,:]{1,12}[\s,:]+)?"
    r"(?:(?:各位|尊敬的)?(?:领导|大家|同事|老师|您|你)?(?:们)?(?:早上|上午|中午|下午|晚上)?好[啊呀]?[,。!~\s]{1,4})?"
)
THANKS = re.compile(r"(?:谢谢|感谢|辛苦)(?:了|您|大家|领导|各位|啦)*[!。~\s]*$")
TAIL = 16  # characters
LACKING = re.compile(r"[日周月]报呢\s*$")
ABOUT_A_PAPER = re.compile(
    r"[^,。;\n]{0,30}(?:通知|文件|督[办查]单|(?:函|通知|单|文)\(\d{4}\)\d{1,4}号|函|批示|精神|要求|交办单|提醒"
    r"|[局镇乡委办院司站中心道县区部处所科队社][一-鿿]{0,3}?)[》”\"]?(?:我[局委镇办])?"
    r"(?:已?收悉|已?收到|已?签收|已?阅|知悉)"
)
TELLS = re.compile(
    "另报|顺[便带]报|(?:开工|进场|动工|封顶)了|已经?(?!阅|收|签|知|悉|转|安排|部署|领|明)|正在|(?<![收看知听接见感落马晚早以])(?:完|好|到|上|成|通|齐|清|掉)了(?=[,。;!]|$)|完了|好了|过半|开始|[在正][一-鿿]{1,3}了?(?=[,。]|$)|停工|停了"
)
YES = re.compile("^(?:嗯嗯|嗯)(?=收到|好的)|^(?:是|要得|嗯呐|好嘞|好|行|嗯+|得嘞|中|可以)[,。! ]+")
# 收到没, 签收了吗, 签收不了, 收到投诉, 收到,我们没有这个项目: no signature
ASKS_OR_TELLS = re.compile(
    "情况|名单|了?(?:没有?|吗|么|没得)[?呀啊。]*$|了?哪|的[一-鿿]{1,4}(?:在哪|呢)|不了|(?:投诉|退件|举报|信访|反映|来信)"
    "|[,。 ]*(?:我们|我局|我镇)没有"
)
PROMISE = re.compile("一定|坚决|马上|立即|尽快|保证|抓紧|按要求|将|会")
HAS_IT = re.compile("[了完好号工成复到批过交签验动停来%](?:没有?|没得|不|么)[啊呀呢嘛]?$")
UNKNOWN = re.compile(
    "[也都](?:不|没|无|难)|[^,。;?]{1,6}(?:啥|什么|几)时候|[^,。;]{0,8}(?:不好说|说不好|不知道|说不准|没准|难说|要看|得看|还?等|不清楚|未定|不定|没定|再说|看天|看情况|看(?!一?[下看])[^,。;?]{1,8}(?=$|[,。;]))"
)
WONDERS = re.compile(
    "(?:不知道?|不清楚|不晓得|没说|没定|没人|无法确定|说不准|看看?|研究|商量|不管|无论|都没|谁都)[^,。;]{0,8}$|谁都$"
    "|(?:啥|什么|几)时候[^,。;?]{1,6}$"  # 啥时候晴啥时候干
)


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
    """Help, withdrawal, correction, extension, close-out or plan, told by their own words; OTHER is for a person."""
    bare = text.strip(" \n。!,")
    if bare in words.HELP_ALONE or (
        HELP.search(bare) and len(bare) <= HOW_LONG and not FIGURE.search(bare) and _asks_how(bare)
    ):
        return Intent.HELP
    if TAKES_A_REQUEST_BACK.search(bare):
        return Intent.OTHER
    if withdraws(bare):
        return Intent.WITHDRAW
    if corrects(bare):
        return Intent.CORRECTION
    is_report = REPORT_KIND.search(bare[:SHORT]) and FIGURE.search(bare)
    if (GOALS.match(bare) or PLAN.search(bare[:60])) and not QUESTION_MARK.search(bare) and not is_report:
        return Intent.PLAN
    return leave_asked(bare)


def _asks_how(bare: str) -> bool:
    found = HELP.search(bare)
    return found is not None and (
        any(one[0][0] in "怎如咋什发你能可" for one in HELP.finditer(bare))
        or "?" in bare
        or any(
            w in bare for w in ("有没有", "有没得", "什么", "哪些", "给我", "发一", "发我", "请教", "求", "吗", "要")
        )
        or len(bare) <= 8
    )


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
    is_said = (found := ACKNOWLEDGE.match(bare)) is not None and ASKS_OR_TELLS.match(bare, found.end()) is None
    is_said = is_said or (ABOUT_A_PAPER.match(bare) is not None and not is_question(bare))  # 水务局签收没有
    return is_said and len(bare) <= SHORT and not FIGURE.search(bare)


def tells(text: str) -> bool:
    """Says of something how it stands: 已在挖沟了, 全做完了."""
    return any(TELLS.search(clause) and not PROMISE.search(clause) for clause in re.split(r"[,。;!\n]", text))
