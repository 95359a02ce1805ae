"""One spelling for all: full-width to half-width, traditional to simplified, emoji and invisible characters away."""

from __future__ import annotations

import re
from functools import cache

import opencc

from handlers.reading.numerals import number

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u20e3\r"), None)
MARKS = str.maketrans(
    {"\u3000": " ", "\xa0": " ", "，": ",", "．": ".", "﹪": "%", "〇": "零", "‐": "-", "–": "-", "—": "-", "－": "-",
     "～": "~", "「": "“", "」": "”", "『": "“", "』": "”", "〔": "(", "〕": ")", "［": "[", "］": "]",
     "〈": "《", "〉": "》", "│": "|", "┃": "|", "¦": "|", "…": "。", "﹔": ";", "→": "到"}
)  # fmt: skip
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
EMOJI = re.compile("[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\u25a0-\u25ff]+")
LIST_MARKS = "●▲■◆►▶✓✔√★▪•➤○◇☑△▷◈◎□▽✦❖"
LIST_EMOJI = str.maketrans(dict.fromkeys(LIST_MARKS, "●") | {"\u00b7": "·"})
ARABIC_PART = re.compile(r"(?<![\d.])[1-9](?=期|标(?!准|识))")
HAN_NUMBER = re.compile("(?<![一二三四五六七八九十百第])[一二三四五六七八九](?=号[楼厅桥池炉泵机标线])")
MISHEARD = {
    **dict.fromkeys(("进渡", "进肚", "近度", "进杜"), "进度"),
    "完城了": "完成了",
    "完诚": "完成",
    "停弓": "停工",
    "复弓": "复工",
    **dict.fromkeys(("峻工", "俊工"), "竣工"),
    "封鼎": "封顶",
    "批覆": "批复",
}
MISTYPED = re.compile("|".join(MISHEARD))
HAN_PERCENT = re.compile("[一二三四五六七八九十]{1,3}(?=%)")
# hands write 末 for 未 and 己 for 已; ears write 诶区 for A区
UNLIKELY = {"末": "未", "己": "已", "诶": "A", "欸": "A", "必": "B", "逼": "B"}
MISWRITTEN = re.compile(
    "(?<![周月年期季岁本学始])末(?=[开完动启到进落报交签拆建验解通批办])|(?<![自知克利])己(?=[完开动启到进报交签拆建验通批办挖浇铺安])"
    "|[诶欸](?=[区座栋标])|[必逼](?=区(?![域别分]))"
)
PARTICLE = re.compile(r"(?<=[一-鿿\d%])[啦咯喽嘞](?=$|[\s,。;!?\d])")  # 浇完啦
POINT = re.compile(r"(?<=\d{2})点(?=\d(?![\d分钟半时]))")  # 65点5
STROKE = re.compile(r"(?<=[^\s/])/(?=[一-鿿])")
DIGITS = {char: str(at) for at, char in enumerate("零一二三四五六七八九")} | {"幺": "1"}
_DIGIT = "[" + "".join(DIGITS) + "]"
SPELLED = re.compile(  # of roads: S三幺四, 三一七线
    f"(?<=[SGX]){_DIGIT}{{3}}(?!{_DIGIT})|(?<![一二三四五六七八九十百千万亿零第])(?!零){_DIGIT}{{3}}(?=[号线路县道那这])"
)
NAKED_NUMBER = re.compile(r"^[ ]*(\d{1,2})(?=[一-鿿])(?![年月日号个项件期标栋楼条天])", re.MULTILINE)
SHORTEST_LIST = 2  # items
SHORTEST_ROW = 2  # bars
BULLET = "\ue000"


@cache
def table() -> dict[int, int | str | None]:
    """One translation of single characters, built once: traditional characters by OpenCC's t2s."""
    everything = [chr(code) for code in range(0x4E00, 0x9FA6)]
    simplified = opencc.OpenCC("t2s").convert("".join(everything))
    merged: dict[int, int | str | None] = dict(FULL_WIDTH)
    if len(simplified) == len(everything):
        merged.update({ord(a): b for a, b in zip(everything, simplified, strict=True) if a != b})
    merged.update(MARKS)
    merged.update(INVISIBLE)
    merged.update({key: BULLET for key, value in LIST_EMOJI.items() if value == "●"})
    return merged


def normalise(text: str) -> str:
    """The text as the reader sees it; line breaks, tabs and digits stay where they are."""
    plain = text.translate(table())
    if not plain.isascii():
        plain = EMOJI.sub(" ", plain)
    if "\n" not in plain:
        plain = plain.replace("||", "\n|")
    plain = PARTICLE.sub("了", plain.replace("->", "到").replace("=>", "到"))
    if "%" in plain:
        plain = HAN_PERCENT.sub(_in_figures, plain)
    plain = ARABIC_PART.sub(_in_words, MISTYPED.sub(_as_meant, plain.upper()))
    plain = POINT.sub(".", plain)
    plain = MISWRITTEN.sub(_as_likely, plain)
    return SPELLED.sub(_in_digits, HAN_NUMBER.sub(_in_digits, plain))


def with_commas(text: str) -> str:
    """日报/技能培训79/欠薪71: strokes part clauses where a line has several, and no row of heads stands above it."""
    lines = text.split("\n")
    first = next((line for line in lines if STROKE.search(line)), "")
    if not any(char.isdigit() for char in first):
        return text
    return "\n".join(STROKE.sub(",", line) if len(STROKE.findall(line)) > 1 else line for line in lines)


def with_points(text: str) -> str:
    """1适老化70%, 2敬老院52%, each on its line: numbers that count up are the items' own."""
    found = [int(one) for one in NAKED_NUMBER.findall(text)]
    if len(found) < SHORTEST_LIST or found != list(range(1, len(found) + 1)):
        return text
    return NAKED_NUMBER.sub(r"\1、", text)


def with_lines(text: str) -> str:
    """周报|老茶园74%|古茶树56%: bars in a single line are no table."""
    lines = [line for line in text.split("\n") if "|" in line]
    if len(lines) != 1 or lines[0].count("|") < SHORTEST_ROW or lines[0].lstrip().startswith("|"):
        return text
    return text.replace("|", "\n")


def with_tabs(text: str) -> str:
    """周报, 烤烟收购15%, 马鞍工场74% with tabs between them, on a line alone: no table either."""
    lines = [line for line in text.split("\n") if "\t" in line]
    if len(lines) != 1 or lines[0].count("\t") < SHORTEST_ROW or lines[0].count("%") < SHORTEST_ROW:
        return text
    return text.replace("\t", "\n")


def _as_meant(found: re.Match[str]) -> str:
    return MISHEARD[found[0]]


def _as_likely(found: re.Match[str]) -> str:
    return UNLIKELY[found[0]]


def _in_figures(found: re.Match[str]) -> str:
    """二十一% is 21%."""
    value = number(found[0])
    return found[0] if value is None else str(int(value))


def _in_words(found: re.Match[str]) -> str:
    """1期 is 一期."""
    return "一二三四五六七八九"[int(found[0]) - 1]


def _in_digits(found: re.Match[str]) -> str:
    """一号楼 is 1号楼, 三一七线 is 317线."""
    return "".join(DIGITS[char] for char in found[0])
