"""What others wrote and the sender passes on, and where the sender's own words begin."""

from __future__ import annotations

import re

from handlers.reading import vocabulary as words
from handlers.reading.modality import BUILDERS, REPORTS_FOR
from handlers.reading.state_words import any_of

FORWARD = re.compile(any_of(words.FORWARD_WORDS).pattern + "|^转[一-鿿]{1,8}(?:批示|指示|要求|讲话|意见)")
INSTRUCTION = re.compile(
    "[【\\[(]?转[发达]?[】\\]):]{0,2}[ ]*[一-鿿]{1,8}(?:批示|指示|要求|讲话|意见|通知|通报)[:,]"
    "|[【\\[(]?转[发达]?[】\\]):]{0,2}[ ]*[一-鿿]{2,8}关于[^,。;\n]{2,40}(?:通知|通报|函|方案)[:,]"
)
CHAT_LINE = re.compile(
    r"^ *([一-鿿·]{2,5})[ :(]*(?:20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日? ?)?\d{1,2}:\d{2}(?::\d{2}(?!\d))?\)?[ :]*\n?",
    re.MULTILINE,
)
OWN_HEADING = re.compile(r"\s*[【\[(]?[日周月]报[】\]):]")
SHORTEST_CHAT = 2  # lines
SENDER = 24  # characters that say whose words are passed on
OWN_WORDS = re.compile(
    "(?<=[。;!\n])[ ]*(?:另外?|目前|现|附|对照)?[,:]?(?:我[们县局镇乡办委科区街司院校站市部]|本[局单镇]|咱|以下是我)"
)
FROM_ABOVE = re.compile("通知|要求|务必|各[县区镇乡市单]|发文|印发|[省市州部]|厅")
NEWS = re.compile(
    "附件[是为:][^,。\\n]{0,4}(?:省|部|市局|厅|国家)|[【\\[(]?(?:转发?|转载|一图读懂|文件速览|政策速递|政策解读|解读|快讯|要闻|新闻|资讯|公告)[】\\]):]{0,2}"
    "[^,。\n]{0,6}(?:[省市州县]局|省|部里|部|国家|国务院|中央|上级|厅|市委|市政府)[^,。\n]{0,10}(?:通知|发文|印发|发布|提出|要求|出台|召开|明确|:)"
)


ORDER_TO_ALL = re.compile(
    "[【\\[(]?转[发达]?[】\\]):]{0,2}[ ]*[^,。:\n]{2,16}[:,][^,。;\n]{0,8}"
    "(?:请|要求|望)各(?:[区县镇乡市州盟旗局单]|街道|部门|地|科室)"
)


def own_words_of(text: str) -> int:
    """转市局通知:…完成90%。我县目前63%: where the sender's own words begin behind what others wrote; else 0."""
    own = OWN_WORDS.search(text, 8) if is_forwarded(text) or is_news(text) else None
    if own is None or FROM_ABOVE.search(text, 0, own.start()) is None:
        return 0
    return own.start()


def without_others(text: str, own_name: str) -> str:
    """A pasted chat, 「田甜 18:58:二桥45%」: what others said in it is blanked, and so are names and times."""
    said = list(CHAT_LINE.finditer(text))
    if len(said) < SHORTEST_CHAT:
        return text
    ends = [found.start() for found in said[1:]] + [len(text)]
    is_own_in = any(found[1] == own_name for found in said)
    chars = list(text)
    for found, end in zip(said, ends, strict=True):
        blank_to = end if is_own_in and found[1] != own_name else found.end()
        chars[found.start() : blank_to] = [char if char == "\n" else " " for char in text[found.start() : blank_to]]
    return "".join(chars)


def is_forwarded(text: str) -> bool:
    if REPORTS_FOR.search(text) or BUILDERS.search(text[:SENDER]):
        return False
    return FORWARD.search(text[:12]) is not None and OWN_HEADING.match(text) is None


def is_instruction(text: str) -> bool:
    """转林市长批示:城东零工市场务必9月22日前开业: a superior's words alone, though of our matter."""
    return INSTRUCTION.match(text.lstrip()) is not None and OWN_WORDS.search(text, 8) is None


def is_news(text: str) -> bool:
    """【文件速览】部里发文, 【转发】省厅通知: about what others decided."""
    told = text.lstrip()
    if ORDER_TO_ALL.match(told):
        return True
    return NEWS.match(told) is not None and BUILDERS.search(text[:SENDER]) is None
