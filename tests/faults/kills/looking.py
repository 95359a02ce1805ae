"""Everything that can be held against a town: its file as it lies, the ledger, the receipts, the spool, the copies."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import NullPool, create_engine

from rehearsal.platform import Platform
from tests.faults.checker import Facts, Violation, check, operations_of
from tests.faults.kills.keepsakes import copies_sound, envelopes_kept
from tests.faults.kills.receipts import each_answered_once

DATABASE, SPOOL, COPIES = "town.db", "spool", "copies"


def found_in(folder: Path, now: datetime, platform: Platform, *, is_calm: bool) -> list[Violation]:
    """No connection is left open: the next life is forked from this process."""
    ledger, deliveries = platform.ledger, platform.deliveries
    engine = create_engine(f"sqlite:///{folder / DATABASE}", poolclass=NullPool)
    with engine.connect() as connection:
        history = operations_of(deliveries)
        facts = Facts(connection, now, history, ledger.entries, ledger.dropped, is_calm=is_calm)
        found = [*check(facts), *each_answered_once(facts, deliveries)]
    engine.dispose()
    return [*found, *copies_sound(folder / COPIES), *envelopes_kept(folder / SPOOL, deliveries)]
