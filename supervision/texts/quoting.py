"""What people wrote, made safe to repeat: it can mention nobody and pose as nothing official (T23, T24, T25)."""

from __future__ import annotations

import unicodedata

_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x200B, 0xFEFF])


def visible(text: str) -> str:
    """NUL, other control characters and lone surrogates, made visible; nothing else is touched."""
    if text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char in "\n\t":
        return char
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    if unicodedata.category(char) == "Cc":
        return "\ufffd"
    return char


def quoted(text: str, limit: int = 60) -> str:
    """A person's words on one line, at most `limit` characters, without power: no mention, no link, no markup."""
    line = " ".join(visible(text).translate(_BIDI).split())
    line = line.replace("<", "‹").replace(">", "›").replace("@", "＠")  # noqa: RUF001 (full-width on purpose)
    return line if len(line) <= limit else line[: limit - 1] + "…"
