"""How a share or a change is written: 65%, 百分之六十五, 六成五, 三分之二, 18/20, 5个百分点."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.reading.bare_figures import CN
from handlers.reading.numerals import number

DIGIT = "一二两三四五六七八九"
FIGURE = re.compile(
    rf"(?P<points>(?<![\d.])\d{{1,3}}(?:\.\d)?|[{CN}]{{1,3}})个(?:百分)?点|(?P<points2>(?<!\d)\d{{1,2}})点(?=$|[,。;])"
    r"|(?P<percent>(?<!\d)\d{1,5}(?:\.\d{1,2})?) ?%"
    rf"|百分之(?P<chinese>百|(?:[{CN}]?十[{DIGIT}]?|[{DIGIT}]{{2}}|[{DIGIT}零])(?:点[{CN}]{{1,3}})?|\d{{1,3}})"
    r"|(?P<whole>[二三四五六七八九十两])分之(?P<part>[一二两三四五六七八九])"
    rf"|(?<![完建形促组分变])(?P<tenths>[{CN[1:]}]|(?<!\d)\d)成"
    r"(?:(?P<more>[一二三四五六七八九半\d])|(?![立功效为本果品员型交片熟年套绩就长都]))"
    r"|(?<![\d/.])(?P<done>\d{1,4})[项件处个户家条所名台套座栋村]/(?P<all>\d{1,4})[项件处个户家条所名台套座栋村]"
    r"|(?<![\d/.])(?P<fraction>[1-9]/(?:[2-9]|10))(?![\d/.月日])"
    r"|(?P<over>过半|一?大半|多半|一多半|小半)|(?P<half>一半|半数)"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and how surely it is the whole matter's progress (0: not at all)."""

    value: float
    rank: float
    start: int
    words: str
    is_change: bool = False


def value_of(found: re.Match[str]) -> float | None:
    """In percent or points; None for 过半 and for what is no share."""
    kind = found.lastgroup
    if found["points"] or found["points2"]:
        return number(found["points"] or found["points2"])
    if found["percent"]:
        return float(found["percent"])
    if found["chinese"]:
        return 100.0 if found["chinese"] == "百" else number(found["chinese"])
    if found["whole"]:
        below, above = number(found["whole"]), number(found["part"])
        return 100 * above / below if below and above and above < below else None
    if found["tenths"]:
        more = {"半": 5.0}.get(found["more"] or "", number(found["more"] or "零") or 0.0)
        return 10 * (number(found["tenths"]) or 0) + more
    if found["done"]:
        done, whole = float(found["done"]), float(found["all"])
        return 100 * done / whole if 0 < done <= whole else None
    if found["fraction"]:
        above_text, below_text = found["fraction"].split("/")
        return 100 * int(above_text) / int(below_text) if int(above_text) < int(below_text) else None
    return 50.0 if kind == "half" else None
