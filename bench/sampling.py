"""Where processor time goes: every so often the running code is asked which of our files it is working for.

The clock of the samples is the process's own processor time, so that a busy machine does not bend the picture, and
nothing of the product is wrapped or replaced.
"""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parents[1]
EVERY = 0.001  # seconds of processor time
OTHER = "其他"
_FOR_OTHERS = frozenset({"models/session.py", "models/prepared.py", "models/loading.py"})  # on whose behalf?


@dataclass(slots=True)
class Samples:
    """How often each of our functions was the innermost of ours, and how often below it SQLAlchemy was at work."""

    functions: Counter[str] = field(default_factory=Counter)  # handlers/report.py:on_report
    in_sqlalchemy: Counter[str] = field(default_factory=Counter)

    def share(self, function: str) -> float:
        return self.functions[function] / max(1, self.functions.total())


@contextmanager
def sampled() -> Iterator[Samples]:
    """Sample what this thread does inside the block; only the main thread can."""
    samples = Samples()

    def look(_signal: int, frame: FrameType | None) -> None:
        _note(samples, frame)

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        yield samples
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _note(samples: Samples, frame: FrameType | None) -> None:
    sqlalchemy = False
    while frame is not None:
        path = frame.f_code.co_filename
        sqlalchemy = sqlalchemy or "/sqlalchemy/" in path
        own = _own(path)
        if own and own not in _FOR_OTHERS:
            break
        frame = frame.f_back
    name = f"{_own(frame.f_code.co_filename)}:{frame.f_code.co_name}" if frame is not None else OTHER
    samples.functions[name] += 1
    samples.in_sqlalchemy[name] += sqlalchemy


def _own(path: str) -> str:
    """The path below the house's root; empty for what is not ours."""
    if not path.startswith(f"{ROOT}/") or "/.venv/" in path:
        return ""
    own = path[len(str(ROOT)) + 1 :]
    return "" if own.startswith("bench/") else own
