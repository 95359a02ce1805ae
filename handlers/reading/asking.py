"""Is a message a question, and which of its names are meant by it? 「红灯」, 「住建局 逾期」, 「水库有哪些」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.reading import intent as wants
from handlers.reading import vocabulary as words
from handlers.reading.mentions import How, Mention
from handlers.reading.query import NOISE, SUMMARY, about_of, keyword_of
from handlers.reading.registry import Hit, Registry
from handlers.reading.result import About
from handlers.reading.state_words import any_of
from handlers.reading.windows import due_of

KEYWORD_LENGTH = 24
SCOPE = re.compile(
    "(?:全部|所有|全[市县区镇局]|各单位|各部门|重点|督办)的?(?:重点|督办)?(?:事项|项目|任务|工作)"
    "|(?:事项|项目|任务)(?:列表|清单|一览|台账|总览|目录)"
)
FILTER = any_of(
    [
        *words.LIGHT_WORDS,
        *words.MINE_WORDS,
        *words.PROBLEM_QUERY_WORDS,
        *(w for _, entries in words.STATUS_QUERY_WORDS for w in entries),
        *words.WHO_HOLDS_WORDS,
        *words.OPEN_QUERY_WORDS,
        *words.OVERDUE_WORDS,
    ]
)
STATES = any_of(w for _, entries in words.STATUS_QUERY_WORDS for w in entries)
FIGURE_OR_REPORT = re.compile(r"\d%|[日周月]报[:\s]")


@dataclass(frozen=True, slots=True)
class Asking:
    """A message as it may be a question."""

    text: str
    registry: Registry
    mentions: Sequence[Mention]
    hits: Sequence[Hit]
    today: date

    def is_asked(self, *, by_senior: bool) -> bool:
        """By its words, or because it holds nothing but what a question is made of."""
        if wants.is_question(self.text):
            return True
        bare = self.text.strip(" \n。!?")
        if len(bare) > KEYWORD_LENGTH or FIGURE_OR_REPORT.search(bare):
            return False
        if words.NO_NEWS.search(bare) and not bare.endswith("的"):
            return False
        if self.mentions and wants.tells(bare) and not by_senior:
            return False
        about = about_of(bare)
        rest = keyword_of(self.text, self.mentions, self.hits, self.registry)
        if about is not About.MATTERS and not re.search("完成|办结", bare):
            return about is not About.SUMMARY or not rest or not self.mentions
        return not rest and (self._filters(bare) or (self._names_something(bare) and self._only_names()))

    def named(self) -> list[Mention]:
        """The matters asked about: 逾期 in 热力集团逾期的 is none, though a matter is called 逾期回迁."""
        return [mention for mention in self.mentions if not self._is_of_the_question(mention)]

    def _filters(self, bare: str) -> bool:
        if due_of(bare, self.today) is None and FILTER.search(bare) is None:
            return False
        return not (self.mentions and STATES.search(bare) and not bare.endswith("的"))

    def _names_something(self, bare: str) -> bool:
        return bool(
            self.mentions
            or any(hit.unit or hit.person for hit in self.hits)
            or SCOPE.search(bare)
            or any(category in bare for category in self.registry.categories)
        )

    def _only_names(self) -> bool:
        chars = list(self.text)
        for start, end in [(m.start, m.end) for m in self.mentions] + [(h.start, h.end) for h in self.hits]:
            chars[start:end] = " " * (end - start)
        rest = "".join(chars)
        for category in self.registry.categories:
            rest = rest.replace(category, " ")
        return not NOISE.sub("", rest).strip(" 的,、。\n和与及工程项目")

    def _is_of_the_question(self, mention: Mention) -> bool:
        if mention.is_whole or mention.how is How.CODE:
            return FILTER.fullmatch(self.text, mention.start, mention.end) is not None
        around = self.text[max(0, mention.start - 1) : mention.end + 1]
        return mention.how is How.SOUND or FILTER.search(around) is not None or SUMMARY.search(around) is not None
