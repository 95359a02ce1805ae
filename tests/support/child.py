"""A server that lives no longer than the tests, even when they are killed."""

from __future__ import annotations

import subprocess
import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

HANG_LIMIT = 60.0  # seconds; only a server that hangs ever sees it

# The shell waits on our end of a pipe: when it closes, because we stop or because we were killed, it stops the server.
_KEEPER = """
signal=$1 litter=$2; shift 2
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
(read -r _ <&3; kill -s $signal $server) &
keeper=$!
exec 3<&-
trap '' PIPE
wait $server
code=$?
kill $keeper 2>/dev/null
test -z "$litter" || rm -rf "$litter"
exit $code
"""


class ServerDied(RuntimeError):
    """The server ended, or said nothing, before it was ready; carries its last words."""


class Child:
    """Starts a command and returns once it has printed `ready`; leaving the `with` block stops it by `signal`.

    `litter` is a folder that goes with the server, also when the tests are killed and cannot tidy up.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        ready: str,
        cwd: Path,
        user: str | None = None,
        signal: str = "TERM",
        litter: Path | None = None,
    ) -> None:
        self._ready = ready
        self._seen = threading.Event()
        self._last_words: deque[str] = deque(maxlen=30)
        self._process = subprocess.Popen(
            ["sh", "-c", _KEEPER, "sh", signal, str(litter or ""), *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            user=user,
            extra_groups=[] if user else None,
            text=True,
            errors="replace",
            start_new_session=True,  # a signal to our group must not reach the shell that tidies up
        )
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True)
        self._reader.start()
        self._wait_until_ready()

    def stop(self) -> None:
        """End the server; a second call does nothing."""
        if self._process.stdin is None or self._process.stdin.closed:
            return
        self._process.stdin.close()
        self._process.wait(HANG_LIMIT)
        self._reader.join(HANG_LIMIT)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _read(self, output: IO[str]) -> None:
        with output:
            for line in output:
                self._last_words.append(line)
                if self._ready in line:
                    self._seen.set()
        self._seen.set()

    def _wait_until_ready(self) -> None:
        self._seen.wait(HANG_LIMIT)
        if any(self._ready in line for line in self._last_words):
            return
        self.stop()
        raise ServerDied("".join(self._last_words))
