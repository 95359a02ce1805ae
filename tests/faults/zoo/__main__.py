"""`python -m tests.faults.zoo --all --jobs 2`: each planted bug and what caught it; 1 when one escaped."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence

import click

from tests.faults.zoo.hunting import Hunted, clean_copy, hunt, unfounded
from tests.faults.zoo.planted import Planted, chosen, every
from tests.tooling.files import ROOT

WIDTH = 110  # of what is shown of what failed


@click.command()
@click.argument("names", nargs=-1)
@click.option("--all", "is_all", is_flag=True, help="every bug, and each claim on the tree without one")
@click.option("--chosen", "count", default=8, show_default=True, help="how many, where no names are given")
@click.option("--by", default="", help="the commit that chooses them; else the newest")
@click.option("--jobs", default=2, show_default=True, help="processes")
def command(names: tuple[str, ...], is_all: bool, count: int, by: str, jobs: int) -> None:
    """NAMES of planted bugs, such as quiet_hours_an_hour_short."""
    planted, begun = _wanted(names, is_all, count, by or _newest_commit()), time.monotonic()
    wide = max(len(one.name) for one in planted)
    click.echo(f"{'planted':<{wide}}  {'caught':<6} {'seconds':>7}  by")
    hunted, proved = [], True
    with clean_copy() as clean:
        for one in hunt(planted, clean, jobs):
            hunted.append(one)
            click.echo(_row(one, wide))
        for wrong in unfounded([one.claim for one in planted], clean, jobs) if is_all else ():
            proved = False
            click.echo(f"fails although nothing is planted, so it proves nothing: {wrong}")
    escaped = [one.name for one in hunted if not one.is_caught]
    click.echo(f"{len(hunted)} planted, {len(escaped)} escaped, {time.monotonic() - begun:.0f} seconds")
    sys.exit(bool(escaped) or not proved)


def _wanted(names: Sequence[str], is_all: bool, count: int, by: str) -> list[Planted]:
    known = {one.name: one for one in every()}
    wanted = [name.removesuffix(".patch") for name in names]
    if strange := [name for name in wanted if name not in known]:
        raise click.UsageError(f"no such bug: {', '.join(strange)}; there are {', '.join(known)}")
    if wanted:
        return [known[name] for name in wanted]
    return list(known.values()) if is_all else chosen(list(known.values()), count, by)


def _newest_commit() -> str:
    try:
        found = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True)
    except subprocess.CalledProcessError:
        return "0"
    return found.stdout.strip()


def _row(one: Hunted, wide: int) -> str:
    by = one.by if not one.is_caught or len(one.by) <= WIDTH else f"{one.by[: WIDTH - 1]}…"
    return f"{one.name:<{wide}}  {'yes' if one.is_caught else 'NO':<6} {one.seconds:>7.1f}  {by}"


if __name__ == "__main__":
    command()
