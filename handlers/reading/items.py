"""Which of the names in an item say what the item is about, and which only stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.reading.clauses import Clause, Line, Mark, Role
from handlers.reading.mentions import How, Mention

FIGURE_FOLLOWS = re.compile(
    r"(?:工程|项目)?(?:总体?|整体|目前|现在|已|完成|进度|是|约|到|达到?|为|[:\s]){0,5}"
    r"(?:\d{1,3}(?:\.\d{1,2})?%|百分之|[一二三四五六七八九两]成|\d{1,3}(?=$|[,。;\s]))"
)
NUMBER_CELL = re.compile(r"\s*[\d一二三四五六七八九十]{1,3}[.、]?\s*")
BRACKETED = re.compile(r"\([^()]{0,40}\)")
AMONG_THEM = re.compile("其中|包括|含")
STRONG = 2.0  # how much of a name must be there for a second matter in an item


@dataclass(frozen=True, slots=True)
class Item:
    """A line and the words around it."""

    text: str
    line: Line
    in_section: bool

    def leading(self, mentions: list[Mention]) -> list[Mention]:
        """The names that open a subject, in their order."""
        kept: list[Mention] = []
        for mention in mentions:
            if not self._is_in_name_column(mention):
                continue
            if is_foreign_part(mention) and (self.line.role is Role.OTHER or not self._heads_sentence(mention)):
                continue
            if not kept or self._opens_own(mention, kept[0]):
                kept.append(mention)
        return kept

    def _clause_of(self, mention: Mention) -> Clause | None:
        return next((clause for clause in self.line.clauses if clause.start <= mention.start < clause.end), None)

    def _is_in_name_column(self, mention: Mention) -> bool:
        """In a table only the name column names; without one, the first cells."""
        if not self.line.is_row:
            return True
        clause = self._clause_of(mention)
        if clause is None:
            return False
        if clause.role is Role.UNIT:  # 长坳乡 | 中转站: the name runs on into the next cell
            at = self.line.clauses.index(clause) + 1
            clause = self.line.clauses[at] if at < len(self.line.clauses) else clause
        if any(other.role is Role.NAME for other in self.line.clauses):
            return clause.role is Role.NAME
        first = self.line.clauses[0]
        if clause is first or NUMBER_CELL.fullmatch(self.text, first.start, first.end):
            return clause in self.line.clauses[:2]
        return mention.is_whole and clause.role is Role.BODY and clause in self.line.clauses[:2]

    def _heads_sentence(self, mention: Mention) -> bool:
        clause = self._clause_of(mention)
        if clause is None or not mention.is_head:
            return False
        alike = (c for c in self.line.clauses if c.sentence == clause.sentence and c.role is clause.role)
        return next(alike) is clause

    def _opens_own(self, mention: Mention, first: Mention) -> bool:
        if mention.how in (How.CODE, How.ANAPHOR) or not mention.candidates:
            return True
        has_figure = FIGURE_FOLLOWS.match(self.text, mention.end) is not None
        if AMONG_THEM.search(self.text, max(first.end, mention.start - 2), mention.start):
            return False
        between = BRACKETED.sub("", self.text[first.end : mention.start])
        if AMONG_THEM.search(between) and not (mention.is_whole or mention.weight >= STRONG):
            return False
        is_item = self._is_about(first)
        if (
            is_item
            and mention.is_own
            and self.text[mention.end : mention.end + 1] in COLON
            and self._heads_sentence(mention)
        ):
            return True
        if mention.is_weak or not (mention.is_own or mention.is_whole):
            return (self._heads_sentence(mention) and not is_item) or (
                has_figure and (mention.is_own or not mention.is_weak)
            )
        if not is_item:
            return True
        line_is_plain = self.line.mark is Mark.NONE  # a full stop ends what 237改线:… is about
        return has_figure or (
            self._heads_sentence(mention) and (mention.is_whole or mention.weight >= STRONG or line_is_plain)
        )

    def _is_about(self, first: Mention) -> bool:
        """An item that opens with its matter and a colon, or with a number and its matter, is about that matter."""
        line = self.line
        if line.role is not Role.BODY or line.is_row or self.in_section or line.clauses[0].end < first.start:
            return False
        if line.mark is not Mark.NONE:
            return line.mark is not Mark.SPOKEN or self._stands_first(first)
        return self._stands_first(first) and self.text[first.end : first.end + 6].lstrip(" 工程项目建设)")[:1] in COLON

    def _stands_first(self, first: Mention) -> bool:
        return not self.text[self.line.body : first.start].strip(' [】【"“”《')


COLON = (":", "】")


def is_foreign_part(mention: Mention) -> bool:
    """A part of the name of another unit's matter."""
    return bool(mention.candidates) and not (mention.is_own or mention.is_whole or mention.how is How.CODE)
