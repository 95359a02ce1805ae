"""Each envelope that came in under a right signature, line by line in a file of the day, on another disk.

With the last copy of the database it gives back everything that was answered: bringing an envelope twice is harmless
(I2). A line holds the envelope as it came, still encrypted; whoever reads the file alone learns nothing. A file of a
day goes after the night in which the database let go of what people wrote on it (T41), never by the clock alone (T46).
"""

from __future__ import annotations

import base64
import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bot.keeping.disk import names_to_disk, write_all
from supervision.clock import day_of

PARTS = ("msg_signature", "timestamp", "nonce")
PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Kept:
    """One envelope of a spool."""

    received_at: datetime
    query: dict[str, str]
    body: bytes


class Spool:
    """Appends; safe for many threads. Each process has a file of its own, so none writes into another's line."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._turn = threading.Lock()
        self._name = ""
        self._file = -1
        self._ends_whole = True  # the last line of the file came to its end
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def add(self, received_at: datetime, query: Mapping[str, str], body: bytes) -> None:
        """On the disk when it returns. Raises OSError."""
        line = json.dumps(
            {
                "at": received_at.isoformat(),
                "query": {part: query.get(part, "") for part in PARTS},
                "body": base64.b64encode(body).decode(),
            }
        )
        with self._turn:
            self._open(received_at)
            begun, self._ends_whole = b"" if self._ends_whole else b"\n", False
            write_all(self._file, begun + line.encode() + b"\n")
            os.fsync(self._file)
            self._ends_whole = True

    def forget(self, before: date) -> None:
        """The files of earlier days go, but for the one that is being written. One that cannot be removed stays."""
        for file in self._folder.glob("*.jsonl"):
            if file.name < before.isoformat() and file.name != self._name:
                with suppress(OSError):
                    file.unlink()

    def _open(self, received_at: datetime) -> None:
        name = f"{day_of(received_at)}.{os.getpid()}.jsonl"
        if name == self._name:
            return
        self._close()
        self._file = os.open(self._folder / name, os.O_CREAT | os.O_APPEND | os.O_WRONLY, PRIVATE)
        names_to_disk(self._folder)
        self._ends_whole = os.fstat(self._file).st_size == 0
        self._name = name

    def _close(self) -> None:
        """Forgotten before it is closed: the next one to open a file may get its number."""
        file, self._file, self._name = self._file, -1, ""
        if file >= 0:
            os.close(file)


def kept_in(folder: Path) -> Iterator[Kept | None]:
    """All envelopes of a spool, oldest first; None for a line that a power cut left half written."""
    lines = (line for file in folder.glob("*.jsonl") for line in file.read_bytes().splitlines())
    found = [_kept(line) for line in lines if line.strip()]
    yield from sorted((one for one in found if one is not None), key=lambda one: one.received_at)
    yield from (one for one in found if one is None)


def _kept(line: bytes) -> Kept | None:
    try:
        read = json.loads(line)
        return Kept(datetime.fromisoformat(read["at"]), read["query"], base64.b64decode(read["body"], validate=True))
    except (ValueError, KeyError, TypeError):
        return None
