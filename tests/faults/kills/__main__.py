"""`python -m tests.faults.kills --kills 200 --jobs 2 --seed 1`: one table; 1 when a promise was broken."""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from tests.faults.kills.plan import Planned
from tests.faults.kills.run import Ran
from tests.faults.kills.running import kill, pool_of
from tests.faults.seams import Point
from tests.faults.simulation.ending import FALSE, LOST, TWICE
from tests.support.memory import memory

WIDE, NARROW = 15, 8
HEADS = {  # with a plus: just after it
    Point.READING: "reading",
    Point.OPEN: "open",
    Point.RENAME: "rename",
    Point.INSERT: "insert",
    Point.INSERTED: "insert+",
    Point.CHANGE: "change",
    Point.COMMIT: "commit",
    Point.COMMITTED: "commit+",
    Point.WIRE: "wire",
    Point.WIRED: "wire+",
    Point.ANSWER: "answer",
    Point.ANSWERED: "answer+",
    Point.MOMENT: "moment",
}


@click.command()
@click.option("--kills", default=200, show_default=True, help="how many deaths are planned")
@click.option("--seed", default=1, show_default=True, help="who is struck when")
@click.option("--jobs", default=2, show_default=True, help="processes that fork")
def command(kills: int, seed: int, jobs: int) -> None:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(dir=memory()) as folder, pool_of(jobs) as pool:
        ran = list(kill(pool, kills, seed, Path(folder)))
    for line in (*_table([one for each in ran for one in each.hit]), _sum(ran, time.monotonic() - begun), *_found(ran)):
        click.echo(line)
    sys.exit(any(one.violations for one in ran))


def _table(hit: Sequence[Planned]) -> Iterator[str]:
    """Kills by kind of deed and point."""
    times = Counter((one.kind, one.blow.point) for one in hit)
    kinds = [*dict.fromkeys(one.kind for one in hit)]
    yield f"{'kills':<{WIDE}}" + "".join(f"{one:>{NARROW}}" for one in (*HEADS.values(), "all"))
    for kind in sorted(kinds):
        yield _row(kind, [times[kind, point] for point in HEADS])
    yield _row("all", [sum(times[kind, point] for kind in kinds) for point in HEADS])


def _row(name: str, cells: Sequence[int]) -> str:
    return f"{name:<{WIDE}}" + "".join(f"{one or '-':>{NARROW}}" for one in (*cells, sum(cells)))


def _sum(ran: Sequence[Ran], seconds: float) -> str:
    found = Counter(one.invariant for each in ran for one in each.violations)
    lost, twice, wrong = (sum(found[one] for one in kind) for kind in (LOST, TWICE, FALSE))
    deaths, messages = sum(one.deaths for one in ran), sum(one.messages for one in ran)
    return (
        f"kills {sum(len(one.hit) for one in ran)}, deaths in all {deaths}, towns {len(ran)}, messages {messages}: "
        f"lost {lost}, twice {twice}, false notices {wrong}, violations {found.total()}; {seconds:.0f} s"
    )


def _found(ran: Sequence[Ran]) -> Iterator[str]:
    """What was not hit is no kill; what was broken, with all the blows of its town."""
    for each in ran:
        yield from (f"not hit: {missed}" for missed in each.missed)
        for one in each.violations:
            yield f"town {each.seed}: {one.invariant} {one.sentence} {' '.join(one.rows)}"
        if each.violations:
            yield f"town {each.seed} was struck at: {'; '.join(map(str, each.hit))}"


if __name__ == "__main__":
    command()
