"""What a text speaks of, before it is read: enough to fetch the matters it may mean."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from handlers.reading.codes_asked import ranges_in
from handlers.reading.directory import Directory
from handlers.reading.normalise import normalise
from handlers.reading.numerals import number

_DIGITS = re.compile(r"\d+")
_NTH = re.compile(r"第([一二三四五六七八九十]{1,3})")
YEAR = "2026"
LONGEST_NUMBER = 6  # digits
LONGEST_CODE = 10
MOST_NUMBERS = 100
MOST_UNITS = 100
LONGEST = 20_000  # characters; what a person types is shorter


@dataclass(frozen=True, slots=True)
class Spoken:
    texts: tuple[str, ...]  # as typed, and in the reader's spelling
    numbers: tuple[int, ...]
    units: tuple[str, ...]


def spoken_of(text: str, directory: Directory) -> Spoken:
    """The numbers in it, and the units it names, by their own names or their people's."""
    plain = normalise(text[:LONGEST])
    runs = _DIGITS.findall(plain)
    said = [int(digits) for digits in runs if len(digits) <= LONGEST_NUMBER]
    said += [int(digits[len(YEAR) :]) for digits in runs if len(YEAR) < len(digits) <= LONGEST_CODE]  # ZD2026003
    said += [each for _, _, numbers in ranges_in(plain) for each in numbers]
    said += [int(value) for word in _NTH.findall(plain) if (value := number(word)) is not None]
    hits = directory.found_in(plain)
    units = (hit.unit or (directory.people[hit.person].unit if hit.person else None) for hit in hits)
    known = dict.fromkeys(unit for unit in units if unit)
    typed = unicodedata.normalize("NFKC", text[:LONGEST])
    return Spoken((typed, plain), tuple(dict.fromkeys(said))[:MOST_NUMBERS], tuple(known)[:MOST_UNITS])
