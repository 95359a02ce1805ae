"""Chinese numerals: 六十五, 一百二十, 两, 〇, mixed with digits."""

from __future__ import annotations

DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10000}


def number(words: str) -> float | None:
    """The value of a numeral in digits or characters; None where it is none."""
    if words.replace(".", "", 1).isdigit() and words.isascii():
        return float(words)
    whole, _, fraction = words.partition("点")
    value = _integer(whole)
    if value is None:
        return None
    if not fraction:
        return float(value)
    digits = [DIGITS.get(char) for char in fraction]
    if None in digits:
        return None
    return float(f"{value}." + "".join(map(str, digits)))


def _integer(words: str) -> int | None:
    if not words:
        return None
    if words.isascii():
        return int(words) if words.isdigit() else None
    if all(char in DIGITS for char in words):
        return int("".join(str(DIGITS[char]) for char in words))
    total = current = 0
    for char in words:
        if char in DIGITS:
            current = DIGITS[char]
        elif char in SCALES:
            total += (current or 1) * SCALES[char]
            current = 0
        else:
            return None
    return total + current
