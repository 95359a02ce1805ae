"""哪个单位最差, 谁做得最好: the units themselves are asked for, not their matters."""

from __future__ import annotations

import re

from handlers.reading.result import Order

_WHICH = "(?:谁家?|哪(?:一|几)?[个家些](?:责任|承办|牵头)?(?:单位|部门|局|委办局|乡镇|街道|镇|科室))"
_OF_THEM = "(?:(?!项目|事项|工程|件事).){0,6}?"  # 哪个单位的项目最慢 asks for matters
_SLOW = "最(?:差|慢|落后|滞后|拖|不好|不行|不力|靠后|糟)|垫底"
_FAST = "最(?:好|快|领先|靠前|棒|出色|优秀|到位|得力)"
_PLAINLY_SLOW = "得(?:不好|不行|不力|很?差|太?慢)"
_UNITS = "的(?:是)?(?:哪?几?[个家])?(?:单位|部门)"
WORST = re.compile(f"{_WHICH}{_OF_THEM}(?:{_SLOW}|{_PLAINLY_SLOW})|(?:{_SLOW}){_UNITS}")
BEST = re.compile(f"{_WHICH}{_OF_THEM}(?:{_FAST})|(?:{_FAST}){_UNITS}")


def units_ranked(text: str) -> Order | None:
    """Which units are to come first; None where no units are asked for."""
    if WORST.search(text):
        return Order.SLOWEST
    return Order.FASTEST if BEST.search(text) else None
