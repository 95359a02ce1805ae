"""Texts as nobody types them: real messages taken apart, our own words in any order, all of Unicode, floods."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from random import Random

from tests.reading.corpus import SETS, messages_of

WORDS = (
    *("日报", "周报", "月报", "本周", "昨天", "9月", "13月", "6月31日前", "2月30日", "0日", "月底", "下周五"),
    *("三个工作日内",),
    *("新院区", "中医院迁建", "奥瑞金二期", "厂房一期", "标准化厂房二期", "三中扩建", "#3", "#4到#7", "第三项"),
    *("该项目", "DB-2026-01"),
    *("66%", "百分之六十五", "六成五", "三分之零", "0分之一", "提高5个百分点", "99999999999%", "-3%", "0.5%", "过半"),
    *("翻番", "1.2亿元"),
    *("已完成", "已完工", "停工", "无变化", "未开工", "进展顺利", "存在问题:", "请经信局协调", "因暴雨", "下步"),
    *("预计", "更正", "撤回"),
    *("申请延期", "申请销号", "收到", "帮助", "不是", "分别", "都对", "第二个改成70%", "是", "2", "卡在谁那里"),
    *("谁没报", "最慢的三个"),
    *("招商局", "经信局", "市卫健委", "张伟", "红灯", "逾期", "本月到期", "进度低于50%的", "各单位", "多少", "?"),
    *("吗", "转发:", "@督办助手"),
    *(",", "。", "、", ";", ":", "\n", "\t", "|", "(", ")", "“", "”", "《", "》", "【", "】", "1、", "（一）", "①"),
    *("●", "...", "——", " "),
)  # fmt: skip
ODD = (
    *("\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\u2028", "\ud800", "\udfff", "\ud83d", "\ufffe", "\uffff"),
    *("\U0010ffff",),
    *("\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\u3000", "\xa0", "\ufe0f", "\u20e3", "\U000e0041"),
    *("\U000f0000",),
    *("𠮷", "𪚥", "㍿", "﷽", "é", "e\u0301\u0302\u0303", "👨\u200d👩\u200d👧", "🇨🇳", "😀", "ﬁ", "Ⅳ", "㊿", "½", "٣"),
    *("௧", "İ", "ß", "ſ"),
    *("<@all>", "<@zhangwei>", "@所有人", "[a](http://x)", "<a href='x'>", "<font color=red>", "{{7*7}}", "{%", "%s"),
    *("%n", "' OR 1=1 --"),
    *("&lt;", "<![CDATA[", "]]>", "\\u0000", "\r\n", "\r", "\x0b", "\x0c"),
)  # fmt: skip
_RANGES = (
    (0x20, 0x7E),
    (0x4E00, 0x9FFF),
    (0, 0x2FF),
    (0x2000, 0x2BFF),
    (0xD800, 0xDFFF),
    (0xFF00, 0xFFFF),
    (0x1F000, 0x3FFFF),
)
READ = 4096  # bytes: more of a message is never read


@cache
def real() -> Sequence[str]:
    """The messages of all sets, by several hands."""
    return [one["text"] for folder in sorted(SETS.iterdir()) for one in messages_of(folder)]


def any_text(chance: Random) -> str:
    """One text; one in a few hundred is as long as may be read, or longer."""
    kind = chance.random()
    if kind < 0.45:
        return _mutated(chance)
    if kind < 0.75:
        return "".join(chance.choices(WORDS, k=chance.randint(1, 25)))
    if kind < 0.85:
        return "".join(chance.choices((*WORDS, *ODD, *ODD), k=chance.randint(1, 20)))
    if kind < 0.99:
        return noise(chance, chance.randint(0, 60))
    return flood(chance, chance.choice((300, READ // 3, READ // 3, READ, 25_000 if chance.random() < 0.1 else 600)))


def noise(chance: Random, many: int) -> str:
    """Characters of any kind, from one corner of Unicode or from several."""
    corners = chance.choices(_RANGES, k=chance.randint(1, 3))
    return "".join(chr(chance.randint(*chance.choice(corners))) for _ in range(many))


def flood(chance: Random, size: int) -> str:
    """A few words, over and over."""
    unit = unit_of(chance)
    return (unit * (size // len(unit) + 1))[:size]


def unit_of(chance: Random) -> str:
    """What a flood repeats."""
    return "".join(chance.choices((*WORDS, *ODD, "1", "a", "占", "从", "\n新院区"), k=chance.choice((1, 1, 2, 3))))


def _mutated(chance: Random) -> str:
    text = chance.choice(real())
    for _ in range(chance.randint(0, 4)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.randint(0, 12))
        place = chance.choice(
            ("", text[start:end] * 2, chance.choice(WORDS), chance.choice(ODD), chance.choice(real())[:40])
        )
        text = text[:start] + place + text[end:]
    return text
