"""Who would have been reminded, of what: due days coming, due days passed, and reports that were not there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from supervision import deadlines
from supervision.clock import at, day_of
from supervision.duties import ONE_DAY
from supervision.errors import CalendarYearMissing
from supervision.replay import leading, standing
from supervision.replay.history import History, Reminder
from supervision.replay.mornings import morning_after, next_morning
from supervision.replay.records import MatterRecord
from supervision.rules import Rules


def of_matter(matter: MatterRecord, history: History, rules: Rules) -> Iterator[Reminder]:
    """Due warnings, and that a due day has passed: each once, as the outbox would call it."""
    begins = max(history.first, matter.opened_at)
    known = [one for one in standing.changes(matter, history) if one > begins]
    nodes_done = [at(node.done_on + ONE_DAY, time()) for node in matter.nodes if node.done_on is not None]
    told: set[tuple[int, str]] = set()
    stops = sorted({begins, *known, *(one for one in nodes_done if begins < one <= history.last)})
    for since, until in zip(stops, [*stops[1:], history.last + ONE_DAY], strict=True):
        try:
            yield from _between(matter, history, rules, since, until, told)
        except CalendarYearMissing:
            continue


def _between(
    matter: MatterRecord, history: History, rules: Rules, since: datetime, until: datetime,
    told: set[tuple[int, str]],
) -> Iterator[Reminder]:  # fmt: skip
    """Nothing about the matter changes between the two moments but the day."""
    row, nodes = standing.as_row(matter, since, rules.calendar), standing.open_nodes(matter, since)
    if not standing.runs(matter, since):
        return
    unit_id = leading.unit_at(matter, since)
    is_free = not (
        standing.any_holds((*matter.extension_asked, *history.holds), since)
        or leading.fell_due_before(matter, row.due_on, since)
    )
    moment: datetime | None = next_morning(since, rules)
    while moment is not None and moment < until and moment <= history.last:
        today = day_of(moment)
        found = (
            [f"overdue:{matter.id}:{row.due_on}"] if is_free and deadlines.overdue(row, today, rules.calendar) else []
        )
        for one in deadlines.due_warnings(row, nodes, rules.policy, rules.calendar, today):
            about = f"milestone:{one.milestone_id}" if one.milestone_id else "due"
            found.append(f"warn:{matter.id}:{about}:{one.due_on}:{one.announced}")
        yield from (Reminder(today, unit_id, each) for each in found if (unit_id, each) not in told)
        told.update((unit_id, each) for each in found)
        look = deadlines.next_look(row, nodes, rules, today + ONE_DAY)
        if look is not None and deadlines.overdue(row, today, rules.calendar):
            look = min((node.due_on for node in nodes if node.due_on > today), default=None)
            look = today + ONE_DAY if look else None  # late: only its nodes may still bring something
        moment = max(next_morning(at(look, time()), rules), morning_after(moment, rules)) if look else None
