"""A tick that finds as much to do in a small ledger as in a huge one takes as long: only the index is asked."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as time_of_day
from statistics import median

from bench.clock import MORNING
from bench.databases import copied_town, opened, rules_of
from bench.figures import Table, ratio
from bench.options import Options
from bench.sizes import Size
from models.session import Database
from schedules.daily import Looked
from schedules.tick import Failed, tick
from supervision.clock import at, day_of
from supervision.rules import Rules

DUE = 1_000
NIGHT_JOBS_DONE = timedelta(minutes=10)
BRIEFLY = timedelta(seconds=15)


@dataclass(slots=True)
class _Found:
    """Seconds: of the night's tick, of the morning's with all that is due, of the next one with nothing due."""

    night: list[float] = field(default_factory=list)
    morning: list[float] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)  # of the morning's tick
    looked: int = 0
    stepped: int = 0


def run(options: Options) -> Sequence[Table]:
    due = DUE // 10 if options.quick else DUE
    sizes = _sizes(due, 100_000 if options.quick else 1_000_000)
    found = {size: _Found() for size in sizes}
    for _ in range(1 if options.quick else 3):
        for size, one in found.items():
            with copied_town(size) as url, opened(url) as database:
                _live_a_morning(database, one)
    return [_table(found, due)]


def _sizes(due: int, most: int) -> tuple[Size, Size]:
    """As many units in both: the work of a night is per unit."""
    return Size(units=200, matters=10_000, due=due), Size(units=200, matters=most, due=due)


def _live_a_morning(database: Database, found: _Found) -> None:
    rules = rules_of(database)
    night = at(day_of(MORNING), time_of_day.min) + NIGHT_JOBS_DONE
    morning = at(day_of(MORNING), rules.policy.quiet_until) + BRIEFLY
    _timed(database, rules, night, found.night)
    begin = time.process_time()
    done = _timed(database, rules, morning, found.morning)
    found.processor.append(time.process_time() - begin)
    looked = [one for one in done if isinstance(one, Looked)]
    found.looked, found.stepped = len(looked), sum(one.step is not None for one in looked)
    _timed(database, rules, morning + BRIEFLY, found.idle)


def _timed(database: Database, rules: Rules, now: datetime, taken: list[float]) -> Sequence[object]:
    begin = time.perf_counter()
    done = tick(database, lambda _: rules, now, leaps=True)
    taken.append(time.perf_counter() - begin)
    if broken := [one for one in done if isinstance(one, Failed)]:
        raise RuntimeError(broken[0])
    return done


def _table(found: dict[Size, _Found], due: int) -> Table:
    (small, few), (large, many) = found.items()
    rows = [
        _row("早晨:到期的全部看过", few.morning, many.morning),
        _row("同上,只计处理器时间", few.processor, many.processor),
        _row("没有到期的", few.idle, many.idle),
        _row("夜里:开出当天的报告任务", few.night, many.night),
    ]
    notes = [
        f"到期 {due} 件,看过 {many.looked} 件,其中拟单 {many.stepped} 件(熔断线以内),其余提醒;中位数。"
        "目标:比值小于 1.5。"
    ]
    columns = ("一次 tick(秒)", f"{small.matters} 件", f"{large.matters} 件", "比值")
    return Table(f"{due} 件到期,在一万件与 {large.matters // 10_000} 万件之中", columns, rows, notes)


def _row(name: str, few: Sequence[float], many: Sequence[float]) -> tuple[str, ...]:
    return name, f"{median(few):.3f}", f"{median(many):.3f}", ratio(many, few)
