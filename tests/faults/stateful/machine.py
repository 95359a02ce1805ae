"""The steps that may be taken in any order, each beside the model."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.throttling import QUESTIONS_A_MINUTE
from rehearsal.platform import Delivery
from tests.faults.stateful.model import NAMES, Books, Kind, Said
from tests.faults.stateful.office import Office, is_taken

MOST_SEAMS = 40  # more than one message passes
PEOPLE = ("zhangwei", "limin")
MOST_LATE = 3
TOO_FAST = "问得有点快"

people, matters = st.sampled_from(PEOPLE), st.sampled_from(list(NAMES))
figures = st.none() | st.integers(min_value=11, max_value=99)


def machine(template: Path) -> type[RuleBasedStateMachine]:
    """A machine on copies of that file, which lie beside it."""

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.folder = Path(tempfile.mkdtemp(dir=template.parent))
            self.office, self.books = Office(template, self.folder / "office.db"), Books()
            self.taken: list[Delivery] = []
            self.asked: Counter[str] = Counter()

        @rule(who=people, matter=matters, percent=figures)
        def reports(self, who: str, matter: int, percent: int | None) -> None:
            self._says(Kind.REPORT, who, matter, percent)

        @rule(who=people, matter=matters, percent=st.integers(min_value=11, max_value=99))
        def corrects(self, who: str, matter: int, percent: int) -> None:
            self._says(Kind.CORRECTION, who, matter, percent)

        @rule(who=people)
        def takes_back(self, who: str) -> None:
            self._says(Kind.WITHDRAWAL, who)

        @rule(who=people, matter=matters)
        def asks(self, who: str, matter: int) -> None:
            self._says(Kind.QUESTION, who, matter)

        @precondition(lambda self: len(self.office.late) < MOST_LATE)
        @rule(kind=st.sampled_from(list(Kind)), who=people, matter=matters, percent=st.integers(11, 99))
        def says_what_comes_late(self, kind: Kind, who: str, matter: int, percent: int) -> None:
            self.office.says_in_vain(self._next(kind, who, matter, percent))

        @precondition(lambda self: self.office.late)
        @rule()
        def what_is_late_comes(self) -> None:
            for said, delivery in self.office.brings_late():
                self._is_answered(said, delivery, self.books.hear(said))

        @precondition(lambda self: self.taken)
        @rule(data=st.data())
        def comes_again(self, data: st.DataObject) -> None:
            """The platform brings what was taken in once more; nothing may come of it."""
            which = data.draw(st.integers(0, len(self.taken) - 1))
            assert self.office.story.line.repeats(self.taken[which]).status == 200

        @precondition(lambda self: not self.office.late)
        @rule(kind=st.sampled_from(list(Kind)), who=people, matter=matters, percent=st.integers(11, 99),
              seam=st.integers(1, MOST_SEAMS))  # fmt: skip
        def is_struck_down(self, kind: Kind, who: str, matter: int, percent: int, seam: int) -> None:
            """Somewhere on the way of a message; then it comes up again on its file."""
            said = self._next(kind, who, matter, percent)
            self.office.process.kill_at(seam)
            delivery = self.office.says(said)
            self.office.process.spare()
            self.office.recovers()
            wanted = self.books.hear(said)
            assert is_taken(delivery)
            told = self.office.hears(who)
            is_told = any(wanted in one or self._is_bid_to_wait(said, one) for one in told[-4:])
            assert is_told, f"{said.words}: {wanted} is in none of {told[-4:]}"
            self.taken.append(delivery)

        @rule(hours=st.integers(1, 3))
        def time_passes(self, hours: int) -> None:
            self.office.passes(timedelta(hours=hours))

        @invariant()
        def the_books_are_right(self) -> None:
            for matter in NAMES:
                found, wanted = self.office.percent(matter), self.books.percent(matter)
                assert found == wanted, f"matter {matter} stands at {found}, not at {wanted}"
            taken_back = sum(one.is_taken_back for one in self.books.words)
            counts = self.office.counts()
            assert counts == (len(self.taken), len(self.books.words), taken_back), f"there are {counts}"

        def teardown(self) -> None:
            try:
                if self.office.late:
                    self.what_is_late_comes()
                self.the_books_are_right()
                broken = self.office.broken()
                assert not broken, broken
            finally:
                self.office.close()
                shutil.rmtree(self.folder)

        def _says(self, kind: Kind, who: str, matter: int = 5, percent: int | None = None) -> None:
            said = self._next(kind, who, matter, percent)
            self._is_answered(said, self.office.says(said), self.books.hear(said))

        def _next(self, kind: Kind, who: str, matter: int, percent: int | None) -> Said:
            self.office.passes(timedelta(seconds=2))
            self.asked[who] += kind is Kind.QUESTION
            return Said(kind, who, self.office.clock.now, matter, percent)

        def _is_answered(self, said: Said, delivery: Delivery, wanted: str) -> None:
            assert is_taken(delivery)
            told = delivery.reply_text or ""
            assert wanted in told or self._is_bid_to_wait(said, told), f"{said.words}: not {wanted}, but {told}"
            self.taken.append(delivery)

        def _is_bid_to_wait(self, said: Said, told: str) -> bool:
            """The pace of questions is that of the world's clock, which hardly moves here."""
            is_often = self.asked[said.who] > QUESTIONS_A_MINUTE
            return said.kind is Kind.QUESTION and is_often and TOO_FAST in told

    return Machine
