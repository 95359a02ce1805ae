"""Gives every clause to the matter it speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from handlers.reading.clauses import Clause, Line, Mark, Role
from handlers.reading.matter_names import How, Mention
from handlers.reading.unknown_names import unknown_name
from handlers.reading.vocabulary import ASIDE_HEADS

TOTAL = re.compile(
    r"(?<!\d)\d{1,4}(?:个|项|件|座|处)(?:重点|市级|在建|督办|续建|新建)*(?:项目|事项|任务|工程|工作)|以上\d+项|列入计划\d+|正常推进\d+项"
)
ASIDE = re.compile(r"[ ]*(?:" + "|".join(map(re.escape, ASIDE_HEADS)) + ")")
FIGURE_IS = re.compile(r"[\s。]*[\d.]+%?(?:是|为|的是|那是)$")
RESPECTIVE = re.compile(
    r"\d{1,3}(?:\.\d+)?%|百分之[零一二两三四五六七八九十]{1,4}|[一二三四五六七八九两]成[一二三四五六七八九半]?"
)
AND = re.compile(r"(?:工程|项目)?[ ]?(?:、|和|与|及|以及|跟|/)[ ]?")
STRONG = 2.0
FIGURE_FOLLOWS = re.compile(
    r"(?:工程|项目)?(?:总体?|整体|目前|现在|已|完成|进度|是|约|到|达到?|为|[:\s]){0,5}(?:\d{1,3}(?:\.\d+)?%|百分之|[一二三四五六七八九两]成|\d{1,3}(?=$|[,。;\s]))"
)
ESSAY = 240  # characters; in a longer text without numbers every paragraph stands for itself
SHORT = 60  # characters; a longer paragraph that names no matter opens a subject of its own
BLANK = "〓"  # stands for each character of a name
BRACKET_LABEL = re.compile(r"[】\]]")


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

    def _blanked(self, text: str) -> str:
        if self.named is None:
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


class Assigner:
    """Walks through the lines once, holding the matter spoken of."""

    def __init__(self, text: str, lines: list[Line], mentions: list[Mention], last_spoken: tuple[int, ...]) -> None:
        self.text = text
        self.lines = lines
        self.mentions = mentions
        self.last_spoken = last_spoken
        self.topics: list[Topic] = []
        self.loose: list[Piece] = []
        self.topic: Topic | None = None
        self.topic_line: Line | None = None
        self.section: Section | None = None
        self.partners: list[Topic] = []

    def run(self) -> list[Topic]:
        for line in self.lines:
            self._read(line)
        self._give_loose()
        return self.topics

    def _read(self, line: Line) -> None:
        self._leave_section(line)
        if line.opens_section:
            owner = self.topic if self._is_under_topic(line) else None
            self.section = Section(line.role, line.label, line.mark, owner)
            return
        here = [m for m in self.mentions if line.start <= m.start < line.end and self._counts(m, line)]
        here = self._leading(here, line)
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

    def _counts(self, mention: Mention, line: Line) -> bool:
        """In a table only the name column names, unless there is none."""
        if not line.is_row:
            return True
        columns = {clause.role for clause in line.clauses}
        clause = next((c for c in line.clauses if c.start <= mention.start < c.end), None)
        if clause is None:
            return False
        return (
            clause.role is Role.NAME
            if Role.NAME in columns
            else clause.start == line.clauses[0].start
            or (mention.is_whole and clause.role is Role.BODY and clause in line.clauses[:2])
        )

    def _leading(self, mentions: list[Mention], line: Line) -> list[Mention]:
        """Leaves out names that stand in an item about another matter."""
        kept: list[Mention] = []
        for mention in mentions:
            if self._is_foreign_part(mention) and not self._is_sentence_head(mention, line):
                continue
            if line.role is Role.OTHER and self._is_foreign_part(mention):
                continue
            if not kept or self._opens_own(mention, kept[0], line):
                kept.append(mention)
        return kept

    @staticmethod
    def _is_foreign_part(mention: Mention) -> bool:
        return bool(mention.candidates) and not (mention.is_own or mention.is_whole or mention.how is How.CODE)

    def _is_sentence_head(self, mention: Mention, line: Line) -> bool:
        clause = next((c for c in line.clauses if c.start <= mention.start < c.end), None)
        return clause is not None and mention.is_head and self._is_first_of_sentence(clause, line)

    def _opens_own(self, mention: Mention, first: Mention, line: Line) -> bool:
        if mention.how in (How.CODE, How.ANAPHOR) or not mention.candidates:
            return True
        is_sentence_head = self._is_sentence_head(mention, line)
        has_figure = FIGURE_FOLLOWS.match(self.text, mention.end) is not None
        if mention.is_weak or not (mention.is_own or mention.is_whole):
            return (is_sentence_head and not self._is_item(first, line)) or (has_figure and not mention.is_weak)
        if not self._is_item(first, line):
            return True
        return has_figure or (is_sentence_head and (mention.is_whole or mention.weight >= STRONG))

    def _is_first_of_sentence(self, clause: Clause, line: Line) -> bool:
        before = [c for c in line.clauses if c.sentence == clause.sentence and c.role is clause.role]
        return bool(before) and before[0] is clause

    def _is_item(self, first: Mention, line: Line) -> bool:
        """An item that opens with its matter and a colon, or with a number and its matter, is about that matter."""
        if line.role is not Role.BODY or line.is_row or self.section is not None:
            return False
        opens = not self.text[line.body : first.start].strip(' [】【"“”《') or line.mark not in (Mark.NONE, Mark.SPOKEN)
        return (
            opens
            and (
                line.mark is not Mark.NONE
                or self.text[first.end : first.end + 6].lstrip(" 工程项目建设)")[:1] in (":", "】")
            )
            and line.clauses[0].end >= first.start
        )

    def _leave_section(self, line: Line) -> None:
        section = self.section
        if section is None:
            return
        if (
            (line.label and line.mark is Mark.NONE)
            or (section.mark is not Mark.NONE and line.mark is not Mark.NONE and line.mark.value <= section.mark.value)
            or (section.mark is Mark.NONE and line.mark is Mark.CHAPTER)
            or (BRACKET_LABEL.search(self.text, line.start, min(line.end, line.start + 16)) and line.mark is Mark.NONE)
        ):
            self.section = None

    def _is_under_topic(self, line: Line) -> bool:
        """The matter's name stood alone as a heading, and this line is a part of what follows."""
        above = self.topic_line
        if self.topic is None or above is None or above is line:
            return False
        name = next(
            (p.named for p in self.topic.pieces if p.line == above.number and p.named), (above.body, above.body)
        )
        said = len(self.text[name[1] : above.end].strip(" :。】工程项目")) + len(
            self.text[above.body : name[0]].strip(" 【")
        )
        if line.mark is Mark.NONE:
            return (said <= LABEL_LENGTH and above.mark is not Mark.NONE) or (
                above.mark is Mark.NONE and said <= LABEL_LENGTH
            )
        return line.mark.value > above.mark.value and above.mark is not Mark.NONE

    def _read_without_name(self, line: Line) -> None:
        section = self.section
        if section is not None or line.role in (Role.PROBLEM, Role.PLAN, Role.NEED):
            owner = section.belongs_to if section else (self.topic if self._is_under_topic(line) else None)
            self._say(owner, line)
            return
        if line.role is Role.OTHER:
            return
        if self._is_under_topic(line):
            self._say(self.topic, line)
            return
        if not line.label and (name := unknown_name(self.text, line, self._has_siblings(line))):
            self.topic = Topic(self.text[name[0] : name[1]], None)
            self.topics.append(self.topic)
            self.topic_line = line
            self._say(self.topic, line, name)
            return
        self._say(self._carried(line), line)

    def _has_siblings(self, line: Line) -> bool:
        if line.mark is Mark.NONE:
            return False
        return any(
            other.mark is line.mark and any(other.start <= m.start < other.end for m in self.mentions)
            for other in self.lines
        )

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

    def _say(self, topic: Topic | None, line: Line, name: tuple[int, int] | None = None) -> None:
        for clause in line.clauses:
            if TOTAL.search(self.text, clause.start, clause.end):
                topic = None
                continue
            if topic is not None and ASIDE.match(self.text, clause.start, clause.end) and topic.mention is not None:
                topic = self._aside(clause)
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
        for clause in line.clauses:
            here = []
            while waiting and waiting[0].start < clause.end:
                here.append(waiting.pop(0))
            if not here:
                if TOTAL.search(self.text, clause.start, clause.end):
                    current = None
                    continue
                if ASIDE.match(self.text, clause.start, clause.end):
                    current = self._aside(clause)
                    if current is not None:
                        continue
                if current is None and (stranger := self._stranger(clause)):
                    current = stranger
                    continue
                self._give(current, self._piece(clause, clause.start, clause.end))
                continue
            current = self._split(clause, here, current, is_first)
            is_first = False
        self.topic = current

    def _stranger(self, clause: Clause) -> Topic | None:
        """县医院门诊楼改造 45%: a project nobody has on the list, before the first that somebody has."""
        name = unknown_name(self.text, clause, has_siblings=False)
        return self._aside(clause) if name and FIGURE_FOLLOWS.match(self.text, name[1]) else None

    def _aside(self, clause: Clause) -> Topic | None:
        name = unknown_name(self.text, clause, has_siblings=False)
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
        if current is not None and not leads_up and first.start > start:
            self._give(current, self._piece(clause, start, first.start))
            start = first.start
        for mention, following in zip(here, [*here[1:], None], strict=True):
            end = following.start if following else clause.end
            topic = self._topic_of(mention, current)
            if topic is None:
                continue
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
        parts = self._parts(piece, len(joined))
        for topic, part in zip(joined, parts, strict=True):
            topic.pieces.append(part)

    def _parts(self, piece: Piece, receivers: int) -> list[Piece]:
        """分别为79%、46%: to each its own figure; anything else is said of all."""
        figures = list(RESPECTIVE.finditer(self.text, piece.start, piece.end)) if receivers > 1 else []
        if len(figures) != receivers or "分别" not in self.text[piece.start : piece.end]:
            return [replace(piece) for _ in range(receivers)]
        return [replace(piece, start=figure.start(), end=figure.end(), named=None) for figure in figures]

    def _give(self, topic: Topic | None, piece: Piece) -> None:
        receivers = (*self.partners, topic) if topic else ()
        for receiver, part in zip(receivers, self._parts(piece, len(receivers)), strict=False):
            receiver.pieces.append(part)
        if topic is None:
            self.loose.append(piece)

    def _topic_of(self, mention: Mention, current: Topic | None) -> Topic | None:
        candidates = mention.candidates
        if not candidates:  # 该项目
            spoken = current or self.topic or (self.topics[-1] if self.topics else None)
            if spoken is not None:
                return spoken
            mention.candidates = candidates = self.last_spoken[:1]
        spoken_of = [topic for topic in self.topics if len(topic.candidates) == 1]
        known = [topic for topic in spoken_of if topic.candidates[0] in candidates]
        if len(known) == 1 and (len(candidates) > 1 or known[0].candidates == candidates):
            known[0].mentions.append(mention)
            return known[0]
        for topic in self.topics:
            if topic.mention and topic.candidates == candidates and candidates:
                topic.mentions.append(mention)
                return topic
        topic = Topic(self.text[mention.start : mention.end], mention, mentions=[mention])
        self.topics.append(topic)
        return topic

    def _give_loose(self) -> None:
        """What names no matter belongs to the only matter of the message, if there is only one."""
        if len(self.topics) != 1:
            return
        topic = self.topics[0]
        marked = {line.number for line in self.lines if line.mark is not Mark.NONE}
        for piece in self.loose:
            is_section = piece.role in (Role.PROBLEM, Role.PLAN, Role.NEED)
            if is_section or (piece.line not in marked and self._is_near(piece)):
                topic.pieces.append(piece)
        topic.pieces.sort(key=lambda piece: piece.start)

    def _is_near(self, piece: Piece) -> bool:
        line = self.lines[piece.line]
        return line.end - line.start <= 2 * SHORT


LABEL_LENGTH = 3
