"""How characters sound, as one symbol a syllable, so that homophones of dictation compare equal."""

from __future__ import annotations

from functools import cache

from pypinyin import Style, pinyin

# speakers and keyboards confuse these: 增/征, 平/坪, 林/灵
INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
# hands confuse these: what is written for what is meant
SHAPES = dict(zip("较末己巳千畜早土曰拔洒沫", "校未已已干蓄草士日拨酒抹", strict=True))
FIRST_SYMBOL = 0xE100

_symbols: dict[str, str] = {}
_by_char: dict[int, str] = {}


def sound(text: str) -> str:
    """The text with each Han character replaced by the symbol of its syllable; same length, other characters stay."""
    missing = {char for char in text if "\u4e00" <= char <= "\u9fff" and ord(char) not in _by_char}
    for char in missing:
        _by_char[ord(char)] = _symbol(char)
    return text.translate(_by_char)


@cache
def _symbol(char: str) -> str:
    syllable = pinyin(SHAPES.get(char, char), style=Style.NORMAL, errors="default")[0][0]
    for ending, plain in FINALS:
        if syllable.endswith(ending):
            syllable = syllable[: -len(ending)] + plain
            break
    for start, plain in INITIALS:
        if syllable.startswith(start):
            syllable = plain + syllable[len(start) :]
            break
    return _symbols.setdefault(syllable, chr(FIRST_SYMBOL + len(_symbols)))
