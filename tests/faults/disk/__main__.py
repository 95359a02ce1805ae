"""`python -m tests.faults.disk`: trouble × operation; 1 when something was lost, twice or untold, or nothing struck."""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from collections.abc import Sequence
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
@click.option("--files-only", is_flag=True, help="SQLite alone, without a PostgreSQL server")
def command(room: int, step: int, jobs: int, files_only: bool) -> None:
    begun, is_well = time.monotonic(), True
    click.echo(HEAD)
    with tempfile.TemporaryDirectory(dir=memory()) as folder, ProcessPoolExecutor(jobs, initializer=_quiet) as pool:
        evening, rooms = SqliteEvening(Path(folder) / "evening.db"), range(0, room, step)
        shares = [] if files_only else [SERVER_PAIRS[first::jobs] for first in range(jobs)]
        on_servers = pool.map(partial(_on_a_server, rooms), shares)
        for row in chain(pool.map(partial(try_all, evening, rooms), PAIRS), chain.from_iterable(on_servers)):
            is_well &= bool(row.struck) and not row.found
            for line in lines_of(row):
                click.echo(line)
    click.echo(f"{time.monotonic() - begun:.0f} s")
    sys.exit(not is_well)


def _on_a_server(rooms: Sequence[int], pairs: Sequence[tuple[str, str]]) -> list[Row]:
    """Each share has a server of its own."""
    with running_postgres() as server, server.empty() as url:
        evening = PostgresEvening(server, url)
        return [try_all(evening, rooms, pair) for pair in pairs]


def _quiet() -> None:
    logging.getLogger().handlers[:] = [logging.NullHandler()]


if __name__ == "__main__":
    command()
