"""The bot as a process on its file, that can be struck down and comes up again; the platform and the people stay."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import create_engine, func, select

from models import Inbox, Matter, Report
from rehearsal.platform import Channel, Delivery, Retry, State
from tests.faults.checker import Facts, Violation, check, operations_of
from tests.faults.simulation.process import Process
from tests.faults.stateful.model import BASE, NAMES, Said
from tests.stories.office import StoryOffice, add_matter, open_office

A_SECOND, LEFT_OVER, A_MINUTE = timedelta(seconds=1), timedelta(seconds=12), timedelta(minutes=1)


def found(path: Path) -> None:
    """The two matters that people speak of."""
    office = open_office(f"sqlite:///{path}")
    for number, percent in BASE.items():
        title = f"标准化{NAMES[number]}"
        add_matter(office, number, title, due_on=date(2026, 12, 31), percent=percent, aliases=(NAMES[number],))
    office.house.close()


@dataclass
class Office:
    """`template` is copied; nothing is written there."""

    template: Path
    path: Path
    late: list[tuple[Said, Delivery]] = field(default_factory=list)

    def __post_init__(self) -> None:
        shutil.copyfile(self.template, self.path)
        self.story: StoryOffice = open_office(f"sqlite:///{self.path}")
        self.story.house.close()
        self.clock = self.story.clock
        self.process = Process(self.story.house.settings, self.clock, Random(7), lambda house: house)
        self.process.platform = self.story.platform
        self.story.line.app.post = self.process.post
        self.process.rise()

    def passes(self, time: timedelta) -> None:
        """Nothing that falls due by itself is missed on the way."""
        end = self.clock.now + time
        while (due := self.process.next_due()) <= end:
            self.clock.now = max(due, self.clock.now + A_SECOND)
            self.process.live()
        self.clock.now = max(end, self.clock.now)
        self.process.live()

    def says(self, said: Said) -> Delivery:
        return self.story.line.says(said.who, said.words, retry=Retry.LATER)

    def says_in_vain(self, said: Said) -> None:
        """It does not come through, and is brought later."""
        self.process.refuses = True
        self.late.append((said, self.says(said)))
        self.process.refuses = False

    def brings_late(self) -> list[tuple[Said, Delivery]]:
        """All that did not come through, in the order in which it was said."""
        self.story.line.redeliver()
        brought, self.late = self.late, []
        return brought

    def recovers(self) -> None:
        """The process is back, the platform brings again, what was left over is worked, what is to be said is said."""
        self.passes(max(self.process.back_at - self.clock.now, A_SECOND))
        self.story.line.redeliver()
        self.passes(LEFT_OVER)
        self.passes(A_SECOND)

    def hears(self, userid: str) -> list[str]:
        """All that the bot ever told."""
        return [one.text for one in self.story.platform.screen(userid) if one.channel is not Channel.MEMBER]

    def percent(self, number: int) -> int | None:
        with self.process.house.database.read() as session:
            return session.scalar(select(Matter.percent).where(Matter.number == number))

    def counts(self) -> tuple[int, int, int]:
        """Messages, reports, and reports taken back."""
        with self.process.house.database.read() as session:
            taken_back = select(func.count()).where(Report.withdrawn_at.is_not(None))
            counts = (select(func.count()).select_from(Inbox), select(func.count()).select_from(Report), taken_back)
            first, second, third = (session.scalar(one) or 0 for one in counts)
        return first, second, third

    def broken(self) -> list[Violation]:
        """What the checker finds, a minute after the last fault."""
        self.passes(A_MINUTE)
        self.passes(A_MINUTE)
        platform, engine = self.story.platform, create_engine(f"sqlite:///{self.path}")
        with engine.connect() as connection:
            facts = Facts(
                connection, self.clock.now, operations_of(platform.deliveries), tuple(platform.ledger.entries),
                tuple(platform.ledger.dropped), is_calm=True,
            )  # fmt: skip
            broken = check(facts)
        engine.dispose()
        return broken

    def close(self) -> None:
        if self.process.is_up:
            self.process.fall()


def is_taken(delivery: Delivery) -> bool:
    return delivery.state is State.ACCEPTED
