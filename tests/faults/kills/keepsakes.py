"""What lies beside the database: copies that can be opened, and a spool that has all that was accepted (R1)."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from rehearsal.platform import Delivery, State
from tests.faults.checker import Violation


def copies_sound(folder: Path) -> Iterator[Violation]:
    """A copy that bears its final name is whole; what is called unfinished nobody takes for one."""
    for file in sorted(folder.glob("*.db")):
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as opened:
            try:
                verdict = opened.execute("PRAGMA integrity_check").fetchone()[0]
                opened.execute("SELECT count(*) FROM inbox").fetchone()
            except sqlite3.DatabaseError as broken:
                verdict = str(broken)
        if verdict != "ok":
            yield Violation("R1", f"a copy cannot be used: {verdict}", (file.name,))


def envelopes_kept(folder: Path, deliveries: Iterable[Delivery]) -> Iterator[Violation]:
    """Whatever was answered 200 can be brought again from the spool."""
    kept = {body for file in folder.glob("*.jsonl") for line in file.read_bytes().splitlines() for body in _body(line)}
    for one in deliveries:
        if one.state is State.ACCEPTED and not any(attempt.envelope.body in kept for attempt in one.attempts):
            yield Violation("R1", "a message was answered 200 and is not in the spool", (one.message_id,))


def _body(line: bytes) -> Iterator[bytes]:
    """None of a line that a death left half written."""
    try:
        yield base64.b64decode(json.loads(line)["body"])
    except (ValueError, KeyError):
        return
