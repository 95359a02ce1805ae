"""The times in which something ailed, or of which nobody wrote anything down: asked of the rows of all processes.

What one process found ailing counts, whatever the others say. A time is silent when none of them reaches over it.
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
from supervision.availability.recording import SILENCE

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
    of_probe = Availability.probe == probe
    rows = session.scalars(
        select(Availability)
        .where(of_probe, Availability.last >= since, Availability.first <= until)
        .order_by(Availability.first, Availability.last)
    ).all()
    reached = session.scalar(select(func.max(Availability.last)).where(of_probe, Availability.last < since))
    return [*_joined(list(_ailing(rows))), *_silent(probe, rows, reached, until)]


def _ailing(rows: Iterable[Availability]) -> Iterator[Spell]:
    ailing = (row for row in rows if row.condition is Condition.AILING)
    yield from (Spell(row.probe, row.reason, row.first, row.last) for row in ailing)


def _silent(
    probe: Probe, rows: Iterable[Availability], reached: datetime | None, until: datetime
) -> Iterator[Spell]:  # fmt: skip
    """Nothing is silent before the first row there ever was."""
    for row in rows:
        if reached is not None and row.first - reached > SILENCE:
            yield Spell(probe, SILENT, reached, row.first)
        reached = row.last if reached is None else max(reached, row.last)
    if reached is not None and until - reached > SILENCE:
        yield Spell(probe, SILENT, reached, until)


def _joined(found: Sequence[Spell]) -> list[Spell]:
    """Several processes see one trouble, and a trouble comes and goes: told as one."""
    whole: list[Spell] = []
    for spell in sorted(found, key=lambda one: (one.reason, one.first)):
        before = whole[-1] if whole else None
        if before is not None and before.reason == spell.reason and spell.first - before.last <= SILENCE:
            whole[-1] = replace(before, last=max(before.last, spell.last))
        else:
            whole.append(spell)
    return whole
