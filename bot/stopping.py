"""Asked to stop, by SIGTERM, by Ctrl-C, or by a part of the house: what is in hand is finished, then it ends."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from types import FrameType

LIMIT = 9.5  # seconds; who stops us waits ten and then kills, which is safe, but leaves sends of unknown outcome
NOT_IN_ORDER = 1
COME_BACK = 75  # EX_TEMPFAIL: nothing is wrong with the settings, start the newer version

log = logging.getLogger(__name__)


class Stopping:
    """Made once, in the main thread. `wanted` is set as soon as anybody asks; `code` is the process's exit code."""

    def __init__(self) -> None:
        self.wanted = threading.Event()
        self.code = 0
        # A handler must not touch a lock that the thread it interrupts may hold, so it only wakes a thread of ours.
        self._ear, self._mouth = socket.socketpair()
        self._mouth.setblocking(False)
        threading.Thread(target=self._listen, name="stop", daemon=True).start()
        signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _heard)

    def ask(self, code: int = 0) -> None:
        """From any thread but not from a signal handler; the first code that is not 0 stays."""
        self.code = self.code or code
        self._mouth.send(b"\0")

    def wait(self) -> None:
        """Until somebody asks. In short pieces, for on Windows a long wait does not hear Ctrl-C."""
        while not self.wanted.wait(1):
            pass

    def _listen(self) -> None:
        self._ear.recv(1)
        self.wanted.set()
        time.sleep(LIMIT)
        log.critical("what was in hand did not end in time; the process ends all the same")
        os._exit(NOT_IN_ORDER)


def _heard(_number: int, _frame: FrameType | None) -> None:
    """Python has written to the wake-up socket already."""
