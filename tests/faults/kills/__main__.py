"""`python -m tests.faults.kills --kills 200 --jobs 2 --seed 1`: one table; 1 when a promise was broken.

`--by-call`: not at our seams but before every single system call that leaves something behind.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from tests.faults.kills.by_call import ON_THE_WAY, kill_by_call
from tests.faults.kills.calls import NAMES
from tests.faults.kills.run import Ran, What
from tests.faults.kills.running import kill, pool_of
from tests.faults.seams import Point
from tests.faults.simulation.ending import FALSE, LOST, TWICE
from tests.support.memory import memory

WIDE, NARROW = 15, 10
HEADS: Mapping[str, str] = {  # with a plus: just after it
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
@click.option("--by-call", is_flag=True, help="before each system call of each kind of deed, once; needs strace")
def command(kills: int, seed: int, jobs: int, by_call: bool) -> None:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(dir=memory()) as folder, pool_of(jobs) as pool:
        if by_call:
            cut = list(kill_by_call(pool, ON_THE_WAY, seed, Path(folder)))
            fell = Counter((one.kind, one.call.name) for each in cut for one in each.hit)
            _tell(_table(fell, {name: name for name in NAMES}), cut, begun)
        else:
            ran = list(kill(pool, kills, seed, Path(folder)))
            hit = Counter((one.kind, str(one.blow.point)) for each in ran for one in each.hit)
            _tell(_table(hit, HEADS), ran, begun)


def _tell(table: Iterable[str], ran: Sequence[Ran[What]], begun: float) -> None:
    for line in (*table, _sum(ran, time.monotonic() - begun), *_found(ran)):
        click.echo(line)
    sys.exit(any(one.violations for one in ran))


def _table(times: Counter[tuple[str, str]], heads: Mapping[str, str]) -> Iterator[str]:
    """Kills by kind of deed and place."""
    kinds = sorted({kind for kind, _ in times})
    yield f"{'kills':<{WIDE}}" + "".join(f"{one:>{NARROW}}" for one in (*heads.values(), "all"))
    for kind in kinds:
        yield _row(kind, [times[kind, place] for place in heads])
    yield _row("all", [sum(times[kind, place] for kind in kinds) for place in heads])


def _row(name: str, cells: Sequence[int]) -> str:
    return f"{name:<{WIDE}}" + "".join(f"{one or '-':>{NARROW}}" for one in (*cells, sum(cells)))


def _sum(ran: Sequence[Ran[What]], seconds: float) -> str:
    found = Counter(one.invariant for each in ran for one in each.violations)
    lost, twice, wrong = (sum(found[one] for one in kind) for kind in (LOST, TWICE, FALSE))
    deaths, messages = sum(one.deaths for one in ran), sum(one.messages for one in ran)
    return (
        f"kills {sum(len(one.hit) for one in ran)}, deaths in all {deaths}, towns {len(ran)}, messages {messages}: "
        f"lost {lost}, twice {twice}, false notices {wrong}, violations {found.total()}; {seconds:.0f} s"
    )


def _found(ran: Sequence[Ran[What]]) -> Iterator[str]:
    """What was not hit is no kill; what was broken, with all the blows of its town."""
    for each in ran:
        yield from (f"not hit: {missed}" for missed in each.missed)
        for one in each.violations:
            yield f"town {each.seed}: {one.invariant} {one.sentence} {' '.join(one.rows)}"
        if each.violations:
            yield f"town {each.seed} was struck at: {'; '.join(map(str, each.hit))}"


if __name__ == "__main__":
    command()
