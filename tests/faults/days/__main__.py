"""`python -m tests.faults.days`: the table under each zone; 1 when an answer is wrong, or the zones differ."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import click

import bot.__main__  # noqa: F401 (as in every process of the bot it comes first: it settles how names get their sounds)
from tests.faults.days.trying import try_in
from tests.faults.days.zones import ZONES
from tests.support.memory import memory


@click.command()
def command() -> None:
    begun, all_found = time.monotonic(), []
    click.echo(f"{'zone':<18} {'asked':>5} {'wrong':>5}  stories")
    for zone in ZONES:
        with tempfile.TemporaryDirectory(dir=memory()) as folder:
            found = try_in(zone, Path(folder))
        all_found.append(found)
        click.echo(f"{zone:<18} {found.asked:>5} {len(found.troubles):>5}  {' '.join(found.digests)}")
        for trouble in found.troubles:
            click.echo(f"    {trouble}")
    are_alike = len({one.digests for one in all_found}) == 1
    click.echo(f"{'alike' if are_alike else 'the zones differ'}, {time.monotonic() - begun:.0f} s")
    sys.exit(not are_alike or any(one.troubles for one in all_found))


if __name__ == "__main__":
    command()
