"""What is said beside the work: wishes, thanks, dreams, reminders. None of it is written down."""

from __future__ import annotations

import re

from handlers.reading import vocabulary as words
from handlers.reading.marks import FIGURE, SHORT
from handlers.reading.state_words import any_of

GREETING = any_of(words.GREETING_WORDS)
GOOD_WISH = re.compile(
    r"拜年|拜个|(?:新年|节日|生日|春节|国庆|中秋|元旦|假期|周末|儿童节|妇女节)快乐|祝(?:大家|各位|您|领导|全)|恭喜发财|万事如意|阖家|龙马精神|(?:要是|如果)[^。;]{1,24}就好"
)
THANKS_FIRST = re.compile("[ ]*(?:感谢|谢谢|多谢)(?!.{0,12}(?:支持|关心))")
DREAM = re.compile("做梦|梦[到见]|(?:要是|如果|但愿)[^。;,]{0,20}(?:到|达)[^。;,]{0,8}就好")
REMINDS = re.compile(
    "(?:记得|别忘|抓紧|按时|赶紧|尽快)[^,。]{0,6}(?:发|交|报)?[日周月]报|[日周月]报[^,。]{0,4}(?:记得|别忘|发一下|交一下|要交|早点|快点|抓紧)"
)
OF_A_NAME = re.compile("[这那]个?名字|名字[^,。;]{0,4}(?:拗口|好听|难听|难记|好记|太长)")
OTHERS_FEAST = re.compile("(?:热烈)?(?:祝贺|恭喜)[^,。]{0,4}(?:邻|兄弟|隔壁|外)(?:[省市县区镇]|单位)")
LATER = re.compile(
    "(?:正在|在)(?:统计|汇总)[^。]{0,6}(?:报|发)|[日周月]报[^,。;]{0,4}(?:晚点|晚些|晚会|稍后|稍晚|回头|等会|等一会|一会|待会|缓一缓|迟点|迟些)[^,。;]{0,4}[发报交补]"
)


def reminds(text: str) -> bool:
    """各位记得发周报: names a report and is none."""
    return REMINDS.search(text) is not None


def promises_a_report(text: str) -> bool:
    """今天日报晚点发哈: will come, and is none."""
    return LATER.search(text) is not None and not FIGURE.search(text)


def is_good_wish(text: str) -> bool:
    """拜年, 节日快乐: begins with a wish."""
    return GOOD_WISH.search(text[:SHORT]) is not None


def is_beside_the_work(text: str) -> bool:
    """要是能到80%就好了; and without a figure: 感谢数据局蒲姐,账号开通了; 接驳二期这名字真拗口."""
    if DREAM.search(text) or OTHERS_FEAST.search(text):
        return True
    return not FIGURE.search(text) and (THANKS_FIRST.match(text) or OF_A_NAME.search(text)) is not None


def is_greeting(text: str) -> bool:
    return GREETING.search(text) is not None
