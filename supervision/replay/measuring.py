"""连续未报, 落后计划, 节点: reckoned anew where the policy measures otherwise than the one of then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from models.finding import FindingKind
from supervision import slow
from supervision.clock import at, day_of
from supervision.duties import ONE_DAY, Period
from supervision.errors import CalendarYearMissing
from supervision.policies.ladder import Trigger
from supervision.replay import leading, standing
from supervision.replay.history import History
from supervision.replay.measures import MEASURED, Measure, measure
from supervision.replay.mornings import morning_after, next_morning
from supervision.replay.records import Fact, MatterRecord, Span
from supervision.rules import Rules
from supervision.slow import Line


def found(
    matter: MatterRecord, history: History, rules: Rules, periods: Mapping[Measure, Sequence[Period]]
) -> list[Fact]:
    """What people found; what the bot found by the same measures; and what it would have found by others."""
    measures = [measure(one) for one in rules.policy.triggers]
    kept = [one for one in matter.found if one.by_person or _measure_of(one) in measures]
    new: list[Fact] = []
    for trigger in rules.policy.triggers:
        if trigger.when in MEASURED and not _was_measured(trigger, matter, history):
            new += _reckoned(matter, trigger, history, rules, periods.get(measure(trigger), ()))
    numbered = [replace(one, id=-1 - place) for place, one in enumerate(new)]
    return sorted([*kept, *numbered], key=lambda one: (one.on, one.id))


def _was_measured(trigger: Trigger, matter: MatterRecord, history: History) -> bool:
    then = history.then(matter.category, history.last)
    return then is not None and any(measure(one) == measure(trigger) for one in then.triggers)


def _measure_of(fact: Fact) -> Measure:
    if fact.kind is FindingKind.REPORTS_MISSING:
        return fact.kind, fact.facts.get("report"), fact.facts.get("times")
    return fact.kind, fact.facts.get("points") if fact.kind is FindingKind.BEHIND_PLAN else None, None


def _reckoned(
    matter: MatterRecord, trigger: Trigger, history: History, rules: Rules, periods: Sequence[Period]
) -> Iterator[Fact]:  # fmt: skip
    try:
        if trigger.when is FindingKind.NODE_MISSED:
            yield from _nodes(matter, history, rules)
        elif trigger.when is FindingKind.BEHIND_PLAN:
            yield from _behind(matter, trigger, history, rules)
        else:
            yield from _silent(matter, trigger, history, rules, periods)
    except CalendarYearMissing:
        return


def _nodes(matter: MatterRecord, history: History, rules: Rules) -> Iterator[Fact]:
    for node in matter.nodes:
        morning = morning_after(at(rules.calendar.on_or_after(node.due_on), time()), rules)
        in_time = node.done_on is not None and node.done_on < day_of(morning)
        was_before = leading.fell_due_before(matter, node.due_on, morning)
        new = node.due_on >= day_of(matter.opened_at) and not was_before
        if new and not in_time and history.first <= morning <= history.last and standing.runs(matter, morning):
            facts = {"milestone_id": node.id, "milestone": node.name, "due_on": node.due_on.isoformat()}
            yield _fact(FindingKind.NODE_MISSED, morning, day_of(morning), facts)


def _behind(matter: MatterRecord, trigger: Trigger, history: History, rules: Rules) -> Iterator[Fact]:
    """Once a month at most, on the first working morning on which so much is missing."""
    begins = max(history.first, matter.opened_at)
    moments = {begins, *standing.changes(matter, history), *(moment for moment, _ in matter.percents)}
    ordered = sorted(one for one in moments if begins <= one <= history.last)
    not_before = begins
    for since, until in zip(ordered, [*ordered[1:], history.last], strict=True):
        line, points = _line(matter, since), trigger.points
        day = slow.behind_on(line, points) if line is not None and points is not None else None
        while line is not None and points is not None and day is not None:
            morning = next_morning(max(at(day, time()), since, not_before), rules)
            today = day_of(morning)
            if morning >= until or today >= line.due_on:
                break
            facts = {"planned": slow.planned(line, today), "percent": line.percent, "points": points}
            yield _fact(FindingKind.BEHIND_PLAN, morning, today, facts)
            day = slow.month_after(today)
            not_before = at(day, time())


def _line(matter: MatterRecord, moment: datetime) -> Line | None:
    due_on, told = standing.due_on(matter, moment), standing.percent(matter, moment)
    if matter.start_on is None or due_on is None or told is None or not standing.runs(matter, moment):
        return None
    return Line(matter.start_on, due_on, told)


def _silent(
    matter: MatterRecord, trigger: Trigger, history: History, rules: Rules, periods: Sequence[Period]
) -> Iterator[Fact]:  # fmt: skip
    """So many whole periods in a row without a word of it, counted anew after each finding."""
    times, begins = trigger.times or 1, matter.opened_at
    for place, period in enumerate(periods[times - 1 :]):
        first, morning = periods[place].first, next_morning(at(period.last + ONE_DAY, time()), rules)
        since = at(first, time())
        if since < begins or not history.first <= morning <= history.last or not standing.runs(matter, morning):
            continue
        stood = any(span.until is None or span.until >= since for span in matter.suspended if span.since <= morning)
        if stood or standing.spoken_since(matter, since, morning):
            continue
        if leading.handed_over_since(matter, since, morning):
            continue
        begins = morning
        facts = {"since": first.isoformat(), "times": times, "report": trigger.report}
        yield _fact(FindingKind.REPORTS_MISSING, morning, period.last, facts)


def _fact(kind: FindingKind, moment: datetime, on: date, facts: dict[str, Any]) -> Fact:
    return Fact(0, kind, on, None, by_person=False, span=Span(moment), facts=facts)
