"""What had begun before the time that is replayed: it runs on as it did, under the policy of its beginning."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from models.notice import Cause, NoticeState
from supervision.clock import day_of
from supervision.replay.climbing import Memory
from supervision.replay.history import History
from supervision.replay.records import ClimbRecord, MatterRecord, NoticeRecord
from supervision.replay.steps import Awaits, By, Course, Outcome, Taken
from supervision.situations import Ended


def really(matter: MatterRecord, history: History) -> Course:
    """What came of it."""
    return Course(matter.id, _taken(matter.climbs, history))


def of(matter: MatterRecord, history: History) -> tuple[tuple[Taken, ...], datetime | None, Memory]:
    """Steps that are kept; the moment from which on the replayed policy governs, None: never; and what it finds."""
    older = [one for one in matter.climbs if one.started_at < history.first]
    running = [one for one in older if one.ended_at is None or one.ended_at >= history.first]
    kept = _taken(running, history)
    if any(one.ended_at is None for one in running):
        return kept, None, Memory()
    begins = max([history.first, matter.opened_at, *(one.ended_at for one in running if one.ended_at is not None)])
    return kept, begins if begins <= history.last else None, _remembered(matter, older, begins)


def _remembered(matter: MatterRecord, older: list[ClimbRecord], begins: datetime) -> Memory:
    drafted = [notice.drafted_at for climb in older for notice in climb.notices]
    used = {one.id for one in matter.found if one.used_at is not None and one.used_at < begins}
    late = [one for one in older if one.cause is Cause.OVERDUE]
    is_over = bool(late) and late[-1].ended_because in set(Ended)
    return Memory(
        drafted_on=day_of(max(drafted)) if drafted else None, used=used, ended_for=late[-1].due_on if is_over else None
    )


def _taken(climbs: Iterable[ClimbRecord], history: History) -> tuple[Taken, ...]:
    return tuple(
        _step(notice, climb, history)
        for climb in climbs
        for notice in climb.notices
        if notice.drafted_at <= history.last
        and max(notice.drafted_at, notice.decided_at or notice.drafted_at) >= history.first
    )


def _step(notice: NoticeRecord, climb: ClimbRecord, history: History) -> Taken:
    outcome, moment = _outcome(notice, climb)
    if moment is not None and moment > history.last:
        outcome, moment = Outcome.WAITING, None
    return Taken(
        notice.unit_id,
        notice.level,
        notice.name,
        notice.article,
        notice.why,
        day_of(notice.drafted_at),
        Awaits.LEADER if notice.hearing_until else Awaits.SIGN,
        hearing_until=day_of(notice.hearing_until) if notice.hearing_until else None,
        outcome=outcome,
        outcome_on=day_of(moment) if moment else None,
        by=By.RECORD,
        points=notice.points if outcome is Outcome.SIGNED else None,
        finish_by=notice.finish_by if outcome in (Outcome.SIGNED, Outcome.WITHDRAWN) else None,
        scored=notice.scored if outcome is Outcome.SIGNED else (),
    )


def _outcome(notice: NoticeRecord, climb: ClimbRecord) -> tuple[Outcome, datetime | None]:
    if notice.was_accepted:
        return Outcome.ACCEPTED, notice.decided_at
    if notice.state is NoticeState.SIGNED:
        return Outcome.SIGNED, notice.decided_at
    if notice.state is NoticeState.WITHDRAWN:
        return Outcome.WITHDRAWN, notice.ended_at  # None: its climb had ended before
    if notice.state is NoticeState.REFUSED:
        return Outcome.REFUSED, notice.decided_at
    if notice.state is NoticeState.CANCELLED:
        return Outcome.CANCELLED, climb.ended_at
    return Outcome.WAITING, None
