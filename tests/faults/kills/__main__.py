"""`python -m tests.faults.kills --kills 200 --jobs 2 --seed 1`: one table; 1 when a promise was broken."""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from tests.faults.kills.plan import Planned
from tests.faults.kills.running import kill, pool_of
from tests.faults.seams import Point
from tests.faults.simulation.ending import FALSE, LOST, TWICE
from tests.support.memory import memory

WIDE, NARROW = 16, 10


@click.command()
@click.option("--kills", default=200, show_default=True, help="how many deaths are planned")
@click.option("--seed", default=1, show_default=True, help="who is struck when")
@click.option("--jobs", default=2, show_default=True, help="processes that fork")
def command(kills: int, seed: int, jobs: int) -> None:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(dir=memory()) as folder, pool_of(jobs) as pool:
        ran = list(kill(pool, kills, seed, Path(folder)))
    _table([one for each in ran for one in each.hit])
    hit, deaths, messages = (
        sum(len(one.hit) for one in ran),
        sum(one.deaths for one in ran),
        sum(one.messages for one in ran),
    )
    found = Counter(one.invariant for each in ran for one in each.violations)
    lost, twice, wrong = (sum(found[one] for one in kind) for kind in (LOST, TWICE, FALSE))
    click.echo(
        f"planned {hit}, deaths in all {deaths}, towns {len(ran)}, messages {messages}, "
        f"lost {lost}, twice {twice}, false {wrong}, violations {found.total()}, {time.monotonic() - begun:.0f} s"
    )
    for one in (one for each in ran for one in each.missed):
        click.echo(f"not hit: {one.kind}, {one.blow.point} no. {one.blow.nth}")
    for each in ran:
        for broken in each.violations:
            click.echo(f"town {each.seed}: {broken.invariant} {broken.sentence} {' '.join(broken.rows)}")
        if each.violations:
            click.echo("  " + ", ".join(f"{one.kind} {one.blow.point} {one.blow.nth}" for one in each.hit))
    sys.exit(bool(found))


def _table(hit: Sequence[Planned]) -> None:
    """Kills by kind of deed and point."""
    times = Counter((one.kind, one.blow.point) for one in hit)
    kinds = list(dict.fromkeys(one.kind for one in hit))
    click.echo(
        " " * WIDE
        + "".join(f"{point.removeprefix('before ')[: NARROW - 1]:>{NARROW}}" for point in Point)
        + f"{'all':>{NARROW}}"
    )
    for kind in kinds:
        row = [times[kind, point] for point in Point]
        click.echo(f"{kind:<{WIDE}}" + "".join(f"{one or '-':>{NARROW}}" for one in [*row, sum(row)]))


if __name__ == "__main__":
    command()
