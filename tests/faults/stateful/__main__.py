"""`python -m tests.faults.stateful --sequences 150 --steps 40 --seed 7`: prints what broke, at its shortest."""

from __future__ import annotations

import logging
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import click
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

import bot.__main__  # noqa: F401 (as in every process of the bot it comes first: it settles how names get their sounds)
from tests.faults.stateful.machine import machine
from tests.faults.stateful.office import found
from tests.support.memory import memory


@click.command()
@click.option("--sequences", default=150, show_default=True, help="how many")
@click.option("--steps", default=40, show_default=True, help="of each, at most")
@click.option("--seed", "number", default=7, show_default=True, help="which ones")
@click.option("--jobs", default=2, show_default=True, help="processes, each with sequences of its own")
def command(sequences: int, steps: int, number: int, jobs: int) -> None:
    """The exit code is 1 when the books and the model differed."""
    begun = time.monotonic()
    share = partial(_run, sequences=-(-sequences // jobs), steps=steps)
    with ProcessPoolExecutor(jobs) as pool:
        for _ in pool.map(share, range(number, number + jobs)):
            pass  # it raises what broke
    click.echo(f"{sequences} sequences of up to {steps} steps: the books are right, {time.monotonic() - begun:.0f} s")


def _run(number: int, sequences: int, steps: int) -> None:
    logging.getLogger().handlers[:] = [logging.NullHandler()]
    chosen = settings(
        max_examples=sequences, stateful_step_count=steps, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        template = Path(folder) / "template.db"
        found(template)
        run_state_machine_as_test(seed(number)(machine(template)), settings=chosen)


if __name__ == "__main__":
    command()
