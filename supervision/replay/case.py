"""One matter's thought ladder as it goes on: its climb, what people say to the newest step, how it ends."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from supervision.clock import day_of
from supervision.replay import standing
from supervision.replay.climbing import Climbing, Memory, situation
from supervision.replay.history import History
from supervision.replay.records import Fact, MatterRecord
from supervision.replay.scored import shares
from supervision.replay.steps import Asked, Outcome, Taken
from supervision.replay.verdicts import Branch, Verdict
from supervision.rules import Rules
from supervision.rungs import blocked
from supervision.situations import Ended
from supervision.standpoint import Situation


@dataclass(slots=True)
class Case:
    matter: MatterRecord
    found: tuple[Fact, ...]
    history: History
    rules: Rules
    branch: Branch
    memory: Memory
    steps: list[Taken]
    asked: list[Asked] = field(default_factory=list)
    climbing: Climbing | None = None
    moments: list[datetime] = field(default_factory=list)

    def again(self, moment: datetime | None) -> None:
        """Look at it then, too."""
        if moment is not None and moment <= self.history.last:
            heapq.heappush(self.moments, moment)

    def seen(self, found: tuple[Fact, ...], moment: datetime) -> Situation:
        return situation(
            self.matter, self.climbing, self.memory, found, self.history, moment, self.rules.calendar
        )  # fmt: skip

    def standing(self, moment: datetime) -> tuple[Fact, ...]:
        """Findings no notice rests on and that still hold, oldest first; what was overtaken is let go for good."""
        held = []
        for one in self.found:
            if one.id in self.memory.used or not one.span.holds(moment):
                continue
            if standing.is_overtaken(self.matter, one, moment):
                self.memory.used.add(one.id)
            else:
                held.append(one)
        return tuple(held)

    def hear(self, moment: datetime) -> None:
        """A word on the newest step takes effect, unless something forbids it: then as soon as nothing does."""
        climbing = self.climbing
        if climbing is None or climbing.verdict is None:
            return
        for place, earlier in climbing.signed:
            if earlier.withdrawn_at is not None and earlier.withdrawn_at <= moment:
                self._withdraw(place, day_of(moment))
                self.end(Ended.NOTICE_WITHDRAWN, moment)
                return
        said = climbing.verdict
        if climbing.state is not Outcome.WAITING or said.at is None or said.at > moment:
            return
        if said.outcome is not Outcome.SIGNED or said.is_as_recorded or not self._is_blocked(moment):
            self._take_effect(climbing, said, moment)

    def end(self, because: str, moment: datetime) -> None:
        """The climb is over; what is unsigned is cancelled."""
        if self.climbing is None:
            return
        if self.climbing.state is Outcome.WAITING:
            self.steps[-1] = replace(self.steps[-1], outcome=Outcome.CANCELLED, outcome_on=day_of(moment))
        self.memory.ends(self.climbing, because)
        self.climbing = None

    def begin_anew(self, moment: datetime) -> None:
        """改派: what was found while another unit led starts nothing against this one."""
        self.memory.used |= {one.id for one in self.found if one.span.since <= moment}

    def _take_effect(self, climbing: Climbing, said: Verdict, moment: datetime) -> None:
        climbing.state = said.outcome
        signed = said.outcome is Outcome.SIGNED
        points = said.points if signed else None
        self.steps[-1] = replace(
            self.steps[-1],
            outcome=said.outcome,
            outcome_on=day_of(moment),
            points=points,
            finish_by=said.finish_by if signed else None,
            scored=shares(points, self.steps[-1].unit_id, self.matter, self.rules.policy),
        )
        if signed:
            climbing.signed.append((len(self.steps) - 1, said))
        if said.was_withdrawn and said.withdrawn_at is None:  # after its climb had ended for another reason
            self._withdraw(len(self.steps) - 1, None)
        if said.outcome is Outcome.ACCEPTED:
            self.end(Ended.REASON_ACCEPTED, moment)
        for later in (said.reached_at, said.withdrawn_at, said.appealed.until if said.appealed else None):
            if later is not None and later > moment:
                self.again(later)

    def _withdraw(self, place: int, on: date | None) -> None:
        """What was signed by mistake costs nothing."""
        gone = replace(self.steps[place], outcome=Outcome.WITHDRAWN, outcome_on=on, points=None, scored=())
        self.steps[place] = gone

    def _is_blocked(self, moment: datetime) -> bool:
        return blocked(self.seen((), moment), self.rules.calendar, day_of(moment)) is not None
