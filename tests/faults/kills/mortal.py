"""One life seen from outside: a process that may be gone at any moment."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from datetime import datetime
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

from bot.config import Settings
from rehearsal.platform import Platform
from rehearsal.town import City
from tests.faults.checker import Violation
from tests.faults.kills.blows import Blow
from tests.faults.kills.life import Life, Spoil, born
from tests.faults.kills.told import Answered, Asked, Broke, Done, Order

HANGS = 300.0  # seconds without a word; only a life that hangs ever sees it


class Died(Exception):
    """Struck down by SIGKILL. `answer`: what the platform had been told just before."""

    def __init__(self, answer: Answered | None = None) -> None:
        super().__init__()
        self.answer = answer


class Mortal:
    """A process of its own, forked here and now; nobody may hold a connection to the file meanwhile."""

    def __init__(
        self, platform: Platform, settings: Settings, city: City, folder: Path, blow: Blow, spoil: Spoil
    ) -> None:  # fmt: skip
        self._platform = platform
        self.complaints: Mapping[str, Violation] = {}
        self._pipe, theirs = Pipe()
        self._pid = os.fork()
        if not self._pid:
            self._pipe.close()
            os._exit(born(theirs, Life(theirs, settings, city, folder, blow), spoil))
        theirs.close()

    def post(self, now: datetime, method: str, query: Mapping[str, str], body: bytes) -> Answered:
        """Died holds the answer when it left before the end."""
        answer = self.ask("post", now, method, dict(query), body)
        assert isinstance(answer, Answered)
        return answer

    def ask(self, what: str, now: datetime, *details: Any) -> Any:  # noqa: ANN401 (each order has its own result)
        """Have something done; meanwhile the platform is there for whatever it is asked."""
        answer: Answered | None = None
        try:
            self._pipe.send(Order(what, now, details))
            while self._pipe.poll(HANGS):
                match told := self._pipe.recv():
                    case Asked():
                        self._pipe.send(self._platform.call(**told.call))
                    case Answered():
                        answer = told
                    case Done():
                        self.complaints = told.complaints
                        return answer or told.result
                    case Broke():
                        raise AssertionError(told.trace)
        except (EOFError, OSError):  # a word may be cut in the middle, too
            self._bury()
            raise Died(answer) from None
        raise AssertionError(f"{what} at {now} never ends")

    def end(self, now: datetime) -> None:
        """In good order."""
        self.ask("close", now)
        self._pipe.close()
        _, status = os.waitpid(self._pid, 0)
        assert os.waitstatus_to_exitcode(status) == 0, status

    def _bury(self) -> None:
        self._pipe.close()
        _, status = os.waitpid(self._pid, 0)
        assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL, status
