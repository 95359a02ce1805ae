"""Tests that need a program say so: `@pytest.mark.needs("redis")`, or by using a fixture that calls `require`.

Where the program is missing the test is not run, and the end of the output says which were left out and what to do.
With CI=true it fails instead: a check that quietly did not happen is worse than one that failed.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import pytest

from tests.support.programs import has_chromium, has_postgres, has_redis, has_strace

_REASON = "needs "


@dataclass(frozen=True)
class Need:
    """A program, how to see that it is usable here, and what brings it."""

    program: str
    is_there: Callable[[], bool]
    remedy: str


NEEDS = {
    "redis": Need("redis-server", has_redis, "make system"),
    "chromium": Need("chromium", has_chromium, "make system"),
    "strace": Need("strace", has_strace, "make system"),
    "postgresql": Need("PostgreSQL", has_postgres, "make setup, or PG_TEST_URL=postgresql+psycopg://…"),
}


@cache
def is_there(name: str) -> bool:
    """Whether the program named is usable on this machine; looked up once."""
    return NEEDS[name].is_there()


def require(name: str) -> None:
    """Go on only if the program is there; else leave this test out, or fail it where nothing may be left out."""
    if is_there(name):
        return
    need = NEEDS[name]
    if os.environ.get("CI") == "true":
        pytest.fail(f"{_REASON}{need.program} ({need.remedy})", pytrace=False)
    pytest.skip(f"{_REASON}{need.program} ({need.remedy})")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"needs(program, ...): not run where it is missing; one of {', '.join(NEEDS)}")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("needs"):
        for name in mark.args:
            require(name)


def left_out(reasons: Iterable[str]) -> list[str]:
    """One line for each missing program: how many tests it cost, and the remedy."""
    counts = Counter(reason.partition(_REASON)[2] for reason in reasons if _REASON in reason)
    return [f"NOT RUN for want of {need}: {count}" for need, count in sorted(counts.items())]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    for line in left_out(str(report.longrepr[2]) for report in skipped if isinstance(report.longrepr, tuple)):
        terminalreporter.write_line(line, yellow=True)
