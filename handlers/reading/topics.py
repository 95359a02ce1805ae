"""Gives every clause to the matter it speaks of."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from handlers.reading.clauses import Line, Mark, Role
from handlers.reading.giving import Giver
from handlers.reading.line_walk import ASIDE, TOTAL, LineWalk
from handlers.reading.loose import SHORT, give_loose
from handlers.reading.mentions import Mention
from handlers.reading.named_lines import NamedLines
from handlers.reading.pieces import Piece, Section, Topic
from handlers.reading.strangers import Strangers
from handlers.reading.unknown_names import unknown_name

ESSAY = 240  # characters; in a longer text without numbers every paragraph stands for itself
NAME_LABEL = re.compile("(?:督办|重点)?(?:项目|事项|任务|工作|工程)?(?:名称)?:")
LABEL_LENGTH = 3


class Assigner:
    """Walks through the lines once, holding the matter spoken of."""

    def __init__(
        self, text: str, lines: list[Line], mentions: list[Mention], last_spoken: Callable[[], Sequence[int]]
    ) -> None:
        self.text = text
        self.lines = lines
        self.giver = Giver(text, last_spoken)
        self.topics = self.giver.topics
        self.named = NamedLines(text, lines, mentions)
        self.strangers = Strangers(text, lines)
        self.topic: Topic | None = None
        self.topic_line: Line | None = None

    @property
    def loose(self) -> list[Piece]:
        """What is said of no matter that could be told."""
        return self.giver.loose

    def run(self) -> list[Topic]:
        for line in self.lines:
            self._read(line)
        give_loose(self.text, self.lines, self.topics, self.loose)
        return self.topics

    def _read(self, line: Line) -> None:
        section = self.giver.section
        if section is not None and section.ends_before(line, self.text):
            self.giver.section = None
        if line.opens_section:
            owner = self.topic if self._is_under_topic(line) else None
            self.giver.section = Section(line.role, line.label, line.mark, owner)
            return
        here = self.named.leading(line, in_section=self.giver.section is not None)
        if not here:
            self._read_without_name(line)
            return
        keep = self.topic, self.topic_line
        if line.mark is not Mark.NONE and not self._is_part_of_section(line):
            self.topic = None
        self.giver.partners = []
        self.topic = LineWalk(self.giver, self.strangers, line, self.topic).read(here)
        self.topic_line = line
        if self._is_part_of_section(line):
            self.topic, self.topic_line = keep

    def _is_part_of_section(self, line: Line) -> bool:
        return self.giver.section is not None or line.role in (Role.PROBLEM, Role.PLAN, Role.NEED)

    def _is_under_topic(self, line: Line) -> bool:
        """The matter's name stood alone as a heading, and this line is a part of what follows."""
        above = self.topic_line
        if self.topic is None or above is None or above is line:
            return False
        named = next((p.named for p in self.topic.pieces if p.line == above.number and p.named), None)
        first, last = named or (above.body, above.body)
        lead = NAME_LABEL.sub("", self.text[above.body : first])
        said = self.text[last : above.end].strip(" :。】工程项目") + lead.strip(" 【")
        if line.mark is Mark.NONE or (above.mark is Mark.NONE and line.physical == above.physical):
            return len(said) <= LABEL_LENGTH and not any(char.isdigit() for char in said)
        return line.mark > above.mark and above.mark is not Mark.NONE

    def _read_without_name(self, line: Line) -> None:
        section = self.giver.section
        if self._is_part_of_section(line):
            owner = section.belongs_to if section else (self.topic if self._is_under_topic(line) else None)
            self._say(owner, line)
            return
        if line.role is Role.OTHER:
            return
        if self._is_under_topic(line):
            self._say(self.topic, line, is_item=True)
            return
        if not line.label and (name := unknown_name(self.text, line, self.named.has_siblings(line))):
            self.topic = Topic(self.text[name[0] : name[1]], None)
            self.topics.append(self.topic)
            self.topic_line = line
            self._say(self.topic, line, name)
            return
        self._say(self._carried(line), line)

    def _carried(self, line: Line) -> Topic | None:
        """The matter a line without a name still speaks of."""
        above = self.topic_line
        if self.topic is None or above is None:
            return None
        if line.physical == above.physical and line.mark is Mark.SPOKEN:
            return self.topic
        is_plain = line.mark is Mark.NONE and above.mark is Mark.NONE and not above.is_row
        if is_plain and line.end - line.start <= SHORT and len(self.text) <= ESSAY:
            return self.topic
        self.topic = None
        return None

    def _say(
        self, topic: Topic | None, line: Line, name: tuple[int, int] | None = None, *, is_item: bool = False
    ) -> None:
        for clause in line.clauses:
            if not is_item and TOTAL.search(self.text, clause.start, clause.end):
                topic = None
                continue
            if topic is not None and ASIDE.match(self.text, clause.start, clause.end) and topic.mention is not None:
                topic = self.giver.open(clause, self.strangers.beside(clause))
            piece = self.giver.whole(clause)
            if name and clause.start <= name[0] < clause.end:
                piece.named = name
            (topic.pieces if topic else self.loose).append(piece)
