"""What is said of one matter: its topic, in pieces of clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from handlers.reading.clauses import Line, Mark, Role
from handlers.reading.mentions import Mention

RESPECTIVE = re.compile(
    r"\d{1,3}(?:\.\d+)?%|百分之[零一二两三四五六七八九十]{1,4}|[一二三四五六七八九两]成[一二三四五六七八九半]?"
)
ONE = 2  # characters
ONE_OF_THEM = re.compile("一[个座条处家所](?![月季])")
RESPECTIVELY = re.compile("分别|各[是为]|依次")
BRACKET_LABEL = re.compile(r"[】\]]")
BLANK = "〓"  # stands for each character of a name


@dataclass(slots=True)
class Piece:
    """text[start:end], said of one matter; `named` is where in it the matter is named."""

    start: int
    end: int
    line: int
    sentence: int
    role: Role
    label: str
    named: tuple[int, int] | None = None
    _said: str = field(default="", init=False)

    def said(self, text: str) -> str:
        """The words, the matter's name blanked out: 争取 in 资金争取 is no hope."""
        if not self._said:
            self._said = self._blanked(text)
        return self._said

    def before(self, text: str, at: int) -> str:
        """What is said between the matter's name, or the beginning, and a place."""
        if self.named and self.named[1] <= at:
            return text[self.named[1] : at]
        return text[self.start : at]

    def parts(self, text: str, receivers: int) -> list[Piece]:
        """分别为79%、46%, 一个停工一个60%: to each of several matters its own; anything else is said of all."""
        ones = [found.end() for found in ONE_OF_THEM.finditer(text, self.start, self.end)] if receivers > 1 else []
        if ones and len(ones) == receivers:
            ends = [*(at - ONE for at in ones[1:]), self.end]
            return [replace(self, start=at, end=end, named=None) for at, end in zip(ones, ends, strict=True)]
        figures = list(RESPECTIVE.finditer(text, self.start, self.end)) if receivers > 1 else []
        if len(figures) != receivers or RESPECTIVELY.search(text, self.start, self.end) is None:
            return [replace(self) for _ in range(receivers)]
        return [replace(self, start=figure.start(), end=figure.end(), named=None) for figure in figures]

    def _blanked(self, text: str) -> str:
        if self.named is None or self.named[1] <= self.start:
            return text[self.start : self.end]
        first, last = max(self.named[0], self.start), min(self.named[1], self.end)
        return text[self.start : first] + BLANK * (last - first) + text[last : self.end]


@dataclass(slots=True)
class Topic:
    """One matter, or one thing nobody has on the list, and all that is said of it."""

    words: str
    mention: Mention | None  # None: not in the registry
    pieces: list[Piece] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    @property
    def candidates(self) -> tuple[int, ...]:
        return self.mention.candidates if self.mention else ()


@dataclass(slots=True)
class Section:
    role: Role
    label: str
    mark: Mark
    belongs_to: Topic | None

    def ends_before(self, line: Line, text: str) -> bool:
        """Does the next line no longer stand under this label?"""
        if line.mark is Mark.NONE:
            return (
                bool(line.label) or BRACKET_LABEL.search(text, line.start, min(line.end, line.start + 16)) is not None
            )
        if self.mark is Mark.NONE:
            return line.mark is Mark.CHAPTER
        return line.mark <= self.mark
