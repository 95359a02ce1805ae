"""Where a life is to end: just before the n-th system call of a name by one of its threads. strace strikes.

Seams are where we thought of; these are all places at which a process leaves something behind.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NAMES = ("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "unlink", "sendto")
_BEGINS = re.compile(r"^(\d+) +(\w+)\(", re.MULTILINE)
_HEEDS = 60.0  # seconds; only a strace that hangs ever sees it


@dataclass(frozen=True, slots=True)
class Call:
    """`thread`: which of those that are watched."""

    thread: int
    name: str
    nth: int = 1


def each(counted: Counter[Call]) -> list[Call]:
    """Every single one of those that were counted."""
    return [Call(one.thread, one.name, nth) for one, times in counted.items() for nth in range(1, times + 1)]


@contextmanager
def counting(threads: Sequence[int], into: Path) -> Iterator[Counter[Call]]:
    """Filled when the block has ended."""
    counted: Counter[Call] = Counter()
    watched = [option for one in threads for option in ("-p", str(one))]
    with _strace(*watched, "-o", str(into), "-e", f"trace={','.join(f'?{name}' for name in NAMES)}"):
        yield counted
    for thread, name in _BEGINS.findall(into.read_text(encoding="utf-8", errors="replace")):
        counted[Call(threads.index(int(thread)), name)] += 1


@contextmanager
def killing(threads: Sequence[int], at: Call) -> Iterator[None]:
    """Counted from here on. strace counts each thread on its own, so it watches one."""
    strikes = f"inject={at.name}:signal=KILL:when={at.nth}"
    with _strace("-p", str(threads[at.thread]), "-o", "/dev/null", "-e", f"trace={at.name}", "-e", strikes):
        yield


@contextmanager
def _strace(*options: str) -> Iterator[None]:
    running = subprocess.Popen(["strace", *options], stderr=subprocess.PIPE, text=True)
    assert running.stderr is not None
    try:
        for _ in range(options.count("-p")):
            said = running.stderr.readline()
            assert " attached" in said, said
        yield
    finally:
        running.terminate()  # it lets go of what it watched
        running.communicate(timeout=_HEEDS)
