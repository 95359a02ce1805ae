"""The matters a message has spoken of so far, and which of them the next name means."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from handlers.reading.mentions import Mention
from handlers.reading.numerals import number
from handlers.reading.pieces import Topic

MANY = re.compile("[两二2三3四4]")
FORMER_LATTER = {"前者": -2, "后者": -1}


class Spoken:
    """`last_spoken` gives the matters of the sender's last report, for a message that begins with 该项目."""

    def __init__(self, text: str, last_spoken: Callable[[], Sequence[int]]) -> None:
        self.text = text
        self.last_spoken = last_spoken
        self.topics: list[Topic] = []

    def all_of(self, mention: Mention, current: Topic | None) -> list[Topic]:
        """上述两个项目 are the last two; any other name is one."""
        many = MANY.search(self.text, mention.start, mention.end)
        known = [topic for topic in self.topics if topic.mention is not None]
        if mention.candidates or many is None or len(known) < (count := int(number(many[0]) or 0)):
            return [self.of(mention, current)]
        return known[-count:]

    def of(self, mention: Mention, current: Topic | None) -> Topic:
        """The topic of a name: one spoken of before where it fits, else a new one."""
        if not mention.candidates:  # 该项目
            spoken = self._of_two(mention) or current or (self.topics[-1] if self.topics else None)
            if spoken is not None:
                return spoken
            mention.candidates = tuple(self.last_spoken()[:1])
        if current is not None and len(current.candidates) == 1 and current.candidates[0] in mention.candidates:
            known: Topic | None = current  # 反馈问题 of the one spoken of, though others have such, too
        else:
            known = self._spoken_before(mention.candidates)
        if known is not None:
            known.mentions.append(mention)
            return known
        topic = Topic(self.text[mention.start : mention.end], mention, mentions=[mention])
        self.topics.append(topic)
        return topic

    def _spoken_before(self, candidates: tuple[int, ...]) -> Topic | None:
        """二期 after 厂房二期 is the same; several that fit are not."""
        clear = [topic for topic in self.topics if len(topic.candidates) == 1]
        fitting = [topic for topic in clear if topic.candidates[0] in candidates]
        if len(fitting) == 1 and (len(candidates) > 1 or fitting[0].candidates == candidates):
            return fitting[0]
        same = (topic for topic in self.topics if topic.mention and candidates and topic.candidates == candidates)
        return next(same, None)

    def _of_two(self, mention: Mention) -> Topic | None:
        """前者 and 后者: the two that were listed together."""
        word = self.text[mention.start : mention.end]
        if word not in FORMER_LATTER or len(self.topics) < len(FORMER_LATTER):
            return None
        return self.topics[FORMER_LATTER[word]]
