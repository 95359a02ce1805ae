"""All runs, shared by processes, and the table of what came of it."""

from __future__ import annotations

import gc
import multiprocessing
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import bot.__main__  # noqa: F401 (as in every process of the bot it comes first: it settles how names get their sounds)
from tests.faults.kills.life import Spoil
from tests.faults.kills.plan import Counted, Planned, plans, runs
from tests.faults.kills.run import Ran, count, run
from tests.faults.kills.town import unspoilt
from tests.faults.simulation import live
from tests.support.memory import memory

COUNTING_SEEDS = (0, 1)
WARM_SEED, WARM_DAYS = 1, 1


def pool_of(jobs: int) -> ProcessPoolExecutor:
    """Processes that fork: they hold no thread and no connection."""
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _warm_up)


def kill(pool: ProcessPoolExecutor, kills: int, seed: int, folder: Path) -> Iterator[Ran[Planned]]:
    """Each run as it ends. Planned is what two walks, in which nobody dies, both came to."""
    walks = pool.map(partial(_count, folder=folder), COUNTING_SEEDS)
    rows = runs(plans(_in_both(*walks), kills, seed), seed)
    return pool.map(partial(in_a_town, seed=seed, folder=folder), range(len(rows)), rows)


def in_a_town(
    number: int, planned: Sequence[Planned], seed: int, folder: Path, spoil: Spoil = unspoilt
) -> Ran[Planned]:  # fmt: skip
    own = folder / str(number)
    try:
        return run((seed << 20) + number, planned, own, spoil)
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _count(seed: int, folder: Path) -> Counted:
    return count(seed, folder / f"counted-{seed}")


def _in_both(one: Counted, other: Counted) -> Counted:
    return {
        kind: {point: min(times, other[kind].get(point, 0)) for point, times in points.items()}
        for kind, points in one.items()
    }


def _warm_up() -> None:
    """What was loaded and worked out once is shared by all lives; a few days in this process leave nothing else."""
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        live(WARM_SEED, WARM_DAYS, Path(folder))
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
