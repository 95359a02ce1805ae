"""What a person told in the last day, as he was shown it: for 该项目, 第二个, 改成70%, 都对."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from handlers.turn import Turn
from models import Matter, Progress, Question, Report
from supervision.reports import last_matters, last_report

REMEMBERED_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """The matters of a report in the order of its reply, and those that answers added, in the order of theirs."""

    first: tuple[Matter, ...]
    later: tuple[Matter, ...]

    @property
    def matters(self) -> tuple[Matter, ...]:
        return self.first + self.later

    def at(self, place: int) -> Matter | None:
        """The `place`th, counted from 1; None where there is none, or where two lists have one."""
        in_both = self.first and place <= min(len(self.later), len(self.first))
        return None if in_both or not 1 <= place <= len(self.matters) else self.matters[place - 1]


def spoken_of_last(turn: Turn) -> tuple[str, ...]:
    """The codes of the sender's last record, latest first."""
    report = last_within_a_day(turn)
    if report is None:
        return ()
    matters = select(Matter.code).join(Progress, Progress.matter_id == Matter.id)
    return tuple(turn.session.scalars(matters.where(Progress.report_id == report.id).order_by(Progress.id.desc())))


def last_within_a_day(turn: Turn) -> Report | None:
    report = last_report(turn.session, turn.person.id, turn.message.told_at, turn.message.inbox_id)
    if report is None or turn.message.told_at - report.told_at > REMEMBERED_FOR:
        return None
    return report


def last_list(turn: Turn) -> Shown | None:
    """Of the last report of the day that told of anything; what corrected it is no list of its own."""
    tells = select(Progress.id).where(Progress.report_id == Report.id, Progress.is_correction.is_(False))
    report_id = turn.session.scalar(
        select(Report.id)
        .where(
            Report.person_id == turn.person.id,
            Report.told_at >= turn.message.told_at - REMEMBERED_FOR,
            Report.told_at <= turn.message.told_at,
            Report.withdrawn_at.is_(None),
            tells.exists(),
        )
        .order_by(Report.told_at.desc(), Report.id.desc())
        .limit(1)
    )
    if report_id is None:
        return None
    matters = last_matters(turn.session, report_id)
    answered = turn.session.scalars(select(Question.facts).where(Question.report_id == report_id))
    added = {facts["recorded"] for facts in answered if "recorded" in facts}
    return Shown(
        tuple(matter for matter in matters if matter.id not in added),
        tuple(matter for matter in matters if matter.id in added),
    )
