"""What must stand on the books: the greatest word that was not taken back (I6), and what must have been answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

BASE = {4: 30, 5: 10}  # the matters, and their figures before anybody spoke
NAMES = {4: "厂房一期", 5: "厂房二期"}


class Kind(StrEnum):
    REPORT = "report"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    QUESTION = "question"


class Answered(StrEnum):
    """What the answer must hold."""

    RECORDED = "已记录"
    ASKED_BACK = "比原来低"  # nothing of it counts before that was agreed to
    CORRECTED = "已更正"
    NOTHING_TO_CORRECT = "没有可更正的"
    TAKEN_BACK = "已撤回"
    NOTHING_TO_TAKE_BACK = "没有可撤回的"


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a person. Nobody says two within one second."""

    kind: Kind
    who: str
    told_at: datetime
    matter: int = 5
    percent: int | None = None

    @property
    def words(self) -> str:
        figure = f"{self.percent}%" if self.percent is not None else "正在施工"
        return {
            Kind.REPORT: f"{NAMES[self.matter]} {figure}",
            Kind.CORRECTION: f"更正 #{self.matter} {figure}",
            Kind.WITHDRAWAL: "撤回",
            Kind.QUESTION: f"{NAMES[self.matter]}到什么程度了?",
        }[self.kind]


@dataclass(slots=True)
class Word:
    """One report on the books."""

    said: Said
    percent: int | None
    is_taken_back: bool = False


@dataclass(slots=True)
class Books:
    words: list[Word] = field(default_factory=list)

    def percent(self, matter: int) -> int:
        told = [one for one in self.words if one.said.matter == matter and one.percent is not None]
        standing = [one for one in told if not one.is_taken_back]
        last = max(standing, key=lambda one: one.said.told_at, default=None)
        return BASE[matter] if last is None or last.percent is None else last.percent

    def hear(self, said: Said) -> str:
        """What reaches the office now; what the answer must hold."""
        if said.kind is Kind.QUESTION:
            return f"{self.percent(said.matter)}%"
        if said.kind is Kind.REPORT:
            falls = said.percent is not None and said.percent < self.percent(said.matter)
            self.words.append(Word(said, None if falls else said.percent))
            return Answered.ASKED_BACK if falls else Answered.RECORDED
        last = self._last_before(said)
        if said.kind is Kind.CORRECTION:
            if last is None:
                return Answered.NOTHING_TO_CORRECT
            self.words.append(Word(said, said.percent))
            return Answered.CORRECTED
        if last is None:
            return Answered.NOTHING_TO_TAKE_BACK
        last.is_taken_back = True
        return Answered.TAKEN_BACK

    def _last_before(self, said: Said) -> Word | None:
        """What its sender was last shown before he said it."""
        own = [one for one in self.words if one.said.who == said.who and one.said.told_at < said.told_at]
        return max((one for one in own if not one.is_taken_back), key=lambda one: one.said.told_at, default=None)
