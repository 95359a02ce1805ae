"""How a matter stood at a moment, from what is on record. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date, datetime, time

from models import Matter, Milestone
from models.finding import FindingKind
from models.matter import MatterStatus
from supervision import deadlines
from supervision.clock import at, day_of
from supervision.replay.history import History
from supervision.replay.records import Fact, MatterRecord, Node, Span
from supervision.workdays import Calendar


def due_on(matter: MatterRecord, moment: datetime) -> date | None:
    """The first day it ever had holds for the time before, too."""
    found = matter.dues[0].due_on if matter.dues else None
    for one in matter.dues:
        if one.since > moment:
            break
        found = one.due_on
    return found


def late_after(matter: MatterRecord, moment: datetime, calendar: Calendar) -> date | None:
    """The due day, or the later one from which a clock that stood over it runs on: see `deadlines.stood_over`."""
    day = due_on(matter, moment)
    if day is None:
        return None
    ended = [(one.since, one.until) for one in matter.suspended if one.until is not None and one.until <= moment]
    return deadlines.stood_over(day, ended, calendar)


def percent(matter: MatterRecord, moment: datetime) -> int | None:
    found = matter.base_percent
    for told_at, told in matter.percents:
        if told_at > moment:
            break
        found = told
    return found


def any_holds(spans: Iterable[Span], moment: datetime) -> bool:
    return any(span.holds(moment) for span in spans)


def status(matter: MatterRecord, moment: datetime) -> MatterStatus:
    return MatterStatus.COMPLETED if any_holds(matter.done, moment) else MatterStatus.IN_PROGRESS


def runs(matter: MatterRecord, moment: datetime) -> bool:
    """Whether its clock ran."""
    stood = any_holds(matter.done, moment) or any_holds(matter.suspended, moment)
    return matter.opened_at <= moment and not stood and not matter.is_sealed


def open_nodes(matter: MatterRecord, moment: datetime) -> list[Milestone]:
    return [
        Milestone(id=node.id, name=node.name, due_on=node.due_on, done_on=None)
        for node in matter.nodes
        if not _is_done(node, moment)
    ]


def as_row(matter: MatterRecord, moment: datetime, calendar: Calendar) -> Matter:
    """An unsaved row, for the questions that are asked of one."""
    since = next((span.since for span in matter.suspended if span.holds(moment)), None)
    return Matter(
        id=matter.id,
        due_on=due_on(matter, moment),
        status=status(matter, moment),
        suspended_since=since,
        stood_until=late_after(matter, moment, calendar),
        is_sealed=matter.is_sealed,
    )


def changes(matter: MatterRecord, history: History) -> list[datetime]:
    """Every moment at which something on record changed how it stands, within the history."""
    spans = (*matter.done, *matter.suspended, *matter.extension_asked, *matter.asked_back, *history.holds)
    moments = {one for span in spans for one in (span.since, span.until) if one is not None}
    moments |= {one.since for one in matter.dues} | set(matter.settled_at)
    appeals = [one.appealed for climb in matter.climbs for one in climb.notices if one.appealed is not None]
    moments |= {one.until for one in appeals if one.until is not None}
    return sorted(one for one in moments if history.first <= one <= history.last)


def is_overtaken(matter: MatterRecord, fact: Fact, moment: datetime) -> bool:
    """Whether what the bot reckoned is no longer so: see `lapsing`."""
    if fact.by_person:
        return False
    if fact.kind is FindingKind.REPORTS_MISSING:
        return spoken_since(matter, at(date.fromisoformat(fact.facts["since"]), time()), moment)
    if fact.kind is FindingKind.NODE_MISSED:
        node = next((one for one in matter.nodes if one.id == fact.facts["milestone_id"]), None)
        return node is None or _is_done(node, moment) or node.due_on.isoformat() != fact.facts["due_on"]
    if fact.kind is FindingKind.BEHIND_PLAN:
        told = percent(matter, moment)
        return told is None or bool(fact.facts["planned"] - told < fact.facts["points"])
    return False


def spoken_since(matter: MatterRecord, since: datetime, moment: datetime) -> bool:
    place = bisect_left(matter.spoken_at, since)
    return place < len(matter.spoken_at) and matter.spoken_at[place] <= moment


def _is_done(node: Node, moment: datetime) -> bool:
    return node.done_on is not None and node.done_on <= day_of(moment)
