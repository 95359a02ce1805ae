"""Which words, said by themselves, are the 依据 of a matter: a paper, a meeting, somebody's word. All else is not."""

from __future__ import annotations

import re

SHORTEST, LONGEST = 4, 80  # characters; 县长批示

_BASIS = re.compile(
    r"批示|批准|批复|批转|批办|纪要|会(?:议|上|$|第|[0-9])|文件|通知|通报|方案|办法|规定|条例|意见|决定|决议|要求"
    r"|部署|指示|交办|督办|督察|巡视|巡察|审计|反馈|讲话|报告|提案|议案|建议|来信|来函|信访|公函|规划|计划|清单"
    r"|责任书|任务书|[〔\[(]20[0-9]{2}[〕\])]|[0-9一二三四五六七八九十]号|调研"
)
_WANTS = re.compile(
    r"^(?:请(?!示)|催|查(?![处办])|看|问(?!题)|帮|让|叫|给|把|提醒|告诉|转告|统计|列|打电话|通知(?=[一-鿿])|不|没|好的|收到|谢)"
    r"|[吗呢么?!？！]|谁|哪|怎|什么|多少|几[个件项]|一下|谢谢|辛苦"
)


def reads_as_basis(words: str) -> bool:
    """「市长办公会纪要12号」 does; 「催一下城管局」, a question and 「谢谢」 do not."""
    return (
        SHORTEST <= len(words) <= LONGEST
        and _WANTS.search(words) is None
        and _BASIS.search(words) is not None
    )  # fmt: skip


def reads_as_title(words: str) -> bool:
    """A matter's name is said for it; a wish or a question is none."""
    return len(words) >= SHORTEST and _WANTS.search(words) is None
