"""刚才那条作废, 撤回日报: the last report is taken back; and what is no taking back."""

from __future__ import annotations

import re

from handlers.reading import vocabulary as words
from handlers.reading.marks import CLAUSE, FIGURE, HOW_LONG
from handlers.reading.state_words import any_of

WITHDRAW = any_of(words.WITHDRAW_WORDS)
WITHDRAWN = any_of(words.WITHDRAWN_THINGS)
# 刚才那条作废, 撤回日报; not 那条旧管撤掉了, 上面要求取消喷泉
TAKES_A_REPORT_BACK = re.compile(
    f"(?:{WITHDRAWN.pattern})(?:的|那条|那份|那个|这条|条|吧|啊|,| |我|给|帮我|麻烦|请|都|先|就|全)*"
    f"(?:{WITHDRAW.pattern})"
    f"|(?:{WITHDRAW.pattern})(?:一下|掉|了|我|下|一?[条份]|,| |把|上|那)*(?:{WITHDRAWN.pattern})"
    f"(?!的?[一-鿿]{{0,6}}(?:方案|变更|资金|招标|会议|要求|棚))"
)
# a person's business: 申请撤回滨河公园的销号
TAKES_A_REQUEST_BACK = re.compile(
    "(?:撤回|收回|取消|撤销)[^,。;]{0,12}(?:销号|延期|办结|申请)(?!了)|(?:销号|延期|办结)(?:的)?申请(?:先|就|给我)?(?:撤|收回|取消)"
)
NAMED_REPORT_BACK = re.compile("(?:撤回|作废|撤销)[^,。;]{1,12}的?(?:日报|周报|月报|上报|那条)$")
WRONG_SO_BACK = re.compile(
    f"(?:我)?(?:刚才?)?(?:[发说报写打填]错)(?:了|群了)*[,。! ]+(?:先|请|我)?(?:{WITHDRAW.pattern})"
)
BACK_ALONE = re.compile(
    f"(?:先|都|请|就|麻烦|帮我|直接|全部?)*(?:{WITHDRAW.pattern}|处理|算数)+(?:一下|吧|了|啊|啦|哈|处理)*"
)
ASKS_OF_IT = re.compile("[吗没么]$|[了吗]吗|没有$")


def withdraws(bare: str) -> bool:
    """The last report is taken back."""
    found = WITHDRAW.search(bare)
    if found is None or len(bare) > HOW_LONG or "?" in bare:
        return False
    if bare in words.WITHDRAW_WORDS or re.fullmatch(
        r"(?:请|申请|我要|我想|麻烦|帮我)?(?:撤回|作废|撤销)(?:一下|吧|了|上报|报告)?", bare
    ):
        return True
    if "不撤回" in bare or "已撤回" in bare or ASKS_OF_IT.search(bare):
        return False
    if FIGURE.search(bare):
        return False
    if TAKES_A_REPORT_BACK.search(bare) or WRONG_SO_BACK.match(bare) or NAMED_REPORT_BACK.match(bare):
        return True
    return WITHDRAWN.search(bare) is not None and any(BACK_ALONE.fullmatch(clause) for clause in CLAUSE.findall(bare))
