"""Gives every clause to the matter it speaks of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from handlers.reading.clauses import Clause, Line, Mark, Role
from handlers.reading.items import Item
from handlers.reading.loose import FIGURE, SHORT, give_loose
from handlers.reading.mentions import How, Mention
from handlers.reading.pieces import Piece, Section, Topic
from handlers.reading.spoken import Spoken
from handlers.reading.strangers import Strangers
from handlers.reading.unknown_names import unknown_name
from handlers.reading.vocabulary import ASIDE_HEADS

TOTAL = re.compile(
    r"(?<!\d)\d{1,4}(?:个|项|件|座|处)(?:重点|市级|在建|督办|续建|新建)*(?:项目|事项|任务|工程|工作(?!日))|(?:项目|事项)共\d{1,4}[个项件]|以上\d+项|列入计划\d+|正常推进\d+项"
)
ASIDE = re.compile(
    r"[ ]*(?:"
    + "|".join(map(re.escape, ASIDE_HEADS))
    + ")(?!的?(?:段|标段|片|楼|栋|区域?|部位|部分|工序|作业|工作面|地方|点位|几[个处栋段]))"
)
FIGURE_IS = re.compile(r"[\s。]*[\d.]+%?(?:是|为|的是|那是)$")
AND = re.compile(r"(?:工程|项目)?[ ]?(?:、|和|与|及|以及|跟|/)?[ ]?")
ESSAY = 240  # characters; in a longer text without numbers every paragraph stands for itself
NAME_LABEL = re.compile("(?:督办|重点)?(?:项目|事项|任务|工作|工程)?(?:名称)?:")
LABEL_LENGTH = 3
LEAD_LENGTH = 14


class Assigner:
    """Walks through the lines once, holding the matter spoken of."""

    def __init__(
        self, text: str, lines: list[Line], mentions: list[Mention], last_spoken: Callable[[], Sequence[int]]
    ) -> None:
        self.text = text
        self.lines = lines
        self.mentions = mentions
        self.spoken = Spoken(text, last_spoken)
        self.topics = self.spoken.topics
        self.strangers = Strangers(text, lines)
        self.loose: list[Piece] = []
        self.topic: Topic | None = None
        self.topic_line: Line | None = None
        self.section: Section | None = None
        self.partners: list[Topic] = []
        self._starts = [mention.start for mention in mentions]
        self._marks = {line.mark for line in lines if self._names_in(line)}
        self._numbered_from = next((n.start for n in lines if n.mark is not Mark.NONE and self._names_in(n)), 0)

    def run(self) -> list[Topic]:
        for line in self.lines:
            self._read(line)
        give_loose(self.text, self.lines, self.topics, self.loose)
        return self.topics

    def _read(self, line: Line) -> None:
        if self.section is not None and self.section.ends_before(line, self.text):
            self.section = None
        if line.opens_section:
            owner = self.topic if self._is_under_topic(line) else None
            self.section = Section(line.role, line.label, line.mark, owner)
            return
        here = self._names_in(line)
        if here and self._is_preamble(line):
            here = [mention for mention in here if not self._is_told_below(mention)]
        if here:
            here = Item(self.text, line, self.section is not None).leading(here)
        if not here:
            self._read_without_name(line)
            return
        is_part_of_section = self.section is not None or line.role in (Role.PROBLEM, Role.PLAN, Role.NEED)
        keep = self.topic, self.topic_line
        if line.mark is not Mark.NONE and not is_part_of_section:
            self.topic = None
        self.partners = []
        self._read_clauses(line, here)
        if is_part_of_section:
            self.topic, self.topic_line = keep
        else:
            self.topic_line = line

    def _names_in(self, line: Line) -> list[Mention]:
        return self.mentions[bisect_left(self._starts, line.start) : bisect_left(self._starts, line.end)]

    def _is_preamble(self, line: Line) -> bool:
        """围绕“一件事”改革…办结率97%, over the numbered items: a paragraph that leads up to them."""
        return line.mark is Mark.NONE and line.end <= self._numbered_from and line.end - line.start > SHORT

    def _is_told_below(self, mention: Mention) -> bool:
        below = self.mentions[bisect_left(self._starts, self._numbered_from) :]
        return any(other.candidates == mention.candidates for other in below)

    def _is_under_topic(self, line: Line) -> bool:
        """The matter's name stood alone as a heading, and this line is a part of what follows."""
        above = self.topic_line
        if self.topic is None or above is None or above is line:
            return False
        named = next((p.named for p in self.topic.pieces if p.line == above.number and p.named), None)
        first, last = named or (above.body, above.body)
        lead = NAME_LABEL.sub("", self.text[above.body : first])
        said = self.text[last : above.end].strip(" :。】工程项目") + lead.strip(" 【")
        if line.mark is Mark.NONE:
            return len(said) <= LABEL_LENGTH and not any(char.isdigit() for char in said)
        return line.mark > above.mark and above.mark is not Mark.NONE

    def _read_without_name(self, line: Line) -> None:
        section = self.section
        if section is not None or line.role in (Role.PROBLEM, Role.PLAN, Role.NEED):
            owner = section.belongs_to if section else (self.topic if self._is_under_topic(line) else None)
            self._say(owner, line)
            return
        if line.role is Role.OTHER:
            return
        if self._is_under_topic(line):
            self._say(self.topic, line, is_item=True)
            return
        if not line.label and (name := unknown_name(self.text, line, self._has_siblings(line))):
            self.topic = Topic(self.text[name[0] : name[1]], None)
            self.topics.append(self.topic)
            self.topic_line = line
            self._say(self.topic, line, name)
            return
        self._say(self._carried(line), line)

    def _has_siblings(self, line: Line) -> bool:
        return line.mark is not Mark.NONE and line.mark in self._marks

    def _carried(self, line: Line) -> Topic | None:
        """The matter a line without a name still speaks of."""
        above = self.topic_line
        if self.topic is None or above is None:
            return None
        if line.physical == above.physical and line.mark is Mark.SPOKEN:
            return self.topic
        if (
            line.mark is Mark.NONE
            and above.mark is Mark.NONE
            and not above.is_row
            and line.end - line.start <= SHORT
            and (len(self.text) <= ESSAY)
        ):
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
                topic = self._open(clause, self.strangers.beside(clause))
            piece = self._piece(clause, clause.start, clause.end)
            if name and clause.start <= name[0] < clause.end:
                piece.named = name
            (topic.pieces if topic else self.loose).append(piece)

    def _piece(self, clause: Clause, start: int, end: int) -> Piece:
        role, label = clause.role, clause.label
        if self.section is not None and role is Role.BODY:
            role, label = self.section.role, self.section.label
        return Piece(start, end, clause.line, clause.sentence, role, label)

    def _read_clauses(self, line: Line, mentions: list[Mention]) -> None:
        waiting = list(mentions)
        current = self.topic if line.mark is Mark.NONE and not line.is_row else None
        is_first = True
        lead: Clause | None = None
        label: Mention | None = None
        labelled = -1  # the sentence that the label opens
        total_in = -1  # the sentence in which the whole ledger was spoken of
        for clause in line.clauses:
            here = []
            while waiting and waiting[0].start < clause.end:
                here.append(waiting.pop(0))
            if lead is not None and lead.sentence != clause.sentence:
                lead = None
            if not here:
                if waiting and self._leads(clause, waiting[0]):
                    lead, current = clause, None
                    continue
                is_item = line.mark is not Mark.NONE and current is not None and not line.is_row
                if not is_item and (TOTAL.search(self.text, clause.start, clause.end) or clause.sentence == total_in):
                    current, total_in = None, clause.sentence
                    continue
                if ASIDE.match(self.text, clause.start, clause.end):
                    current = self._open(clause, self.strangers.beside(clause))
                    if current is not None:
                        continue
                stranger = self.strangers.off_the_list(clause) or (
                    self.strangers.first(clause) if not current else None
                )
                if stranger is not None:
                    current = self._open(clause, stranger)
                    continue
                self._give(current, self._piece(clause, clause.start, clause.end))
                continue
            if label is not None and clause.sentence == labelled and self._is_detail(here[0], label):
                self._give(current, self._piece(clause, clause.start, clause.end))
                continue
            label, labelled = here[-1] if self._is_label(clause, here[-1]) else None, clause.sentence
            current = self._split(clause, here, current, is_first)
            is_first = False
            if lead is not None:
                self._say_of_each(lead, here)
        self.topic = current

    def _is_label(self, clause: Clause, mention: Mention) -> bool:
        """地铁配套:青年路段恢复完成,总体64%: what stands behind a name and a colon is told of it."""
        is_one = mention.is_whole and len(mention.candidates) == 1
        return is_one and mention.end == clause.end and self.text[clause.end : clause.end + 1] == ":"

    @staticmethod
    def _is_detail(mention: Mention, label: Mention) -> bool:
        is_part = mention.how is How.NAME and not mention.is_whole and len(mention.candidates) == 1
        return is_part and mention.candidates != label.candidates

    def _leads(self, clause: Clause, following: Mention) -> bool:
        """停工的:甲、乙: a heading that tells how all stand that are listed behind it."""
        between = self.text[clause.end : following.start]
        return between.strip() in (":", "是", "有") and clause.end - clause.start <= LEAD_LENGTH and following.is_head

    def _say_of_each(self, lead: Clause, mentions: list[Mention]) -> None:
        for topic in self.topics:
            if any(mention in topic.mentions for mention in mentions):
                topic.pieces.insert(len(topic.pieces) - 1, self._piece(lead, lead.start, lead.end))

    def _open(self, clause: Clause, name: tuple[int, int] | None) -> Topic | None:
        """A topic for a project that nobody has on the list."""
        if name is None:
            return None
        topic = Topic(self.text[name[0] : name[1]], None)
        piece = self._piece(clause, clause.start, clause.end)
        piece.named = name
        topic.pieces.append(piece)
        self.topics.append(topic)
        return topic

    def _split(self, clause: Clause, here: list[Mention], current: Topic | None, is_first: bool) -> Topic | None:
        """Text before the first name belongs to it where it only leads up to it, else to the matter before."""
        start = clause.start
        joined: list[Topic] = []
        first = here[0]
        leads_up = first.is_head or is_first or bool(FIGURE_IS.match(self.text, clause.start, first.start))
        if current is not None and FIGURE.search(self.text, clause.start, first.start) and not is_first:
            leads_up = FIGURE_IS.match(self.text, clause.start, first.start) is not None
        if current is not None and not leads_up and first.start > start:
            self._give(current, self._piece(clause, start, first.start))
            start = first.start
        for mention, following in zip(here, [*here[1:], None], strict=True):
            end = following.start if following else clause.end
            *others, topic = self.spoken.all_of(mention, current or self.topic)
            joined += others
            piece = self._piece(clause, start, end)
            piece.named = (mention.start, mention.end)
            is_listed = following is not None and AND.fullmatch(self.text, mention.end, following.start) is not None
            joined.append(topic)
            if not is_listed:
                self._share(joined, piece)
                joined = []
            current, start = topic, end
        return current

    def _share(self, joined: list[Topic], piece: Piece) -> None:
        """东干渠、西干渠春节放假: what is said of the last is said of all that are listed with it."""
        self.partners = joined[:-1]
        parts = piece.parts(self.text, len(joined))
        for topic, part in zip(joined, parts, strict=True):
            topic.pieces.append(part)

    def _give(self, topic: Topic | None, piece: Piece) -> None:
        receivers = (*self.partners, topic) if topic else ()
        for receiver, part in zip(receivers, piece.parts(self.text, len(receivers)), strict=False):
            receiver.pieces.append(part)
        if topic is None:
            self.loose.append(piece)
