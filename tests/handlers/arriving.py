"""Messages as the door would hand them over, and a process that stores them until it is killed."""

from __future__ import annotations

import itertools
import os
import sys
import threading
from datetime import UTC, datetime

from handlers.message import Arrival
from handlers.storing import Storing
from models.session import connect

THREADS = 8


def arrival(key: str, text: str = "帮助", sender: str = "zhangwei", kind: str = "text", detail: str = "") -> Arrival:
    now = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
    return Arrival(
        corp="ww1", agent="1000002", message_key=key, channel="app", sender=sender, kind=kind, told_at=now,
        received_at=now, envelope=b"<xml/>", plaintext=b"<xml/>", text=text, detail=detail,
    )  # fmt: skip


def store_for_ever(url: str) -> None:
    """Say each key only once it is stored, as a callback is answered 200 only then."""
    storing = Storing(connect(url))

    def store(thread: int) -> None:
        for number in itertools.count():
            key = f"{thread}-{number}"
            storing.store(arrival(key))
            os.write(1, f"{key}\n".encode())

    for thread in range(THREADS):
        threading.Thread(target=store, args=(thread,), daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    store_for_ever(sys.argv[1])
