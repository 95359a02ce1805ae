"""Two sides, unit by unit: what was reminded, proposed, signed, lost; and the matters that differ most. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from supervision.replay.figures import NOTHING, ZERO, Figures, Pair, add, less, pair, sum_of
from supervision.replay.history import History
from supervision.replay.records import MatterRecord
from supervision.replay.replaying import Side, Ways
from supervision.replay.steps import Course, Outcome, Taken

SHOWN = 5


@dataclass(frozen=True, slots=True)
class UnitLine:
    unit: str
    before: Figures
    after: Figures
    more: Figures  # after less before


@dataclass(frozen=True, slots=True)
class Changed:
    """A matter that goes another way, both ways in full."""

    matter: MatterRecord
    units: tuple[str, ...]  # that led it, the last of them at the end
    before: Ways
    after: Ways


def unit_lines(history: History, before: Side, after: Side) -> list[UnitLine]:
    """Units with nothing on either side are left out; by name."""
    was, now = _figures(before), _figures(after)
    names = {unit.id: unit.name for unit in history.units}
    found = [UnitLine(names.get(each, ""), was[each], now[each], less(now[each], was[each])) for each in {*was, *now}]
    return sorted(found, key=lambda line: line.unit)


def total(lines: Iterable[UnitLine]) -> UnitLine:
    all_of = list(lines)
    was, now = sum_of([one.before for one in all_of]), sum_of([one.after for one in all_of])
    return UnitLine("", was, now, less(now, was))


def most_changed(history: History, before: Side, after: Side) -> tuple[list[Changed], int]:
    """The five that differ most, by points first; and how many differ at all."""
    names = {unit.id: unit.name for unit in history.units}
    ranked = []
    for matter in history.matters:
        was, now = before.ways[matter.id], after.ways[matter.id]
        points = max(abs(_lost(now.fewest) - _lost(was.fewest)), abs(_lost(now.most) - _lost(was.most)))
        steps = _apart(was.fewest, now.fewest) + _apart(was.most, now.most)
        if steps:
            ranked.append((-points, -steps, matter.number, Changed(matter, _led_by(matter, names), was, now)))
    ranked.sort(key=lambda one: one[:3])
    return [one[3] for one in ranked[:SHOWN]], len(ranked)


def _led_by(matter: MatterRecord, names: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(names.get(unit_id, "") for unit_id, _ in groupby(matter.leads, key=lambda one: one.unit_id))


def _apart(one: Course, other: Course) -> int:
    return len({_key(step) for step in one.steps} ^ {_key(step) for step in other.steps})


def _key(step: Taken) -> tuple[date, str, Outcome, date | None, Decimal]:
    return step.on, step.name, step.outcome, step.outcome_on, step.lost


def _lost(course: Course) -> Decimal:
    return sum((step.lost for step in course.steps), ZERO)


def _figures(side: Side) -> defaultdict[int, Figures]:
    """By unit; of each matter the smaller and the greater of its two ways count."""
    reminded = Counter(one.unit_id for one in side.reminders)
    proposed: defaultdict[int, list[Pair[int]]] = defaultdict(list)
    signed: defaultdict[int, list[Pair[int]]] = defaultdict(list)
    lost: defaultdict[int, list[Pair[Decimal]]] = defaultdict(list)
    for ways in side.ways.values():
        for unit in {step.unit_id for course in (ways.fewest, ways.most) for step in course.steps}:
            least, most = _of(ways.fewest, unit), _of(ways.most, unit)
            proposed[unit].append(pair(len(least), len(most)))
            signed[unit].append(pair(_signed(least), _signed(most)))
        few, many = _by_unit(ways.fewest), _by_unit(ways.most)
        for each in {*few, *many}:
            lost[each].append(pair(few.get(each, ZERO), many.get(each, ZERO)))
    found: defaultdict[int, Figures] = defaultdict(lambda: NOTHING)
    for each in {*reminded, *proposed, *lost}:
        figures = Figures(
            Pair(reminded[each], reminded[each]), add(proposed[each], 0), add(signed[each], 0), add(lost[each], ZERO)
        )
        if figures != NOTHING:
            found[each] = figures
    return found


def _of(course: Course, unit_id: int) -> list[Taken]:
    """The steps that were of a unit."""
    return [step for step in course.steps if step.unit_id == unit_id]


def _signed(steps: Iterable[Taken]) -> int:
    return sum(step.outcome is Outcome.SIGNED for step in steps)


def _by_unit(course: Course) -> dict[int, Decimal]:
    found: defaultdict[int, Decimal] = defaultdict(Decimal)
    for step in course.steps:
        for unit_id, points in step.scored:
            found[unit_id] -= points
    return found
