"""Which names each line holds, and which of them say what it is about."""

from __future__ import annotations

from bisect import bisect_left

from handlers.reading.clauses import Line, Mark
from handlers.reading.items import Item
from handlers.reading.loose import SHORT
from handlers.reading.mentions import Mention


class NamedLines:
    """The mentions of a message, in the order of the text, by its lines."""

    def __init__(self, text: str, lines: list[Line], mentions: list[Mention]) -> None:
        self._text = text
        self._mentions = mentions
        self._starts = [mention.start for mention in mentions]
        named = [line for line in lines if self._within(line)]
        self._marks = {line.mark for line in named}
        self._numbered_from = next((line.start for line in named if line.mark is not Mark.NONE), 0)

    def leading(self, line: Line, *, in_section: bool) -> list[Mention]:
        """The names that open a subject in this line."""
        here = self._within(line)
        if here and self._is_preamble(line):
            here = [mention for mention in here if not self._is_told_below(mention)]
        return Item(self._text, line, in_section).leading(here) if here else here

    def has_siblings(self, line: Line) -> bool:
        """Lines that are numbered like this one name matters."""
        return line.mark is not Mark.NONE and line.mark in self._marks

    def _within(self, line: Line) -> list[Mention]:
        return self._mentions[bisect_left(self._starts, line.start) : bisect_left(self._starts, line.end)]

    def _is_preamble(self, line: Line) -> bool:
        """围绕“一件事”改革…办结率97%, over the numbered items: a paragraph that leads up to them."""
        return line.mark is Mark.NONE and line.end <= self._numbered_from and line.end - line.start > SHORT

    def _is_told_below(self, mention: Mention) -> bool:
        below = self._mentions[bisect_left(self._starts, self._numbered_from) :]
        return any(other.candidates == mention.candidates for other in below)
