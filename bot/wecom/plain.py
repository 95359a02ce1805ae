"""Texts as the platform can carry them."""

import re

# What XML 1.0 cannot hold; the platform's JSON side refuses or drops the same (errcode 40033, platform.md §7.2).
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CONTROL_PICTURES = 0x2400


def visible(text: str) -> str:
    """Characters no channel can carry, shown instead of dropped: nobody should wonder what was there."""
    return _UNFIT.sub(_picture, text)


def _picture(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    return "\u2421" if code == 0x7F else "\ufffd"
