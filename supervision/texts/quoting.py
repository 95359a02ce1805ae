"""What people wrote, made safe to repeat: it can mention nobody and pose as nothing official (T23, T24, T25)."""

from __future__ import annotations

import re

_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Directions, and what shows nothing at all; what joins or colours an emoji stays.
_UNSEEN = dict.fromkeys(
    [
        *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0x200B, 0xFEFF,
        0x00AD, 0x034F, 0x180E,
    ]
)  # fmt: skip
_POWERLESS = str.maketrans({"<": "‹", ">": "›", "@": "＠"})
# What a client would act upon wherever it stands in a message: markup, a mention of everybody, a link with a caption.
_POWER = re.compile(r"<(?=[@/!A-Za-z])|@(?=all|所有人)|\]\(")
_LESS = {"<": "‹", "@": "＠", "](": "］("}


def visible(text: str) -> str:
    """NUL, other control characters and lone surrogates, made visible; nothing else is touched (F45)."""
    text = text.replace("\r\n", "\n")
    return _ODD.sub(_shown, text) if _ODD.search(text) else text


def _shown(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code < 0x20:
        return chr(0x2400 + code)  # ␀ and its neighbours
    return "\u2421" if code == 0x7F else "\ufffd"


def quoted(text: str, limit: int = 60) -> str:
    """A person's words on one line, at most `limit` characters, without power: no mention, no link, no markup."""
    line = powerless(" ".join(visible(text).translate(_UNSEEN).split()).translate(_POWERLESS).replace("://", ":／／"))
    return line if len(line) <= limit else line[: limit - 1] + "…"


def powerless(text: str) -> str:
    """Names and titles as the office gave them, whole, and yet nobody is mentioned by them and nothing is a link."""
    return _POWER.sub(lambda found: _LESS[found.group()], text) if "<" in text or "@" in text or "](" in text else text
