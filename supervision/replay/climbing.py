"""A climb that is only thought: where it stands, what it rests on, and the recorded one it is like."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from models.finding import FindingKind
from models.notice import Cause, NoticeState
from supervision.clock import day_of
from supervision.lapsing import ENDS_A_CLIMB
from supervision.replay import leading, standing
from supervision.replay.history import History
from supervision.replay.records import ClimbRecord, Fact, MatterRecord
from supervision.replay.steps import Outcome
from supervision.replay.verdicts import Verdict
from supervision.situations import Ended
from supervision.standpoint import Found, Latest, Situation
from supervision.workdays import Calendar

STATES = {
    Outcome.WAITING: NoticeState.DRAFT,
    Outcome.SIGNED: NoticeState.SIGNED,
    Outcome.REFUSED: NoticeState.REFUSED,
}


@dataclass(slots=True)
class Climbing:
    cause: Cause
    due_on: date | None
    began_with: tuple[Fact, ...]
    recorded: ClimbRecord | None
    level: int = 0
    state: Outcome = Outcome.WAITING
    verdict: Verdict | None = None
    month_began: date | None = None
    signed: list[tuple[int, Verdict]] = field(default_factory=list)  # with the place of the step

    def latest(self, moment: datetime) -> Latest:
        """The highest notice, as the ladder sees it."""
        said = self.verdict
        if self.state is not Outcome.SIGNED or said is None:
            return Latest(self.level, STATES[self.state])
        reached = said.reached_at if said.reached_at is not None and said.reached_at <= moment else None
        return Latest(self.level, NoticeState.SIGNED, said.finish_by, day_of(reached) if reached else None)

    def is_cause_gone(self, matter: MatterRecord, moment: datetime) -> bool:
        return bool(self.began_with) and all(
            one.kind in ENDS_A_CLIMB and standing.is_overtaken(matter, one, moment) for one in self.began_with
        )

    def rest_on(self, found: tuple[Fact, ...]) -> None:
        months = [one.on for one in found if one.kind is FindingKind.MONTH_UNFINISHED]
        self.month_began = min([*months, *([self.month_began] if self.month_began else [])], default=None)


@dataclass(slots=True)
class Memory:
    """What is kept of a matter besides the running climb."""

    drafted_on: date | None = None
    used: set[int] = field(default_factory=set)  # findings a notice rests on, or that were overtaken
    ended_for: date | None = None  # the due day of the last climb for lateness, if a reason was accepted
    paired: dict[tuple[Cause, date | None], int] = field(default_factory=dict)  # climbs so far, by cause and due day

    def pair(self, matter: MatterRecord, cause: Cause, due_on: date | None, first: datetime) -> ClimbRecord | None:
        """The recorded climb of the same cause and due day, for one that begins now."""
        found = self.like(matter, cause, due_on, first)
        self.paired[cause, due_on] = self.paired.get((cause, due_on), 0) + 1
        return found

    def like(self, matter: MatterRecord, cause: Cause, due_on: date | None, first: datetime) -> ClimbRecord | None:
        """The same for one that may begin: the second such climb is like the second."""
        place = self.paired.get((cause, due_on), 0)
        same = [one for one in matter.climbs if one.started_at >= first and one.cause is cause and one.due_on == due_on]
        return same[place] if place < len(same) else None

    def ends(self, climbing: Climbing, because: str) -> None:
        if climbing.cause is Cause.OVERDUE:
            self.ended_for = climbing.due_on if because in set(Ended) else None


def situation(
    matter: MatterRecord, climbing: Climbing | None, memory: Memory, found: tuple[Fact, ...], history: History,
    moment: datetime, calendar: Calendar,
) -> Situation:  # fmt: skip
    """All that bears on the question whether a step may be proposed."""
    due_on = standing.due_on(matter, moment)
    appeals = [said.appealed for _, said in climbing.signed if said.appealed is not None] if climbing else []
    return Situation(
        due_on=standing.late_after(matter, moment, calendar),
        status=standing.status(matter, moment),
        is_sealed=matter.is_sealed,
        is_suspended=standing.any_holds(matter.suspended, moment),
        is_extension_asked=standing.any_holds(matter.extension_asked, moment),
        is_question_open=standing.any_holds(matter.asked_back, moment),
        is_held=standing.any_holds(history.holds, moment),
        is_ended_for_this_day=climbing is None
        and due_on is not None
        and (memory.ended_for == due_on or leading.fell_due_before(matter, due_on, moment)),
        drafted_on=memory.drafted_on,
        latest=climbing.latest(moment) if climbing else None,
        findings=tuple(Found(one.id, one.kind, one.on, one.level, one.by_person) for one in found),
        is_by_time=climbing is None or climbing.cause is Cause.OVERDUE,
        is_cause_gone=climbing is not None and climbing.is_cause_gone(matter, moment),
        is_appealed=standing.any_holds(appeals, moment),
        month_began=climbing.month_began if climbing else None,
    )
