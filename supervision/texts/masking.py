"""Numbers that reach one person, covered where many things are listed; who needs one looks at the matter (T40)."""

from __future__ import annotations

import re

_MOBILE = re.compile(r"(?<!\d)((?:(?:\+|00)?86[ -]?)?[(\uff08]?1[3-9]\d[)\uff09]?)[ -]?\d{4}[ -]?(\d{4})(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)")
# A sum of money may have as many digits as a telephone; but 元 and 万 are families, too.
_MONEY = re.compile(r"[万亿]?元整?|[万亿]")
_CLAUSE_ENDS = re.compile(r"\s*(?:$|[,.;:!?)\u3001\u3002\u3011\uff01\uff09\uff0c\uff1a\uff1b\uff1f])")
_SUM_BEGINS = re.compile(r"(?:共|计|金额|投资)[为约达:\uff1a]?\s*$")


def masked(text: str) -> str:
    """138****5678; of an identity card the place and the last four."""
    return _MOBILE.sub(_covered, _IDENTITY.sub(r"\1********\2", text))


def _covered(found: re.Match[str]) -> str:
    return found[0] if _is_a_sum(found) else f"{found[1]}****{found[2]}"


def _is_a_sum(found: re.Match[str]) -> bool:
    """Nobody writes a sum with gaps or brackets."""
    unit = _MONEY.match(found.string, found.end())
    if unit is None or not found[0].isdigit():
        return False
    if _CLAUSE_ENDS.match(found.string, unit.end()):
        return True
    return _SUM_BEGINS.search(found.string[: found.start()]) is not None
