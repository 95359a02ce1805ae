"""Keyword questions over ledgers of three sizes, a million reports behind the largest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bench.asking import Asker, NoQuestion, Times
from bench.clock import MORNING
from bench.databases import opened, rules_of, sqlite_town
from bench.figures import Table, ms, percentile
from bench.names import unit_name, work
from bench.options import Options
from bench.sizes import LEADER, LEADER_IN_CHARGE, SUPERVISOR, Size, head_of
from handlers.registry import RegistryCache
from models.session import Database

TOLD = 1_000_000
UNIT = 6  # its head asks, and others ask about it
ASKERS = {LEADER: "领导(全部)", LEADER_IN_CHARGE: "领导(分管8个)", SUPERVISOR: "督查室", head_of(UNIT): "单位负责人"}


@dataclass(frozen=True, slots=True)
class Answered:
    asker: str
    question: str
    times: Times
    begins: str  # the first line of the answer


def run(options: Options) -> Sequence[Table]:
    told = TOLD // 50 if options.quick else TOLD
    sizes = [Size(60, 200, told), Size(500, 10_000, told), Size(10_000, 100_000, told)]
    repetitions = 5 if options.quick else 20
    asked = sizes[: 2 if options.quick else 3]
    answered = {size: ask_all(f"sqlite:///{sqlite_town(size)}", size, repetitions, RegistryCache()) for size in asked}
    return [_table(answered, told), *(_slowest(size, found) for size, found in answered.items())]


def questions(size: Size) -> list[str]:
    """As people type them."""
    theirs = work(UNIT - 1 + size.units)
    return [
        "红灯", "黄灯", "逾期", "本周到期", "我的事项", "停工", "卡在谁那里", "有困难的事项", unit_name(UNIT - 1),
        f"{theirs.alias}到哪了", f"#{UNIT + size.units}", "水库有哪些", "民生实事", "全部事项红黄绿各几个",
        "谁没交日报",
    ]  # fmt: skip


def ask_all(url: str, size: Size, repetitions: int, cache: RegistryCache) -> list[Answered]:
    """Everybody asks everything, in the town of that size at that address."""
    with opened(url) as database:
        return [
            answered
            for userid in ASKERS
            for question in questions(size)
            if (answered := _ask(database, cache, userid, question, repetitions)) is not None
        ]


def _ask(database: Database, cache: RegistryCache, userid: str, question: str, repetitions: int) -> Answered | None:
    """None for words that the reader takes for something else in this asker's mouth."""
    times = Times()
    with database.read() as session:
        asker = Asker(session, cache, rules_of(database), userid, MORNING)
        try:
            words = asker.ask(question, Times())  # builds the registry of the asker's circle: see that benchmark
        except NoQuestion:
            return None
        for _ in range(repetitions):
            asker.ask(question, times)
    return Answered(ASKERS[userid], question, times, words.partition("\n")[0])


def _table(answered: dict[Size, list[Answered]], told: int) -> Table:
    rows = []
    for asker in ASKERS.values():
        cells = []
        for found in answered.values():
            medians = [median(one.times.whole) for one in found if one.asker == asker]
            cells += [ms(median(medians)), ms(max(medians))]
        rows.append((asker, *cells))
    heads = [text for size in answered for text in (f"{size.matters} 件", "其中最慢一问")]
    notes = [
        f"{len(questions(next(iter(answered))))} 种问法(读成别的不计),每种重复后取中位数;台账背后有 {told} 行进展。"
        "从认人、取名册、阅读、查库到措辞,不含来件落盘。目标:小于 50 毫秒。"
        "台账里有未到期和过期的节点、待办的协调请求,每个单位欠着当天的日报。"
    ]
    return Table("关键字查询(毫秒)", ("", *heads), rows, notes)


def _slowest(size: Size, found: list[Answered]) -> Table:
    worst = sorted(found, key=lambda one: -median(one.times.whole))[:6]
    rows = [
        (
            one.question, one.asker, ms(median(one.times.whole)), ms(percentile(one.times.whole, 0.99)),
            ms(median(one.times.names)), ms(median(one.times.reading)), ms(median(one.times.looking_up)),
            ms(median(one.times.wording)), one.begins[:16],
        )
        for one in worst
    ]  # fmt: skip
    columns = ("", "谁问", "合计", "p99", "名册", "阅读", "查库", "措辞", "答")
    return Table(f"{size.matters} 件、{size.units} 个单位:最慢的六问(毫秒)", columns, rows)
