"""All fuzzers, their cases shared by processes, and the table of what was found."""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import bot.__main__  # noqa: F401 (as in every process of the bot it comes first)
from tests.faults.fuzz import commands, envelopes, imports, reading, rendering
from tests.faults.fuzz.trying import Tried

FUZZERS: dict[str, tuple[Callable[[int, int], Tried], int]] = {
    "commands": (commands.run, 20_000),  # the slowest first, so that no process is left alone with it at the end
    "reading": (reading.run, 20_000),
    "envelopes": (envelopes.run, 200_000),
    "rendering": (rendering.run, 20_000),
    "imports": (imports.run, 100),
}
SHARES = 8  # of each fuzzer's cases; the same cases, however many processes there are


@dataclass(frozen=True, slots=True)
class Share:
    name: str
    seed: int
    count: int


def main(arguments: list[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.fuzz")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--jobs", type=int, default=2)
    for name, (_, count) in FUZZERS.items():
        parser.add_argument(f"--{name}", type=int, default=count)
    asked = parser.parse_args(arguments)
    shares = [share for name in FUZZERS for share in _shares(name, asked.seed, getattr(asked, name))]
    results = {name: Tried(name) for name in FUZZERS}
    took = dict.fromkeys(FUZZERS, 0.0)
    began = time.monotonic()
    for share, (tried, seconds) in zip(shares, _worked(shares, asked.jobs), strict=True):
        results[share.name] += tried
        took[share.name] += seconds
    _show(results, took, time.monotonic() - began)
    return 1 if any(one.failed for one in results.values()) else 0


def _shares(name: str, seed: int, count: int) -> Iterator[Share]:
    """Seeds far apart share no case."""
    for place in range(SHARES):
        first, after = place * count // SHARES, (place + 1) * count // SHARES
        if after > first:
            yield Share(name, (seed << 32) + first, after - first)


def _worked(shares: Sequence[Share], jobs: int) -> Iterator[tuple[Tried, float]]:
    if jobs == 1:
        yield from map(_work, shares)
        return
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _quiet) as pool:
        yield from pool.map(_work, shares)


def _quiet() -> None:
    """What the desk logs of a broken message is told by the failure itself."""
    logging.disable(logging.CRITICAL)


def _work(share: Share) -> tuple[Tried, float]:
    began = time.process_time()
    tried = FUZZERS[share.name][0](share.seed, share.count)
    return tried, time.process_time() - began


def _show(results: dict[str, Tried], took: dict[str, float], wall: float) -> None:
    lines = [f"{'fuzzer':<12}{'tried':>10}{'failed':>10}{'seconds':>10}"]
    lines += [f"{name:<12}{one.tried:>10}{one.failed:>10}{took[name]:>10.1f}" for name, one in results.items()]
    lines += [f"{'together':<12}{sum(one.tried for one in results.values()):>10}{'':>10}{wall:>10.1f}"]
    lines += [
        f"{name} seed {failure.seed}: {failure.why}\n    {failure.repro}"
        for name, one in results.items()
        for failure in one.failures
    ]
    sys.stdout.write("\n".join(lines) + "\n")
