"""Questions that a person asks a person, and questions beside a report: none of them asks the ledger."""

from __future__ import annotations

import re

from handlers.reading.intent import HAS_IT, QUESTION, TELLS
from handlers.reading.marks import QUESTION_MARK
from handlers.reading.registry import Registry

TO_PEOPLE = re.compile(
    "你们|你那[边儿]|你这边|你家|你[局镇乡县办]|贵[局单镇县公]|在吗[?,]|^请示|^(?:老|小)[一-鿿](?=你|,)"
)
PERMISSION = re.compile("能不能|可不可以|能否|可否|行不行|好不好|是否可以")
HOW_FAR = re.compile("到哪|哪一步|啥进度|什么进度|进展如何|什么程度")  # 能不能赶到秋季?到哪一步了
REMEMBERS = re.compile("来着[?,。!]")  # 是80%还是85%来着?
TO_ALL = ("全体成员", "所有人", "ALL")
CALLED = re.compile(r"\s*@([^\s,:@]{2,12})")
OF_THINGS = re.compile(
    "(?:谁|哪个|哪位)把[我俺咱]|谁有[^,。;]{0,18}(?:电话|微信|号码|照片)|谁的(?:车|手机|钥匙|快递|外卖|伞|包|东西|饭卡|U盘)|(?:谁|哪个|哪位)(?:看到|看见|见到|见着|[拿捡借开][了走到过错])"
)
HAVE_YOU_IT = re.compile("(?:都)?(?:收到|看到)了?(?:没有?|吗|么|没得)[?。! ]*")
OF_MEALS = re.compile(
    "(?:中午|晚上|今晚|明晚|周末|下班)[^。\\n]{0,14}(?:食堂|外卖|饭|火锅|喝酒|打球|拼车)[^。\\n]{0,8}(?:一起|带|谁|吗|去不去)|(?:中午|晚上|今晚)谁|留不留饭|(?:菜|饭|面|火锅)[^,。]{0,4}好吃|谁去$"
)
LOOK_UP = re.compile(
    "查|看|列|告诉|了解|知道|给我|发我|发一|说说|汇总|统计|导|哪[些几]|几[个项件]|谁|多少|[红黄绿]灯|期|截止|几号|没交|未交|排名|得分"
)


def asks_people(text: str) -> bool:
    """你们弄到哪一步了, 能不能晚点开工: a question, but none that a ledger answers."""
    if (
        HAVE_YOU_IT.fullmatch(text.strip())
        or OF_THINGS.search(text)
        or OF_MEALS.search(text)
        or (REMEMBERS.search(text) and not LOOK_UP.search(text))
    ):
        return True
    if not (QUESTION_MARK.search(text) or QUESTION.search(text) or HAS_IT.search(text)):
        return False
    if LOOK_UP.search(text):
        return False
    if TO_PEOPLE.search(text.strip()):
        return True
    return PERMISSION.search(text) is not None and HOW_FAR.search(text) is None


def is_to_a_person(text: str, registry: Registry) -> bool:
    """@冉红梅 …: to somebody of the office, not to the bot."""
    found = CALLED.match(text)
    return found is not None and (
        found[1] in TO_ALL or any(person.name in found[1] for person in registry.people.values())
    )


def tells_beside(text: str) -> bool:
    """A question word in one clause, and in another how things stand: 有人问什么时候通车。桩基已完."""
    if QUESTION_MARK.search(text.strip()):
        return False
    clauses = [clause for clause in re.split(r"[,。;!\n]", text) if clause.strip()]
    return TELLS.search(clauses[-1]) is not None and QUESTION.search(clauses[-1]) is None
