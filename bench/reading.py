"""Reading alone: the development set's messages against registries that grow."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from bench.figures import Table, ms, percentile
from bench.names import unit_name, work
from bench.options import Options
from handlers.reading.registry import Known, KnownMatter, KnownUnit, Registry
from tests.reading.corpus import DEV, Record, known_of, messages_of, read_message, registry_of

UNIT_HAS = 20  # matters


def run(options: Options) -> Sequence[Table]:
    messages = messages_of(DEV)
    known = known_of(registry_of(DEV))
    sizes = (0, 1_000, 10_000) if options.quick else (0, 1_000, 10_000, 100_000)
    repetitions = 2 if options.quick else 5
    registries = {size: Registry(grown(known, size)) for size in sizes}
    times: dict[int, list[list[float]]] = {size: [[] for _ in messages] for size in sizes}
    for _ in range(repetitions + 1):
        for size in sizes:
            for at, message in enumerate(messages):
                times[size][at].append(_seconds(message, registries[size]))
    settled = {size: [median(each[1:]) for each in times[size]] for size in sizes}  # the first time builds scopes
    return [_table(settled, len(known.matters))]


def grown(known: Known, matters: int) -> Known:
    """The set's own registry among so many made-up matters of other units."""
    units = [KnownUnit(unit_name(number)) for number in range(-(-matters // UNIT_HAS))]
    added = [_matter(number) for number in range(matters)]
    return replace(known, units=[*known.units, *units], matters=[*known.matters, *added])


def _matter(number: int) -> KnownMatter:
    title, alias, category = work(number)
    return KnownMatter(f"QT-2026-{number + 1:05d}", title, unit_name(number // UNIT_HAS), (alias,), (), category)


def _seconds(message: Record, registry: Registry) -> float:
    begin = time.perf_counter()
    read_message(message, registry)
    return time.perf_counter() - begin


def _table(settled: dict[int, list[float]], own: int) -> Table:
    alone = settled[0]
    rows = [
        (
            f"{own + size} 件", ms(median(each)), ms(percentile(each, 0.9)), ms(max(each)),
            f"{1 / (sum(each) / len(each)):.0f}", f"{sum(each) / sum(alone):.2f}",
        )
        for size, each in settled.items()
    ]  # fmt: skip
    columns = ("名册里有", "中位(毫秒)", "p90", "最慢", "每秒条数", "比只有自己的名册")
    notes = [f"开发集 {len(alone)} 条来件;名册给办公室看全部事项,单位的人实际只对自己看得见的那些。"]
    return Table("单独阅读一条来件", columns, rows, notes)
