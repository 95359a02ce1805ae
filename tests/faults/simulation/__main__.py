"""`python -m tests.faults.simulation --seeds 24 --days 92 --jobs 2`: one table; 1 when a promise was broken."""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import click

import bot.__main__  # noqa: F401 (as in every process of the bot it comes first: it settles how names get their sounds)
from tests.faults.simulation.ending import FALSE, LOST, TWICE, Ending, in_all
from tests.faults.simulation.quarter import live
from tests.support.memory import memory

MANY = 24  # seeds after which everything must have happened at least once
COLUMNS = ("messages", 9), ("sends", 6), ("crashes", 8), ("lost", 5), ("twice", 6), ("false", 6), ("violations", 11)
HEAD = f"{'seed':>5} " + " ".join(f"{name:>{width}}" for name, width in COLUMNS) + "  log"


@click.command()
@click.option("--seeds", default=24, show_default=True, help="how many quarters")
@click.option("--first", default=1, show_default=True, help="the first seed")
@click.option("--days", default=92, show_default=True, help="of each")
@click.option("--jobs", default=2, show_default=True, help="processes")
def command(seeds: int, first: int, days: int, jobs: int) -> None:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(dir=memory()) as folder, ProcessPoolExecutor(jobs, initializer=_spare) as pool:
        click.echo(HEAD)
        endings = []
        for ending in pool.map(partial(_live, days=days, folder=Path(folder)), range(first, first + seeds)):
            endings.append(ending)
            click.echo(_row(str(ending.seed), [ending], ending.log_hash))
    click.echo(_row("all", endings, f"{time.monotonic() - begun:.0f} s"))
    seen = in_all(endings)
    click.echo("sometimes: " + ", ".join(f"{name} {times}" for name, times in seen.items()))
    for ending in endings:
        for one in ending.violations:
            click.echo(f"seed {ending.seed}: {one.invariant} {one.sentence} {' '.join(one.rows)}")
    never = [name for name, times in seen.items() if not times] if seeds >= MANY else []
    if never:
        click.echo(f"never happened, so nothing was proved of it: {', '.join(never)}")
    sys.exit(bool(never) or any(one.violations for one in endings))


def _live(seed: int, days: int, folder: Path) -> Ending:
    ending = live(seed, days, folder)
    for left in folder.glob(f"{seed}.db*"):
        left.unlink()
    return ending


def _row(name: str, endings: Sequence[Ending], last: str) -> str:
    lost, twice, wrong = (sum(one.broken(which) for one in endings) for which in (LOST, TWICE, FALSE))
    messages, sends = sum(one.messages for one in endings), sum(one.sends for one in endings)
    crashes, broken = sum(one.crashes for one in endings), sum(len(one.violations) for one in endings)
    return f"{name:>5} {messages:>9} {sends:>6} {crashes:>8} {lost:>5} {twice:>6} {wrong:>6} {broken:>11}  {last}"


def _spare() -> None:
    """Litter is looked for still more seldom than in the product: a quarter makes little that lasts."""
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)


if __name__ == "__main__":
    command()
