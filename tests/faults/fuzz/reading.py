"""Any text is read: nothing is raised, what comes out is well-formed, and the work grows as the text does (T34)."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from types import FrameType

from handlers.reading import Reading
from handlers.reading.result import DoubtKind, Intent, Query, Update
from tests.faults.fuzz.trying import Tried, smallest, try_all
from tests.faults.fuzz.wording import READ, any_text, unit_of
from tests.reading.office import MONDAY_EVENING, PEOPLE, REGISTRY, tell

Reads = Callable[[str, str, datetime], Reading]

_SENDERS = (*(one.userid for one in PEOPLE), "nobody")
_UNITS = frozenset((*REGISTRY.units, *(one.unit for one in PEOPLE)))
_CODES = frozenset(REGISTRY.matters)
_SHORT, _LONG = 400, 1600  # characters of the same words: four times the text
_AT_MOST = 0.3  # seconds of the processor for as much as is read of one message
_CHOOSING = (DoubtKind.NEAR_NAME, DoubtKind.WHICH_PERCENT)  # 「该项」 of nothing before is asked about without a choice


@dataclass(frozen=True, slots=True)
class Told:
    """`is_flood`: the text is repeated, and the work for it counted."""

    text: str
    sender: str
    at: datetime
    is_flood: bool

    def __repr__(self) -> str:
        return f"{self.sender} {self.at.date()}{' repeated' if self.is_flood else ''}: {self.text!r}"


def run(seed: int, count: int, reads: Reads = tell) -> Tried:
    """`count` texts; `reads` is the reader under test."""

    def trouble(told: Told) -> str:
        if told.is_flood:
            return _flooded(told, reads)
        began = time.thread_time()
        reading = reads(told.text, told.sender, told.at)
        took = time.thread_time() - began
        if took > _AT_MOST * max(1, len(told.text.encode(errors="replace")) / READ):
            return f"took long: {took:.1f} s"
        return ", ".join(_malformed(reading))

    reads("", "", MONDAY_EVENING)
    return try_all("reading", seed, count, _made, trouble, _smaller)


def _flooded(told: Told, reads: Reads) -> str:
    """Four times the text is at most eight times the work."""
    short, long = ((told.text * (size // len(told.text) + 1))[:size] for size in (_SHORT, _LONG))
    least, most = _work(short, told, reads), _work(long, told, reads)
    return (
        f"more work than text: {least} calls for {_SHORT} characters, {most} for {_LONG}"
        if most > 8 * least + 2000
        else ""
    )


def _work(text: str, told: Told, reads: Reads) -> int:
    calls = 0

    def counted(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        reads(text, told.sender, told.at)
    finally:
        sys.setprofile(before)
    return calls


def _malformed(reading: Reading) -> Iterator[str]:
    """What no reading may be, whatever was read."""
    if reading.period and reading.period.first > reading.period.last:
        yield "a period that ends before it begins"
    if (reading.intent is Intent.QUERY) != (reading.query is not None):
        yield "a question without its query, or the other way round"
    if reading.matter is not None and reading.matter not in _CODES:
        yield "an unknown matter"
    if reading.updates and reading.intent not in (Intent.REPORT, Intent.CORRECTION):
        yield f"updates in what is no report but {reading.intent}"
    for update in reading.updates:
        yield from _of_update(update)
    if reading.query:
        yield from _of_query(reading.query)


def _of_update(update: Update) -> Iterator[str]:
    if update.matter is None and not update.doubts:
        yield "an update of no matter that asks nothing"
    if update.matter is not None and update.matter not in _CODES:
        yield "an update of an unknown matter"
    if update.percent is not None and not 0 <= update.percent <= 100:
        yield f"{update.percent} percent"
    if any(doubt.kind in _CHOOSING and not doubt.candidates for doubt in update.doubts):
        yield "a choice of nothing"
    if any(measure.amount.is_nan() or measure.amount.is_infinite() for measure in update.measures):
        yield "a measure that is no number"


def _of_query(query: Query) -> Iterator[str]:
    if not set(query.matters) <= _CODES:
        yield "a question about an unknown matter"
    if query.unit is not None and query.unit not in _UNITS:
        yield "a question about an unknown unit"
    if query.due and query.due.first and query.due.last and query.due.first > query.due.last:
        yield "days that end before they begin"
    if query.period and query.period.first > query.period.last:
        yield "a period asked about that ends before it begins"
    if query.percent and not 0 <= query.percent.least <= 100:
        yield f"from {query.percent.least} percent"
    if query.most is not None and query.most < 1:
        yield f"the first {query.most}"


def _made(chance: Random) -> Told:
    at = MONDAY_EVENING + timedelta(days=chance.randint(-500, 900), hours=chance.randint(0, 23))
    is_flood = chance.random() < 0.01
    text = unit_of(chance) if is_flood else any_text(chance)
    return Told(text, chance.choice(_SENDERS), at, is_flood)


def _smaller(told: Told, fails: Callable[[Told], bool]) -> Told:
    return replace(told, text=smallest(told.text, lambda text: bool(text) and fails(replace(told, text=text))))
