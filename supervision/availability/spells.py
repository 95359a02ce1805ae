"""The times in which something ailed, or of which nobody wrote anything down: asked of the rows of all processes.

What one process found ailing counts, whatever the others say; of the door all who knock have to say so. A time is
silent when none of them reaches over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Availability
from models.availability import Condition, Probe
from supervision.availability.knocks import Span, answered, unanswered
from supervision.availability.recording import SILENT_AFTER

SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Spell:
    """`reason` is that of the row, or SILENT."""

    probe: Probe
    reason: str
    first: datetime
    last: datetime

    def as_json(self) -> dict[str, Any]:
        return {
            "probe": self.probe.value,
            "reason": self.reason,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
        }


def begun(session: Session) -> datetime | None:
    """When the ledger begins."""
    return session.scalar(select(func.min(Availability.first)))


def spells(session: Session, since: datetime, until: datetime) -> list[Spell]:
    """Of all that is looked at, in the order in which they began; `until` is not in the future."""
    found = [spell for probe in Probe for spell in spells_of(session, probe, since, until)]
    return sorted(found, key=lambda spell: (spell.first, spell.probe))


def spells_of(session: Session, probe: Probe, since: datetime, until: datetime) -> list[Spell]:
    """Those that reach into the time asked for; each is told from its true beginning."""
    rows, reached = _rows(session, probe, since, until)
    ailing = _ailing(rows)
    found = _closed(ailing, _let_in(session, ailing, until)) if probe is Probe.DOOR else ailing
    return [*_joined(found), *_silent(probe, rows, reached, until)]


def closed(session: Session, since: datetime, until: datetime) -> list[Spell]:
    """The times in which nobody was let in, without one answered knock between: what a hold may rest on."""
    rows, reached = _rows(session, Probe.DOOR, since, until)
    ailing = _ailing(rows)
    let_in = _let_in(session, ailing, until)
    unbroken = _unbroken(_closed(ailing, let_in), let_in)
    found = [*unbroken, *_silent(Probe.DOOR, rows, reached, until)]
    return [replace(one, last=min(one.last, until)) for one in found]


def _rows(
    session: Session, probe: Probe, since: datetime, until: datetime
) -> tuple[Sequence[Availability], datetime | None]:  # fmt: skip
    """Those of the time asked for, and how far the ones before it reach."""
    of_probe = Availability.probe == probe
    rows = session.scalars(
        select(Availability)
        .where(of_probe, Availability.last >= since, Availability.first <= until)
        .order_by(Availability.first, Availability.last)
    ).all()
    return rows, session.scalar(select(func.max(Availability.last)).where(of_probe, Availability.last < since))


def _ailing(rows: Iterable[Availability]) -> list[Spell]:
    ailing = (row for row in rows if row.condition is Condition.AILING)
    return [Spell(row.probe, row.reason, row.first, row.last) for row in ailing]


def _let_in(session: Session, ailing: Sequence[Spell], until: datetime) -> list[Span]:
    if not ailing:
        return []
    return answered(session, min(one.first for one in ailing), until)


def _closed(ailing: Iterable[Spell], let_in: Sequence[Span]) -> list[Spell]:
    return [
        replace(one, first=first, last=last)
        for one in ailing
        for first, last in unanswered(one.first, one.last, let_in)
    ]


def _silent(
    probe: Probe, rows: Iterable[Availability], reached: datetime | None, until: datetime
) -> Iterator[Spell]:  # fmt: skip
    """Nothing is silent before the first row there ever was."""
    for row in rows:
        if reached is not None and row.first - reached > SILENT_AFTER:
            yield Spell(probe, SILENT, reached, row.first)
        reached = row.last if reached is None else max(reached, row.last)
    if reached is not None and until - reached > SILENT_AFTER:
        yield Spell(probe, SILENT, reached, until)


def _joined(found: Iterable[Spell]) -> list[Spell]:
    """Several processes see one trouble, and a trouble comes and goes: told as one."""
    whole: list[Spell] = []
    for spell in sorted(found, key=lambda one: (one.reason, one.first)):
        before = whole[-1] if whole else None
        if before is not None and before.reason == spell.reason and spell.first - before.last <= SILENT_AFTER:
            whole[-1] = replace(before, last=max(before.last, spell.last))
        else:
            whole.append(spell)
    return whole


def _unbroken(found: Iterable[Spell], let_in: Sequence[Span]) -> list[Spell]:
    """Whatever each was told at the door: one stretch, as long as nobody was let in between two looks."""
    whole: list[Spell] = []
    for spell in sorted(found, key=lambda one: (one.first, one.last)):
        before = whole[-1] if whole else None
        if before is not None and _follows(before, spell, let_in):
            whole[-1] = replace(before, last=max(before.last, spell.last))
        else:
            whole.append(spell)
    return whole


def _follows(before: Spell, spell: Spell, let_in: Sequence[Span]) -> bool:
    if spell.first - before.last > SILENT_AFTER:
        return False
    return not any(first < spell.first and before.last < last for first, last in let_in)
