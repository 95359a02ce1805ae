"""Pieces of what is said, each given to the matter it is said of."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from handlers.reading.clauses import Clause, Role
from handlers.reading.loose import FIGURE
from handlers.reading.mentions import Mention
from handlers.reading.pieces import Piece, Section, Topic
from handlers.reading.spoken import Spoken

FIGURE_IS = re.compile(r"[\s。]*[\d.]+%?(?:是|为|的是|那是)$")
AND = re.compile(r"(?:工程|项目)?[ ]?(?:、|和|与|及|以及|跟|/)?[ ]?")


class Giver:
    """`loose` is what belongs to no matter yet; `partners` are those named together with the one spoken of."""

    def __init__(self, text: str, last_spoken: Callable[[], Sequence[int]]) -> None:
        self.text = text
        self.spoken = Spoken(text, last_spoken)
        self.topics = self.spoken.topics
        self.loose: list[Piece] = []
        self.section: Section | None = None
        self.partners: list[Topic] = []

    def piece(self, clause: Clause, start: int, end: int) -> Piece:
        """A stretch of a clause, in the role of the section it stands in."""
        role, label = clause.role, clause.label
        if self.section is not None and role is Role.BODY:
            role, label = self.section.role, self.section.label
        return Piece(start, end, clause.line, clause.sentence, role, label)

    def whole(self, clause: Clause) -> Piece:
        return self.piece(clause, clause.start, clause.end)

    def give(self, topic: Topic | None, piece: Piece) -> None:
        """To the matter spoken of and to those named together with it."""
        receivers = (*self.partners, topic) if topic else ()
        for receiver, part in zip(receivers, piece.parts(self.text, len(receivers)), strict=False):
            receiver.pieces.append(part)
        if topic is None:
            self.loose.append(piece)

    def say_of_each(self, lead: Clause, mentions: list[Mention]) -> None:
        """停工的:甲、乙: said before they are named."""
        for topic in self.topics:
            if any(mention in topic.mentions for mention in mentions):
                topic.pieces.insert(len(topic.pieces) - 1, self.whole(lead))

    def open(self, clause: Clause, name: tuple[int, int] | None) -> Topic | None:
        """A topic for a project that nobody has on the list."""
        if name is None:
            return None
        topic = Topic(self.text[name[0] : name[1]], None)
        piece = self.whole(clause)
        piece.named = name
        topic.pieces.append(piece)
        self.topics.append(topic)
        return topic

    def split(
        self, clause: Clause, here: list[Mention], current: Topic | None, above: Topic | None, *, is_first: bool
    ) -> Topic | None:
        """Text before the first name belongs to it where it only leads up to it, else to the matter before."""
        start = clause.start
        if current is not None and here[0].start > start and not self._leads_up(clause, here[0], current, is_first):
            self.give(current, self.piece(clause, start, here[0].start))
            start = here[0].start
        joined: list[Topic] = []
        for mention, following in zip(here, [*here[1:], None], strict=True):
            end = following.start if following else clause.end
            *others, topic = self.spoken.all_of(mention, current or above)
            joined += [*others, topic]
            piece = self.piece(clause, start, end)
            piece.named = (mention.start, mention.end)
            is_listed = following is not None and AND.fullmatch(self.text, mention.end, following.start) is not None
            if not is_listed:
                self._share(joined, piece)
                joined = []
            current, start = topic, end
        return current

    def _leads_up(self, clause: Clause, first: Mention, current: Topic | None, is_first: bool) -> bool:
        is_its_figure = FIGURE_IS.match(self.text, clause.start, first.start) is not None
        if current is not None and FIGURE.search(self.text, clause.start, first.start) and not is_first:
            return is_its_figure
        return first.is_head or is_first or is_its_figure

    def _share(self, joined: list[Topic], piece: Piece) -> None:
        """东干渠、西干渠春节放假: what is said of the last is said of all that are listed with it."""
        self.partners = joined[:-1]
        parts = piece.parts(self.text, len(joined))
        for topic, part in zip(joined, parts, strict=True):
            topic.pieces.append(part)
