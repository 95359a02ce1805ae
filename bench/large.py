"""The same questions of a ledger five hundred times as large, with as much behind each matter, on both databases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from statistics import median

from sqlalchemy import text
from sqlalchemy.engine import URL

from bench.databases import KEPT, fill_town, opened, sqlite_town
from bench.figures import Table, ms, ratio
from bench.options import Options
from bench.query import ASKERS, Answered, ask_all
from bench.sizes import Size
from handlers.registry import RegistryCache
from tests.support.postgres import Postgres, running_postgres

TOLD_OF_EACH = 100  # rows of progress of each matter
SMALL = Size(60, 200, 200 * TOLD_OF_EACH)
LARGE = Size(10_000, 100_000, 100_000 * TOLD_OF_EACH)
LESS_LARGE = Size(500, 10_000, 10_000 * TOLD_OF_EACH)
ROUNDS, REPETITIONS = 2, 6

Found = dict[Size, list[Answered]]


def run(options: Options) -> Sequence[Table]:
    """Two towns each; those of PostgreSQL are made anew each time and lie on the disk, not in memory."""
    sizes = (SMALL, LESS_LARGE if options.quick else LARGE)
    tables = [_table("SQLite", {size: _asked(f"sqlite:///{sqlite_town(size)}", size) for size in sizes})]
    if not options.postgresql:
        return tables
    KEPT.mkdir(exist_ok=True)
    with running_postgres(folder=str(KEPT)) as server:
        found = {}
        for size in sizes:
            with _postgresql_town(server, size) as url:
                found[size] = _asked(url, size)
    return [*tables, _table("PostgreSQL", found)]


def _asked(url: str, size: Size) -> list[Answered]:
    """Of each question the round with the quickest answer: the machine may have been busy with other things."""
    cache = RegistryCache()
    rounds = [ask_all(url, size, REPETITIONS, cache) for _ in range(ROUNDS)]
    return [min(same, key=_time) for same in zip(*rounds, strict=True)]


def _time(answered: Answered) -> float:
    return min(answered.times.whole)


@contextmanager
def _postgresql_town(server: Postgres, size: Size) -> Iterator[str]:
    """With the statistics that a server gathers by itself where its housekeeping is not switched off."""
    with ExitStack() as stack:
        town: URL = stack.enter_context(server.empty())
        url = town.render_as_string(hide_password=False)
        fill_town(url, size)
        with opened(url) as database, database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
        yield url


def _table(name: str, found: Found) -> Table:
    large = list(found)[1]
    rows = []
    for asker in ASKERS.values():
        few, many = ([_time(one) for one in each if one.asker == asker] for each in found.values())
        cells = [ms(one) for times in (few, many) for one in (median(times), max(times))]
        rows.append((asker, *cells, ratio(many, few), f"{max(many) / max(few):.2f}"))
    heads = [cell for size in found for cell in (f"{size.matters} 件", "其中最慢一问")]
    notes = [
        f"左边 {SMALL.units} 个单位、{SMALL.progress} 行进展,右边 {large.units} 个单位、{large.progress} 行进展:"
        f"每件事项背后都是 {TOLD_OF_EACH} 行。每种问法取 {ROUNDS * REPETITIONS} 次中最快的一次。"
    ]
    title = f"{name}:台账大 {large.matters // SMALL.matters} 倍(毫秒)"
    return Table(title, ("", *heads, "倍数", "最慢的倍数"), rows, notes)
