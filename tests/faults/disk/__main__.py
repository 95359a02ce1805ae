"""`python -m tests.faults.disk`: trouble × operation; 1 when something was lost, twice or untold, or nothing struck."""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path

import click

import bot.__main__  # noqa: F401 (as in every process of the bot it comes first: it settles how names get their sounds)
from tests.faults.disk.places import PostgresEvening, SqliteEvening
from tests.faults.disk.trying import HEAD, PAIRS, SERVER_PAIRS, Row, lines_of, try_all
from tests.support.memory import memory
from tests.support.postgres import running_postgres


@click.command()
@click.option("--room", default=24, show_default=True, help="pages that find room, at most")
@click.option("--step", default=1, show_default=True, help="only every so many")
@click.option("--jobs", default=2, show_default=True, help="processes")
def command(room: int, step: int, jobs: int) -> None:
    begun, is_well = time.monotonic(), True
    click.echo(HEAD)
    with tempfile.TemporaryDirectory(dir=memory()) as folder, ProcessPoolExecutor(jobs, initializer=_quiet) as pool:
        evening, rooms = SqliteEvening(Path(folder) / "evening.db"), range(0, room, step)
        for row in chain(pool.map(partial(try_all, evening, rooms), PAIRS), _on_a_server(rooms)):
            is_well &= bool(row.struck) and not row.found
            for line in lines_of(row):
                click.echo(line)
    click.echo(f"{time.monotonic() - begun:.0f} s")
    sys.exit(not is_well)


def _on_a_server(rooms: Sequence[int]) -> Iterator[Row]:
    _quiet()
    with running_postgres() as server, server.empty() as url:
        evening = PostgresEvening(server, url)
        yield from (try_all(evening, rooms, pair) for pair in SERVER_PAIRS)


def _quiet() -> None:
    logging.getLogger().handlers[:] = [logging.NullHandler()]


if __name__ == "__main__":
    command()
