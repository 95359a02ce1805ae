"""What is left of a quarter: counts, broken promises, what was seen at least once, and the sum over its event log."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from rehearsal.platform import Platform
from tests.faults.checker import Violation

LOST, TWICE, FALSE = {"I1", "I3", "L1", "O1", "S2"}, {"I2", "N1", "N4", "O4", "S1"}, {"N2", "N3", "N5", "N6", "N7"}

# What a run has to see at least once, or it proves little: asked of the file.
SOMETIMES = {
    "unknown outcome of class A": "SELECT count(*) FROM outgoing WHERE message_class='penalty' AND state='unknown'",
    "cancelled at send": "SELECT count(*) FROM outgoing WHERE state = 'cancelled'",
    "catch-up after outage": "SELECT count(*) FROM job_run WHERE found LIKE '%\"missed\"%'",
    "breaker held": "SELECT count(*) FROM hold WHERE kind = 'breaker'",
    "clock held": "SELECT count(*) FROM hold WHERE kind = 'clock'",
    "quarantine used": "SELECT count(*) FROM inbox WHERE is_released OR disposition = 'quarantined'",
    "yellow or red signed": "SELECT count(*) FROM notice WHERE level > 1 AND serial IS NOT NULL",
    "matter struck off": "SELECT count(*) FROM closeout WHERE state = 'granted'",
}
DUPLICATE = "duplicate while first open"
_STATES = (
    "SELECT id, event, person_id, chat_id, state, tries FROM outgoing ORDER BY id",
    "SELECT id, disposition, intent, answered_by FROM inbox ORDER BY id",
    "SELECT id, matter_id, level, state, serial FROM notice ORDER BY id",
)


@dataclass(frozen=True, slots=True)
class Ending:
    seed: int
    messages: int
    sends: int
    crashes: int
    violations: tuple[Violation, ...]
    seen: dict[str, int]
    log_hash: str

    def broken(self, invariants: Iterable[str]) -> int:
        wanted = set(invariants)
        return sum(one.invariant in wanted for one in self.violations)


def sometimes(connection: Connection, duplicates: int) -> dict[str, int]:
    return {DUPLICATE: duplicates} | {name: connection.scalar(text(sql)) or 0 for name, sql in SOMETIMES.items()}


def log_hash(connection: Connection, platform: Platform, log: Sequence[str]) -> str:
    """Of all that was said, seen and decided."""
    lines = [*log, *(f"{one.at} {one.to} {one.channel} {one.text}" for one in platform.ledger.entries)]
    lines += [str(tuple(row)) for states in _STATES for row in connection.execute(text(states))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def in_all(endings: Iterable[Ending]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in endings:
        total.update(one.seen)
    return total
