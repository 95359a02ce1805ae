"""The office of the ladder's stories, on a database in memory; two matters, two years' worth of words in any order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import models  # noqa: F401 (so that every table is known)
from models import CoUnit, Matter
from models.base import Base
from models.session import connect
from schedules.jobs import EVERY_NIGHT, JOBS
from schedules.tick import Failed, tick
from supervision import escalation
from supervision.clock import at, day_of
from supervision.errors import Refusal
from supervision.policies.active import activate
from supervision.standpoint import Waiting
from tests.stories.ladder import MORNING, Office
from tests.supervision.escalation.acts import Act, Scene
from tests.supervision.escalation.days_of_2026 import ONE, works
from tests.supervision.escalation.laws import LAWS
from tests.supervision.escalation.records import Records, records
from tests.supervision.escalation.steps import STEPS

FIRST = date(2026, 6, 12)
A_WHILE = timedelta(minutes=5)
OF_THE_LADDER = [job for job in JOBS if job.name in (EVERY_NIGHT, "reckon_slow", "lapse_questions")]  # for speed


@dataclass
class Town(Office):
    """Every act, and every look of the clock, is followed by a look through all the laws."""

    seen: Records = field(init=False)

    def begin(self, policy: str, due_days: list[date]) -> None:
        self.open(policy)
        self.matters = [self.matter(number, due_on) for number, due_on in enumerate(due_days, start=1)]
        with self.database.write() as session:
            session.add(CoUnit(matter_id=self.matters[0], unit_id=2))
        self.seen = records(self.database)

    def speaks(self, act: Act, person_id: int, which: int, ago: timedelta, seed: int) -> type[Refusal] | None:
        """Somebody says something of a matter, perhaps a while `ago`; the refusal, if he may not."""
        self.now += A_WHILE
        matter_id = self.matters[which % len(self.matters)]
        try:
            with self.database.write() as session:
                telling = self.telling(session, person_id, told_at=self.now - ago)
                act(Scene(session, session.get_one(Matter, matter_id), telling, self.rules(session), Random(seed)))
        except Refusal as refusal:
            return type(refusal)
        finally:
            self.look_through()
        return None

    def days_pass(self, number: int, *, is_wire_down: bool = False) -> None:
        for _ in range(number):
            self.now = at(day_of(self.now) + ONE, MORNING)
            self.the_clock_looks()
            self.post(stays=is_wire_down)

    def the_clock_looks(self) -> None:
        done = tick(self.database, self.rules, self.now, leaps=True, jobs=OF_THE_LADDER)
        assert [one for one in done if isinstance(one, Failed)] == []
        self.look_through()
        if works(day_of(self.now)):
            assert self.left_undone() == []

    def left_undone(self) -> list[int]:
        """The matters of which the ladder wants more, on a morning after the clock has looked."""
        with self.database.read() as session:
            rules = self.rules(session)
            looks = {each: escalation.look(session, each, rules, self.now) for each in self.matters}
        return [each for each, found in looks.items() if not isinstance(found, Waiting)]

    def activates(self, policy: str) -> None:
        with self.database.write() as session:
            activate(session, policy, "李科", self.now)
        self.look_through()

    def look_through(self) -> None:
        before, self.seen = self.seen, records(self.database, self.seen)
        for law in LAWS:
            law(self.seen)
        for step in STEPS:
            step(before, self.seen, day_of(self.now))


def new_town() -> Town:
    """With its tables, in memory: copied from one that was made once."""
    made = connect("sqlite://")
    copy = made.engine.raw_connection()
    _with_tables().backup(copy.driver_connection)
    copy.close()
    return Town(made)


@cache
def _with_tables() -> Any:  # noqa: ANN401 (the driver's own type)
    template = connect("sqlite://").engine
    Base.metadata.create_all(template)
    return template.raw_connection().driver_connection
