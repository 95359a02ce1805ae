"""`python -m tests.faults.processes`: one table; 1 when anything was lost, happened twice, or broke a promise."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click

import bot.__main__  # noqa: F401 (as in every process of the bot it comes first: it settles how names get their sounds)
from tests.faults.processes.city import City, open_city
from tests.faults.processes.count import Count
from tests.faults.processes.scenarios import HAVE_TESTS_OF_THEIR_OWN, SCENARIOS
from tests.support.memory import memory

HEAD = f"{'scenario':<46}{'tried':>6}{'lost':>6}{'twice':>6}{'broken':>7}{'s':>6}"


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(SCENARIOS)))
@click.option("--brief", is_flag=True, help="without those that the test suite has as well")
def command(names: tuple[str, ...], brief: bool) -> None:
    begun = time.monotonic()
    names = names or tuple(name for name in SCENARIOS if not (brief and name in HAVE_TESTS_OF_THEIR_OWN))
    with tempfile.TemporaryDirectory(dir=memory()) as folder, open_city(Path(folder)) as city:
        click.echo(HEAD)
        clean = [_befalls(city, name, SCENARIOS[name]) for name in names]
    click.echo(f"{'all':<46}{sum(clean):>5} of {len(clean)} clean{time.monotonic() - begun:>14.0f}")
    sys.exit(not all(clean))


def _befalls(city: City, name: str, scenario: Callable[[City], Count]) -> bool:
    begun = time.monotonic()
    found = scenario(city)
    broken = city.broken()
    row = f"{name:<46}{found.tried:>6}{found.lost:>6}{found.twice:>6}{len(broken):>7}"
    click.echo(f"{row}{time.monotonic() - begun:>6.1f}")
    for one in broken:
        click.echo(f"  {one.invariant} {one.sentence} {' '.join(one.rows)}")
    return found.is_clean and not broken


if __name__ == "__main__":
    command()
