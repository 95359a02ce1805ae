"""Is a message a question, and which of its names are meant by it? 「红灯」, 「住建局 逾期」, 「水库有哪些」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.reading import intent as wants
from handlers.reading import vocabulary as words
from handlers.reading.lights_asked import lights_of
from handlers.reading.mentions import How, Mention
from handlers.reading.order_asked import order_of
from handlers.reading.percent_asked import percent_of, without_percent
from handlers.reading.query import by_number, without_categories
from handlers.reading.query_about import SUMMARY, about_of
from handlers.reading.query_words import NOISE, longest_of, remainder, waiting_for
from handlers.reading.registry import Hit, Registry
from handlers.reading.result import About
from handlers.reading.state_words import any_of
from handlers.reading.windows import DAYS_LEFT, WITHIN, due_of

KEYWORD_LENGTH = 24
LONGEST = 32  # of a question about matters that is made of nothing but conditions and names
SHORT = 40
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
HOW_IT_STANDS = re.compile("[^,。;]*(?<![一-鿿]化)(?:进度|进展|情况)(?:如何)?$")
# said by the unit itself: 9月底前完工, 可能逾期, 还有2项未完成
TELLS_OF_DAYS = re.compile(
    "前(?:完成|完工|竣工|办结|交付)|提前|(?:可能|预计|已经?|有|恐|怕|会)逾期|还有[\\d一二两三四五六七八九十]+[项件个]未|化解|封场|办结$"
)
OPEN = any_of(words.OPEN_QUERY_WORDS)
DAYS_LEFT_AT_END = re.compile(f"(?:{DAYS_LEFT.pattern})[了啊呢呀吧]{{0,2}}$")
PERCENT_WANTED = re.compile("百分之(?:多少|几)")
NOMINAL = re.compile(r"的$|(?:项目|事项|工程)$|(?:最[慢快低高差好急]|垫底|倒数|前|后|末)的?\S{0,6}$")
OF_DAYS = re.compile("放假|休息|休假|期间|停水|停电|值班|开会|会议|出差")
SAID = re.compile(r"[一-鿿A-Z0-9%]")  # what remains beside conditions and names
HAS_TO_DO = re.compile(
    r"(?:现在|目前|最近|今天)?(?:手上|手里|手头|名下|那里|那边|那儿)?(?:现在|目前|还|都|一共)*(?:有|的)"
    r"(?:什么|啥|哪些|几件|几项|多少)?(?:事情?|活|任务)儿?(?:要办|要做|在办|在做|没办完?|没做完?)?[吗呢啊呀]?"
)
BARE_FIGURE = re.compile(r"[一-鿿,:]\d{2}(?=$|[,;。吧了])")
OF_REPORTS = re.compile("[日周月]报|上报|报告|谁|哪")
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
        plain = self._without_asked_figures()
        if wants.is_question(plain):
            return True
        bare = self.text.strip(" \n。!?")
        if self._is_name_and_standing(bare):
            return True
        if self._is_of_somebody(bare):
            return True
        if DAYS_LEFT_AT_END.search(bare) or (by_number(bare, self.registry) and not OF_DAYS.search(bare)):
            return len(bare) <= KEYWORD_LENGTH
        if len(bare) > LONGEST or FIGURE_OR_REPORT.search(plain):
            return False
        if words.NO_NEWS.search(bare) and not bare.endswith("的"):
            return False
        if self.mentions and wants.tells(bare) and not by_senior:
            return False
        about = about_of(bare)
        if about is About.MISSING_REPORTS and self.mentions and not by_senior and self._tells_a_figure(bare):
            return False
        spare = remainder(self.text, self.named(), self.hits, self.registry)
        if self._is_of_figures(bare):
            return not SAID.search(spare) and (by_senior or NOMINAL.search(bare) is not None)
        rest = longest_of(spare)
        if len(bare) > KEYWORD_LENGTH and (about is not About.MATTERS or SAID.search(spare)):
            return False
        if about is not About.MATTERS and not re.search("完成|办结", bare):
            return about is not About.SUMMARY or not rest or not self.mentions
        if self.mentions and not by_senior and not bare.endswith("的") and TELLS_OF_DAYS.search(bare):
            return False
        return not rest and (self._filters(bare) or (self._names_something(bare) and self._only_names()))

    @staticmethod
    def _tells_a_figure(bare: str) -> bool:
        """一批保交楼还剩最后1个没交,96; 周报,冷链66,没别的."""
        return OF_REPORTS.search(bare) is None or BARE_FIGURE.search(bare) is not None

    def _is_of_somebody(self, bare: str) -> bool:
        """陈立手上有什么事: a person's name, or a unit's, and what is in whose hands."""
        names = {self.text[hit.start : hit.end] for hit in self.hits if hit.person or hit.unit}
        return any(bare.startswith(name) and HAS_TO_DO.fullmatch(bare.removeprefix(name)) for name in names)

    def _is_name_and_standing(self, bare: str) -> bool:
        """城东城西两个急救站进度; but 督察整改没新进展 is a report."""
        is_one = HOW_IT_STANDS.fullmatch(bare) is not None and words.NO_NEWS.search(bare) is None
        return is_one and bool(self.mentions) and len(bare) <= KEYWORD_LENGTH and not FIGURE_OR_REPORT.search(bare)

    def named(self) -> list[Mention]:
        """The matters asked about: 逾期 in 热力集团逾期的 is none, though a matter is called 逾期回迁."""
        asked = [mention for mention in self.mentions if not self._is_of_the_question(mention)]
        return without_categories(self.text, asked, self.registry)

    def _without_asked_figures(self) -> str:
        """低于50% in a question is no figure that is told; beside a matter's name it may be."""
        text = PERCENT_WANTED.sub("", self.text)
        return text if self.mentions or len(text) > SHORT else without_percent(text)

    def _is_of_figures(self, bare: str) -> bool:
        """进度低于50%的, 最慢的三个, 等经信局的: told of nobody's matter."""
        if self.named():
            return False
        is_ordered = order_of(bare) is not None or percent_of(bare) is not None
        return is_ordered or any(waiting_for(self.text, hit) for hit in self.hits)

    def _filters(self, bare: str) -> bool:
        if due_of(bare, self.today) is None and not lights_of(bare) and FILTER.search(bare) is None:
            return False
        return not (self.mentions and (STATES.search(bare) or OPEN.search(bare)) and not bare.endswith("的"))

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
        if WITHIN.match(self.text, mention.start) or WITHIN.match(self.text, max(0, mention.start - 1)):
            return True
        around = self.text[max(0, mention.start - 1) : mention.end + 1]
        return mention.how is How.SOUND or FILTER.search(around) is not None or SUMMARY.search(around) is not None
