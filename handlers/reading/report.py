"""Turns what is said of each matter into an update, with the doubts that must be asked first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.reading import vocabulary as words
from handlers.reading.clauses import Role
from handlers.reading.expected import Clock, looks_ahead, outlook_of
from handlers.reading.matter_names import WRITTEN
from handlers.reading.measures import measures_of
from handlers.reading.mentions import How, is_faint
from handlers.reading.modality import Moods
from handlers.reading.normalise import normalise
from handlers.reading.percent import Progress, progress_of
from handlers.reading.pieces import Piece, Topic
from handlers.reading.problems import has_problem, needs_of
from handlers.reading.registry import Hit, KnownMatter, Registry
from handlers.reading.result import Because, Doubt, DoubtKind, Status, Update
from handlers.reading.state_words import OURS, any_of
from handlers.reading.status import decide, read_state
from handlers.reading.subject import subject_of
from handlers.reading.told import Told
from handlers.reading.unsure import may_be_done, states_of

OFFICE = re.compile("(?:人民)?(?:政府|办事处|管委会|党工委)$")
QUOTA_CATEGORY, QUOTA_TITLE = any_of(words.QUOTA_CATEGORIES), any_of(words.QUOTA_TITLES)
BUILDING_TITLE = any_of(words.BUILDING_TITLES)
# told as lower by its teller: 40%降到38%, 口径重核
FELL = re.compile(
    r"\d%?[^,。;\d]{0,3}(?:下调|调减|核减|回落|降|减|退|掉|跌)(?:了|至|到|为|回)"
    "|口径[^,。;]{0,4}(?:重核|调整|变|不同|换)|换了?口径|重新?核[定实算减了]|(?:较|比)[^,。;]{0,4}(?:下调|调减|核减)"
)
OF_THE_DAY = re.compile("今[天日早][^,。;]{0,10}[没未]|[没未]开$")
EARLY = re.compile("前期|谋划")
ESSAY = 200  # characters
NEAR = 3  # characters between two pieces that stand side by side


@dataclass(frozen=True, slots=True)
class Reader:
    """What is needed to read the clauses of one message."""

    text: str
    registry: Registry
    hits: Sequence[Hit]
    clock: Clock
    unit: str | None = None  # the sender's

    def update(self, topic: Topic) -> Update:
        """The update that a topic amounts to."""
        candidates = topic.candidates
        known = self.registry.matter(candidates[0]) if len(candidates) == 1 else None
        pieces = topic.pieces
        subject = subject_of(self._names(topic))
        moods = Moods(self.text, pieces)
        is_quota = known is not None and is_quota_matter(known)
        progress = progress_of(self.text, pieces, subject, moods, is_quota, known.percent if known else None)
        told = read_state(self.text, pieces, subject, moods, is_quota, self._looks_ahead)
        told.not_started = _has_not_begun(told, known)
        told.is_share = told.is_share or self._is_of_a_partner(known, pieces)
        problem = has_problem(self.text, pieces) or told.why_it_stands()
        status, percent = decide(told, progress)
        if known is not None and known.status is Status.CLOSED:
            status, percent = Status.COMPLETED, 100
        outlook = outlook_of(self.text, pieces, moods, self.clock)
        is_open = status is not Status.COMPLETED
        may_be_over = not (told.part_stopped or told.part_waits or told.is_share) and may_be_done(
            self.text, pieces, moods, self._looks_ahead
        )
        return Update(
            matter=known.code if known else None,
            mention=topic.words,
            words=self._words(pieces),
            status=status,
            percent=percent,
            is_relative=progress.is_relative,
            expected_on=outlook.expected_on if is_open else None,
            problem=bool(problem) and (is_open or told.stopped),
            needs=needs_of(self.text, pieces, self.registry, self.hits),
            has_next_steps=outlook.has_next_steps,
            doubts=(
                *self._doubts(topic, known, progress, told.completed and not told.bare_end, percent),
                *self._unsure(known, progress, states_of(status, percent, bool(told.words), may_be_over)),
            ),
            measures=measures_of(self.text, pieces),
            because=Because(
                named=topic.mention.how.value if topic.mention else "",
                is_whole=known is not None and topic.words == normalise(known.title),
                status=told.words,
                percent=progress.words,
                expected=outlook.words,
                problem=problem,
            ),
        )

    def _is_of_a_partner(self, known: KnownMatter | None, pieces: Sequence[Piece]) -> bool:
        """防返贫排查我镇入户率100%: what one of several units has done is not the matter."""
        if known is None or self.unit is None or self.unit == known.unit or OFFICE.sub("", self.unit) in known.title:
            return False
        return any(OURS.search(piece.said(self.text)) for piece in pieces)

    def _looks_ahead(self, piece: Piece) -> bool:
        return looks_ahead(self.text, piece, self.clock)

    def _words(self, pieces: Sequence[Piece]) -> str:
        """The pieces with what stands between neighbours; what lies further apart is joined by a dash."""
        words, end = "", 0
        for piece in pieces:
            between = self.text[end : piece.start] if 0 <= piece.start - end <= NEAR else "…"
            words += (between if words else "") + self.text[piece.start : piece.end]
            end = piece.end
        return words.strip()

    def _names(self, topic: Topic) -> tuple[str, ...]:
        names = [name for number in topic.candidates for name in self.registry.names(number)]
        return (*names, topic.words)

    def _doubts(
        self, topic: Topic, known: KnownMatter | None, progress: Progress, is_completed: bool, percent: int | None
    ) -> list[Doubt]:
        doubts: list[Doubt] = []
        codes = tuple(self.registry.codes[number] for number in topic.candidates)
        if topic.mention is None:
            doubts.append(Doubt(DoubtKind.UNKNOWN_MATTER))
        elif known is None:
            doubts.append(Doubt(DoubtKind.WHICH_MATTER, codes))
        elif topic.mention.is_weak:
            near = topic.mention.how is How.SOUND
            doubts.append(Doubt(DoubtKind.NEAR_NAME if near else DoubtKind.FOREIGN_MATTER, codes))
        elif percent is None and is_faint(topic.mentions):
            doubts.append(Doubt(DoubtKind.NEAR_NAME, codes))
        if progress.others:
            doubts.append(Doubt(DoubtKind.WHICH_PERCENT, tuple(map(str, progress.others))))
        if known is None:
            return doubts
        if progress.over is not None:
            doubts.append(Doubt(DoubtKind.OVER_FULL, (str(progress.over),)))
        is_lower = progress.value is not None and known.percent is not None and progress.value < known.percent
        if is_lower and not any(FELL.search(piece.said(self.text)) for piece in topic.pieces):
            doubts.append(Doubt(DoubtKind.LOWER_THAN_BEFORE, (str(known.percent), str(progress.value))))
        if is_completed and percent is not None and percent < 100:
            doubts.append(Doubt(DoubtKind.COMPLETED_BELOW_FULL, (str(percent), "100")))
        return doubts

    @staticmethod
    def _unsure(known: KnownMatter | None, progress: Progress, states: Sequence[Status]) -> list[Doubt]:
        if known is None:
            return []
        if progress.is_unsure and not progress.others:
            return [Doubt(DoubtKind.WHICH_PERCENT, (str(progress.value),))]
        return [Doubt(DoubtKind.WHICH_STATE, tuple(state.value for state in states))] if states else []


def _has_not_begun(told: Told, known: KnownMatter | None) -> bool:
    """今天没开工 of what stands at 58% tells of the day; 还没动 of what stands at nothing, that it is not begun."""
    if known is None:
        return told.not_started
    if known.percent:
        return told.not_started and not OF_THE_DAY.search(told.words)
    is_ahead = told.is_idle and not (told.active and EARLY.search(known.category + known.title))
    return told.not_started or is_ahead


def is_quota_matter(matter: KnownMatter) -> bool:
    """Is the matter itself a list or a sum to be reached? Then the share reached is its progress."""
    if QUOTA_CATEGORY.search(matter.category) or QUOTA_TITLE.search(matter.title):
        return True
    return BUILDING_TITLE.search(matter.title) is None


def says_something(update: Update, topic: Topic, text: str) -> bool:
    """Is there anything in the update that would be written down? A name in passing needs more than 正在."""
    pieces = topic.pieces
    if any(doubt.kind is DoubtKind.OVER_FULL for doubt in update.doubts):
        return True
    if not any(m.is_head or m.is_whole for m in topic.mentions) and topic.mentions and topic.mention is not None:
        plain = update.status in (None, Status.IN_PROGRESS) and update.percent is None
        if plain and all(WRITTEN.search(text, piece.start, piece.end) or len(text) > ESSAY for piece in pieces[:1]):
            return False
    if update.status or update.percent is not None or update.problem or update.has_next_steps or update.expected_on:
        return True
    said = "".join(text[piece.start : piece.end] for piece in pieces if piece.role is not Role.PLAN)
    return words.NO_NEWS.search(said) is not None or any(word in said for word in words.HOLIDAY_WORDS)
