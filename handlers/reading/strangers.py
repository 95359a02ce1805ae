"""Projects that nobody has on the list, told of beside those that somebody has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.reading.clauses import Clause, Line
from handlers.reading.items import FIGURE_FOLLOWS
from handlers.reading.unknown_names import unknown_name

OFF_LIST = re.compile("不在[^,。;]{0,8}(?:表|清单|台账|名单|督办)[里内上中]?")

STANDS = re.compile("(?:又|仍|一直|已经?)?(?:停工|停产|停摆|复工|完工|竣工)(?![^,。;]{0,3}(?:的|令|通知))")


class Strangers:
    """Where in a clause such a project is named; None where none is."""

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self._text, self._lines = text, lines

    def first(self, clause: Clause) -> tuple[int, int] | None:
        """县医院门诊楼改造 45%: before the first that is on the list."""
        name = unknown_name(self._text, clause, has_siblings=False)
        if name is None:
            return None
        is_project = self._text[name[1] - 2 : name[1]] in ("项目", "工程")
        is_told_of = FIGURE_FOLLOWS.match(self._text, name[1]) or STANDS.match(self._text, name[1])
        return name if is_project or is_told_of else None

    def beside(self, clause: Clause) -> tuple[int, int] | None:
        """另外智谷孵化器装修,吊顶卡着,总进度50%: how it stands is told later in the sentence."""
        sentence = replace(clause, end=self._end_of_sentence(clause))
        return unknown_name(self._text, clause, has_siblings=False) or unknown_name(
            self._text, sentence, has_siblings=False
        )

    def too(self, clause: Clause) -> tuple[int, int] | None:
        """体操馆空调改造也动起来了: another one, in a sentence of its own."""
        name = unknown_name(self._text, clause, has_siblings=False)
        if name is None or name[0] > clause.start or not self._text.startswith(("也", "这边也"), name[1]):
            return None
        return name

    def off_the_list(self, clause: Clause) -> tuple[int, int] | None:
        """居家适老化改造(不在督办表里): its teller says so himself."""
        found = OFF_LIST.search(self._text, clause.start, clause.end)
        if found is None:
            return None
        named = self._text[clause.start : found.start()].rstrip(" (")
        return clause.start, clause.start + len(named)

    def _end_of_sentence(self, clause: Clause) -> int:
        alike = (other for other in self._lines[clause.line].clauses if other.sentence == clause.sentence)
        return max((other.end for other in alike), default=clause.end)
