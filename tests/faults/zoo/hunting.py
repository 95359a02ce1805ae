"""Many planted bugs side by side, each in a copy of its own; and their claims asked of a tree without any bug."""

from __future__ import annotations

import compileall
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.faults.zoo.copies import PatchStale, copy_tree, plant
from tests.faults.zoo.planted import Planted
from tests.faults.zoo.trying import how_it_ended, run, what_failed
from tests.support.memory import memory

TOGETHER = 20  # claims in one run of pytest: it takes longer to start than to try one


@dataclass(frozen=True, slots=True)
class Hunted:
    """`by`: what failed, or why nothing was caught."""

    name: str
    is_caught: bool
    by: str
    seconds: float


@contextmanager
def clean_copy() -> Iterator[Path]:
    """The tree without a bug, compiled once for all: what is copied from it starts at once."""
    with tempfile.TemporaryDirectory(prefix="zoo-", dir=memory()) as folder:
        tree = Path(folder) / "clean"
        copy_tree(tree)
        compileall.compile_dir(tree, quiet=2)
        yield tree


def hunt(planted: Sequence[Planted], clean: Path, jobs: int) -> Iterator[Hunted]:
    """In their order, as each comes to its end."""
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(partial(_hunt_one, clean=clean), planted)


def unfounded(claims: Sequence[str], clean: Path, jobs: int) -> Iterator[str]:
    """What fails although no bug is planted, and so proves nothing. What is pytest's is asked together."""
    suites = sorted({claim for claim in claims if claim.startswith("python ")})
    tests = sorted(set(claims).difference(suites))
    asked = [*suites, *(" ".join(tests[first : first + TOGETHER]) for first in range(0, len(tests), TOGETHER))]
    with ThreadPoolExecutor(jobs) as pool:
        for claim, ran in zip(asked, pool.map(partial(run, tree=clean), asked), strict=True):
            if ran.code != 0:
                yield what_failed(ran) or f"{claim} {how_it_ended(ran)}"


def _hunt_one(one: Planted, clean: Path) -> Hunted:
    begun = time.monotonic()
    tree = clean.parent / one.name
    shutil.copytree(clean, tree)
    try:
        plant(one, tree)
        ran = run(one.claim, tree)
    except PatchStale as stale:
        return Hunted(one.name, False, str(stale), time.monotonic() - begun)
    finally:
        shutil.rmtree(tree, ignore_errors=True)
    failed = what_failed(ran)
    by = failed or f"{one.claim} {how_it_ended(ran)}"
    return Hunted(one.name, failed is not None, by, time.monotonic() - begun)
