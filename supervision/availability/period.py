"""「6月15日系统正常吗」: a period in a few figures, for people: the share of the hours in which units report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from supervision.availability.recording import SILENCE
from supervision.availability.spells import SILENT, Spell, begun, spells
from supervision.clock import at, day_of
from supervision.presence import DAY_FROM, DAY_UNTIL
from supervision.workdays import Calendar

A_DAY = timedelta(days=1)
Span = tuple[datetime, datetime]


def of_period(
    session: Session, calendar: Calendar, first: date, last: date, now: datetime, most: int | None = None
) -> dict[str, Any]:  # fmt: skip
    """The facts of the text `availability`. `most`: so many spells are named, the longest."""
    beginning = begun(session)
    since, until = at(first, time()), min(at(last + A_DAY, time()), now)
    if beginning is not None:
        since = max(since, beginning)
    found = spells(session, since, until) if beginning is not None and since < until else []
    hours = list(_hours(calendar, since, until)) if beginning is not None else []
    whole = sum((end - begin for begin, end in hours), timedelta())
    lost = lost_of(hours, found)
    told = _told(found)
    named = sorted(sorted(told, key=_length, reverse=True)[:most], key=lambda one: one["first"])
    return {
        "first": first,
        "last": last,
        "since": since if since > at(first, time()) else None,
        "until": until if until < at(last + A_DAY, time()) else None,
        "is_known": beginning is not None and since < until,
        "hours": whole / timedelta(hours=1),
        "lost": lost / timedelta(hours=1),
        "share": _share(whole, lost),
        "spells": named,
        "more": len(told) - len(named),
    }


def lost_of(hours: Sequence[Span], found: Iterable[Spell]) -> timedelta:
    """How much of the hours lies in a spell; what several of them touch is counted once."""
    lost, reached = timedelta(), None
    for begin, end in sorted(_cut(hours, found)):
        begin = begin if reached is None else max(begin, reached)
        lost += max(end - begin, timedelta())
        reached = end if reached is None else max(reached, end)
    return lost


def _cut(hours: Sequence[Span], found: Iterable[Spell]) -> Iterator[Span]:
    for spell in found:
        for begin, end in hours:
            if spell.first < end and begin < spell.last:
                yield max(begin, spell.first), min(end, spell.last)


def _hours(calendar: Calendar, since: datetime, until: datetime) -> Iterator[Span]:
    """Of working days; what is not known to be one counts as none (N6)."""
    day = day_of(since)
    while at(day, DAY_FROM) < until:
        begin, end = max(at(day, DAY_FROM), since), min(at(day, DAY_UNTIL), until)
        if begin < end and calendar.has_year(day.year) and calendar.is_workday(day):
            yield begin, end
        day += A_DAY


def _share(whole: timedelta, lost: timedelta) -> str:
    """In percent, never rounded up: 99.96% is not all."""
    if not whole:
        return ""
    tenths = (whole - lost) * 1000 // whole
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else f"{tenths // 10}"


def _told(found: Sequence[Spell]) -> list[dict[str, Any]]:
    """A machine that was off is silent in all it looks at: told in one line."""
    told: list[dict[str, Any]] = []
    for spell in found:
        same = next((one for one in told if _is_same(one, spell)), None)
        if same is not None:
            same["probes"].append(spell.probe.value)
            same["first"], same["last"] = min(same["first"], spell.first), max(same["last"], spell.last)
        else:
            told.append(
                {"probes": [spell.probe.value], "reason": spell.reason, "first": spell.first, "last": spell.last}
            )
    return told


def _is_same(one: dict[str, Any], spell: Spell) -> bool:
    return (
        one["reason"] == spell.reason == SILENT
        and spell.probe.value not in one["probes"]
        and abs(one["first"] - spell.first) <= SILENCE
        and abs(one["last"] - spell.last) <= SILENCE
    )


def _length(one: dict[str, Any]) -> timedelta:
    length: timedelta = one["last"] - one["first"]
    return length
