"""Several matters by their numbers: #3到#7, 3-7号, 3号和5号."""

from __future__ import annotations

import re

LONGEST_RANGE = 50  # matters
RANGE = re.compile(
    r"(?<![\d.月年])(?P<sign>#|第)?(?P<first>\d{1,4})(?P<unit>[号项])?\s*(?:到|至|-|~)\s*(?P<sign2>#|第)?(?P<last>\d{1,4})(?P<unit2>[号项])?"
    r"(?![\d%.月日年天楼线桥标井路])"
)
LISTED = re.compile(
    r"\s*(?:第?\d{1,4}[号项]|#\d{1,4})(?:\s*[、,和与及跟 ]\s*(?:第?\d{1,4}[号项]|#\d{1,4}))+"
    r"\s*(?:的?(?:督办)?(?:事项|项目|任务|进展|进度|情况|怎么样|到哪了|分别|现在|呢)*)?[?。]?\s*"
)
NUMBER = re.compile(r"\d{1,4}")


def ranges_in(text: str) -> list[tuple[int, int, range]]:
    """Where a range of numbers stands, and the numbers: 3月到7月 and 3-7天 are none."""
    found = []
    for match in RANGE.finditer(text):
        if not (match["sign"] or match["sign2"] or match["unit"] or match["unit2"]):
            continue
        first, last = int(match["first"]), int(match["last"])
        if first < last <= first + LONGEST_RANGE:
            found.append((match.start(), match.end(), range(first, last + 1)))
    return found


def listed_in(text: str) -> list[int]:
    """The numbers of a text that is nothing but numbers of matters."""
    return [int(found) for found in NUMBER.findall(text)] if LISTED.fullmatch(text) else []
