"""Reading alone: the development set's messages against registries that grow, its budgets, and another's dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from statistics import median
from time import process_time

from bench import reading_times
from bench.figures import Table, ms, percentile
from bench.names import unit_name, work
from bench.options import Options
from bench.reading_budgets import Budget, growth, hostile, table_of
from handlers.reading.registry import Known, KnownMatter, KnownUnit, Registry
from tests.reading.corpus import DEV, Record, known_of, messages_of, read_message, registry_of

UNIT_HAS = 20  # matters
LONG = range(150, 251)  # characters: about two hundred
TYPICAL, LONG_OF_THOUSANDS, LONG_OF_TEN_THOUSANDS = 0.0008, 0.002, 0.005  # seconds
GOALS = {1_000: LONG_OF_THOUSANDS, 10_000: LONG_OF_TEN_THOUSANDS}

Times = dict[int, list[float]]


def run(options: Options) -> Sequence[Table]:
    messages = messages_of(DEV)
    known = known_of(registry_of(DEV))
    sizes = (0, 1_000, 10_000) if options.quick else (0, 1_000, 10_000, 100_000)
    registries = {size: Registry(grown(known, size)) for size in sizes}
    repetitions = 2 if options.quick else 5
    times: dict[int, list[list[float]]] = {size: [[] for _ in messages] for size in sizes}
    foreign: list[list[float]] = [[] for _ in messages]
    theirs = reading_times.times_of()
    for _ in range(repetitions + 1):  # in turns, so that a busy moment touches all alike
        for at, message in enumerate(messages):
            for size in sizes:
                times[size][at].append(_seconds(partial(read_message, message, registries[size])))
            if theirs is not None:
                foreign[at].append(_seconds(partial(theirs, message["text"])))
    settled = {size: [median(each[1:]) for each in times[size]] for size in sizes}  # the first time builds scopes
    return [
        _table(settled, len(known.matters)),
        table_of([*_budgets(settled, messages), hostile(registries[1_000], known)]),
        growth(registries[1_000], known),
        reading_times.table(settled[0], [median(each[1:]) for each in foreign] if theirs else []),
    ]


def grown(known: Known, matters: int) -> Known:
    """The set's own registry among so many made-up matters of other units."""
    units = [KnownUnit(unit_name(number)) for number in range(-(-matters // UNIT_HAS))]
    added = [_matter(number) for number in range(matters)]
    return replace(known, units=[*known.units, *units], matters=[*known.matters, *added])


def _matter(number: int) -> KnownMatter:
    title, alias, category = work(number)
    return KnownMatter(f"QT-2026-{number + 1:05d}", title, unit_name(number // UNIT_HAS), (alias,), (), category)


def _seconds(act: Callable[[], object]) -> float:
    """Of this process alone: what others do on the core meanwhile does not count."""
    begin = process_time()
    act()
    return process_time() - begin


def _budgets(settled: Times, messages: Sequence[Record]) -> list[Budget]:
    budgets = [Budget("开发集的一条来件", median(settled[0]), TYPICAL)]
    long = [at for at, message in enumerate(messages) if len(message["text"]) in LONG]
    for size, goal in GOALS.items():
        taken = median(settled[size][at] for at in long)
        budgets.append(Budget(f"约 200 字的一条,名册 {size} 件({len(long)} 条)", taken, goal))
    return budgets


def _table(settled: Times, own: int) -> Table:
    alone = settled[0]
    rows = [
        (
            f"{own + size} 件", ms(median(each)), ms(percentile(each, 0.9)), ms(max(each)),
            f"{1 / (sum(each) / len(each)):.0f}", f"{sum(each) / sum(alone):.2f}",
        )
        for size, each in settled.items()
    ]  # fmt: skip
    columns = ("名册里有", "中位(毫秒)", "p90", "最慢", "每秒条数", "比只有自己的名册")
    notes = [
        f"开发集 {len(alone)} 条来件,处理器时间;名册给办公室看全部事项,单位的人实际只对自己看得见的那些。",
    ]
    return Table("单独阅读一条来件", columns, rows, notes)
