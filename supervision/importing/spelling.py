"""One spelling for what clerks type: widths, blanks, pinyin glosses; traditional characters stay as they are (A29)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pypinyin import Style, pinyin

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_UNSEEN = dict.fromkeys(
    [0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_WIDE_LETTERS = {code: to for code, to in _WIDE.items() if chr(to).isalnum() or to == 0x20}
_DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-")

_BLANK_IN_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_BREAK_IN_HAN = re.compile(rf"(?<=[{_HAN}])\s*\n\s*(?=[{_HAN}])")
_GLOSS = re.compile(rf"(?P<of>[{_HAN}])[(\uff08](?P<gloss>[a-zɡüāáǎàēéěèōóǒòīíǐìūúǔùǖǘǚǜńňǹḿ]{{1,6}})[)\uff09]")
_TONES = re.compile("[\u0300\u0301\u0304\u030c]")
# Replacement character, private use, lone surrogates, control characters, and the two classics of a wrong encoding.
_UNDECODABLE = re.compile("[\ufffd\ue000-\uf8ff\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|锟斤拷|烫烫烫")
_LONE_QUESTION = re.compile(rf"[{_HAN}]\?[;,]?[{_HAN}]")


def words(text: str) -> str:
    """A sentence or title on one line."""
    text = _BREAK_IN_HAN.sub("", unicodedata.normalize("NFC", text).replace("\r\n", "\n"))
    return " ".join(text.translate(_WIDE_LETTERS).translate(_UNSEEN).split())


def name(text: str) -> str:
    """The name of a person or unit: 「张 伟」 is 「张伟」."""
    return _BLANK_IN_HAN.sub("", words(text))


def code(text: str) -> str:
    """Half-width, upper case, without blanks; any dash is a hyphen."""
    return "".join(text.translate(_WIDE).translate(_DASHES).translate(_UNSEEN).split()).upper()


def userid(text: str) -> str:
    """Lower case: the platform compares without case."""
    return code(text).lower()


def undecodable(text: str) -> str:
    """The first piece that nobody can read, "" if all is well."""
    found = _UNDECODABLE.search(text)
    return found.group() if found else ""


def has_lone_question_mark(text: str) -> bool:
    """A half-width ? in the middle of Chinese is most often a character that got lost."""
    return _LONE_QUESTION.search(text) is not None


def without_glosses(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without pinyin in brackets after the character it is the sound of, and the glosses taken out."""
    taken: list[str] = []

    def strip(found: re.Match[str]) -> str:
        if not _is_sound_of(found["gloss"], found["of"]):
            return found.group()
        taken.append(found.group())
        return found["of"]

    return _GLOSS.sub(strip, unicodedata.normalize("NFC", text)), tuple(taken)


def _is_sound_of(gloss: str, character: str) -> bool:
    toneless = _TONES.sub("", unicodedata.normalize("NFD", gloss))
    return unicodedata.normalize("NFC", toneless).replace("ɡ", "g").replace("ü", "v") in _sounds(character)


@lru_cache(maxsize=4096)
def _sounds(character: str) -> frozenset[str]:
    found = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=False)
    return frozenset(sound for sounds in found for sound in sounds)
