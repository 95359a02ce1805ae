"""`python -m tests.faults.stateful --sequences 150 --steps 40 --seed 7`: prints what broke, at its shortest."""

from __future__ import annotations

import logging
import tempfile
import time
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
def command(sequences: int, steps: int, number: int) -> None:
    """The exit code is 1 when the books and the model differed."""
    logging.getLogger().handlers[:] = [logging.NullHandler()]
    begun = time.monotonic()
    chosen = settings(
        max_examples=sequences, stateful_step_count=steps, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        template = Path(folder) / "template.db"
        found(template)
        run_state_machine_as_test(seed(number)(machine(template)), settings=chosen)
    click.echo(f"{sequences} sequences of up to {steps} steps: the books are right, {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    command()
