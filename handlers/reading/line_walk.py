"""The clauses of a line that names matters, each given to the one it speaks of."""

from __future__ import annotations

import re

from handlers.reading.clauses import Clause, Line, Mark
from handlers.reading.giving import Giver
from handlers.reading.mentions import How, Mention
from handlers.reading.pieces import Topic
from handlers.reading.strangers import Strangers
from handlers.reading.vocabulary import ASIDE_HEADS

TOTAL = re.compile(
    r"(?<!\d)\d{1,4}(?:个|项|件|座|处)(?:重点|市级|在建|督办|续建|新建)*(?:项目|事项|任务|工程|工作(?!日))|(?:项目|事项)共\d{1,4}[个项件]|督办事项(?:总数|计)?\d{1,4}[个项件]|以上\d+项|列入计划\d+|正常推进\d+项"
)
ASIDE = re.compile(
    r"[ ]*(?:" + "|".join(map(re.escape, ASIDE_HEADS)) + ")(?!的?(?:\\d{1,3}|[一二两三四五六七八九十几])?[个处座条栋]?"
    "(?:面|标|点|楼|井|孔|桩|墩|跨|栋|路段|仓|罐|泵|机|塔|池|乡镇|[处座条栋]|段|标段|片|楼|栋|区域?|部位|部分|工序|作业|工作面|地方|点位|几[个处栋段]))"
)
LEAD_LENGTH = 14
NOWHERE = -1  # the number of no sentence


class LineWalk:
    """Holds the matter spoken of while it goes through the clauses; `above`: the one the line stands under."""

    def __init__(self, giver: Giver, strangers: Strangers, line: Line, above: Topic | None) -> None:
        self._giver, self._strangers, self._line, self._above = giver, strangers, line, above
        self._text = giver.text
        self._current = above if line.mark is Mark.NONE and not line.is_row else None
        self._is_first = True
        self._lead: Clause | None = None
        self._label: Mention | None = None
        self._labelled = NOWHERE  # the sentence that the label opens
        self._titles_all = False  # the label stands alone before all sentences of the item
        self._total_in = NOWHERE  # the sentence in which the whole ledger was spoken of

    def read(self, mentions: list[Mention]) -> Topic | None:
        """The matter spoken of at the line's end."""
        waiting = list(mentions)
        for clause in self._line.clauses:
            here = []
            while waiting and waiting[0].start < clause.end:
                here.append(waiting.pop(0))
            if self._lead is not None and self._lead.sentence != clause.sentence:
                self._lead = None
            if here:
                self._read_named(clause, here)
            elif waiting and self._leads(clause, waiting[0]):
                self._lead, self._current = clause, None
            else:
                self._read_unnamed(clause)
        return self._current

    def _read_named(self, clause: Clause, here: list[Mention]) -> None:
        is_labelled = self._titles_all or clause.sentence == self._labelled
        if self._label is not None and is_labelled and _is_detail(here[0], self._label):
            self._giver.give(self._current, self._giver.whole(clause))
            return
        self._titles_all = self._is_title(clause, here[-1])
        is_label = self._titles_all or self._is_label(clause, here[-1])
        self._label, self._labelled = (here[-1] if is_label else None), clause.sentence
        self._current = self._giver.split(clause, here, self._current, self._above, is_first=self._is_first)
        self._is_first = False
        if self._lead is not None:
            self._giver.say_of_each(self._lead, here)

    def _read_unnamed(self, clause: Clause) -> None:
        if self._is_of_the_ledger(clause):
            self._current, self._total_in = None, clause.sentence
            return
        if ASIDE.match(self._text, clause.start, clause.end):
            self._current = self._giver.open(clause, self._strangers.beside(clause))
            if self._current is not None:
                return
        stranger = self._strangers.off_the_list(clause)
        if stranger is None:
            stranger = self._strangers.first(clause) if self._current is None else self._strangers.too(clause)
        if stranger is not None:
            self._current = self._giver.open(clause, stranger)
            return
        self._giver.give(self._current, self._giver.whole(clause))

    def _is_of_the_ledger(self, clause: Clause) -> bool:
        if self._line.mark is not Mark.NONE and self._current is not None and not self._line.is_row:
            return False
        return clause.sentence == self._total_in or TOTAL.search(self._text, clause.start, clause.end) is not None

    def _is_label(self, clause: Clause, mention: Mention) -> bool:
        """地铁配套:青年路段恢复完成,总体64%: what stands behind a name and a colon is told of it."""
        return _ends_in(clause, mention) and self._text[clause.end : clause.end + 1] == ":"

    def _is_title(self, clause: Clause, mention: Mention) -> bool:
        """(二)队伍登记管理。登记队伍19支: the item is about what its first sentence names."""
        is_alone = mention.start == clause.start and self._text[clause.end : clause.end + 1] == "。"
        return self._is_first and self._line.mark is not Mark.NONE and is_alone and _ends_in(clause, mention)

    def _leads(self, clause: Clause, following: Mention) -> bool:
        """停工的:甲、乙: a heading that tells how all stand that are listed behind it."""
        between = self._text[clause.end : following.start]
        return between.strip() in (":", "是", "有") and clause.end - clause.start <= LEAD_LENGTH and following.is_head


def _ends_in(clause: Clause, mention: Mention) -> bool:
    return mention.is_whole and len(mention.candidates) == 1 and mention.end == clause.end


def _is_detail(mention: Mention, label: Mention) -> bool:
    is_part = mention.how is How.NAME and not mention.is_whole and len(mention.candidates) == 1
    return is_part and mention.candidates != label.candidates
