"""The rush before the day's reports are due: ten thousand units in ten minutes, while the others are reminded."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import func, select, update

from bench.callback import KINDS, ROOT, load, processor, serving
from bench.clock import MORNING, TownClock
from bench.databases import KEPT, copied_town, fill_town, opened, rules_of
from bench.figures import Table, ms, percentile
from bench.load import Order, Result
from bench.options import Options
from bench.servers import READY, free_port
from bench.sizes import Size
from bench.wire import READY as WIRE_READY
from models import Inbox, Matter, Outgoing
from models.inbox import Disposition
from models.outbox import OutgoingState
from models.report import ReportKind
from schedules.tick import tick
from supervision.clock import day_of
from supervision.report_reminders import remind_missing
from tests.support.child import Child
from tests.support.postgres import running_postgres
from tests.support.redis_server import RedisServer

CITY = Size(units=10_001, matters=20_002)  # no multiple of twenty: else all matters of a unit stand alike
RATE = 10_000 / 600  # messages a second
MINUTE, FULL = 60.0, 600.0  # seconds
ASK_EVERY = 40  # more would be too many questions of one person
WARM = 60
LATER = timedelta(days=1)

Source = Callable[[], AbstractContextManager[str]]  # the address of a database with the city in it


@dataclass(frozen=True, slots=True)
class _Office:
    name: str
    doors: int
    others: tuple[str, ...]
    source: Source
    redis: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    result: Result
    processor: float  # seconds of the doors' processor time a message
    said: int  # reminders that went out meanwhile
    recorded: int


def run(options: Options) -> Sequence[Table]:
    """On SQLite in one process; on PostgreSQL and Redis with one door and with two."""
    seconds = FULL if options.is_full else 20.0 if options.quick else MINUTE
    rounds = 1 if options.is_full or options.quick else 2
    with ExitStack() as stack:
        offices = [_Office("SQLite,一个进程", 1, (), stack.enter_context(_sqlite()))]
        if options.postgresql:
            source, redis = stack.enter_context(_postgresql())
            behind = ("schedule", "deliver")
            offices += [_Office(f"PostgreSQL + Redis,接收 {n} 个进程", n, behind, source, redis) for n in (1, 2)]
        rows = [_row(office.name, [_lived(office, seconds, nth) for nth in range(rounds)]) for office in offices]
    rows += [_bare(kind, min(seconds, MINUTE)) for kind in ("echo", "floor")]
    return [_table(rows, seconds, rounds)]


def _lived(office: _Office, seconds: float, nth: int) -> _Found:
    """One rush on a city of its own."""
    began = time.time()
    with ExitStack() as stack:
        url = stack.enter_context(office.source())
        ports = [free_port() for _ in range(office.doors)]
        wire = free_port()
        stack.enter_context(Child(_python("bench.wire", port=wire), ready=WIRE_READY, cwd=ROOT))
        common = {"url": url, "redis": office.redis, "platform": f"http://127.0.0.1:{wire}", "began": began}
        for port in ports:
            door = "web" if office.others else "serve"
            stack.enter_context(Child(_python("bench.office", door, port=port, **common), ready=READY, cwd=ROOT))
        order = Order(
            ports[0], CITY.units, CITY.matters, began, 2 * nth + 1, seconds, int(RATE * seconds) + 1,
            rate=RATE / office.doors, ask_every=ASK_EVERY,
        )  # fmt: skip
        _together(ports, replace(order, seed=order.seed + 1, prepared=WARM, past=CITY.units // 2))
        _remind(url, TownClock(began)(), seconds)
        for other in office.others:
            stack.enter_context(Child(_python("bench.office", other, **common), ready=READY, cwd=ROOT))
        before, begin = _counted(url), sum(map(processor, ports))
        results = _together(ports, order)
        spent, after = sum(map(processor, ports)) - begin, _counted(url)
    merged = Result(
        [one for each in results for one in each.latencies], sum(each.errors for each in results),
        sum(each.empty for each in results), max(each.seconds for each in results),
    )  # fmt: skip
    return _Found(merged, spent / max(1, len(merged.latencies)), after[0] - before[0], after[1] - before[1])


def _together(ports: Sequence[int], order: Order) -> list[Result]:
    """Each door has its share of the messages, from units of its own."""
    share = CITY.units // len(ports)
    orders = [
        replace(order, port=port, past=order.past + nth * share, seed=100 * order.seed + nth)
        for nth, port in enumerate(ports)
    ]
    with ThreadPoolExecutor(len(ports)) as pool:
        return list(pool.map(load, orders))


def _live_the_day(url: str) -> None:
    """What the morning brings is done by the time of the rush, and everybody shall be reminded later."""
    with opened(url) as database:
        rules, tomorrow = rules_of(database), day_of(MORNING) + timedelta(days=1)
        with database.write() as session:
            session.execute(update(Matter).where(Matter.next_look_on < tomorrow).values(next_look_on=tomorrow))
        tick(database, lambda _: rules, MORNING, leaps=True)
        with database.write() as session:
            remind_missing(session, rules, ReportKind.DAILY, MORNING, MORNING)
            later = {"not_before": MORNING + LATER, "expires_at": MORNING + 2 * LATER}
            session.execute(update(Outgoing).values(later))


def _remind(url: str, now: datetime, seconds: float) -> None:
    """As many as there are reports are due meanwhile, evenly."""
    with opened(url) as database, database.write() as session:
        ids = session.scalars(select(Outgoing.id).order_by(Outgoing.id).limit(int(RATE * seconds))).all()
        turns = [{"id": id_, "not_before": now + timedelta(seconds=nth / RATE)} for nth, id_ in enumerate(ids)]
        session.execute(update(Outgoing), turns)


def _counted(url: str) -> tuple[int, int]:
    """Reminders that were said or are no longer wanted, and messages that were recorded."""
    ended = select(func.count()).where(Outgoing.state.in_([OutgoingState.SENT, OutgoingState.CANCELLED]))
    recorded = select(func.count()).where(Inbox.disposition == Disposition.RECORDED)
    with opened(url) as database, database.read() as session:
        return session.scalars(ended).one(), session.scalars(recorded).one()


def _bare(kind: str, seconds: float) -> tuple[str, ...]:
    """What is compared to has nothing else to do and one round: it keeps what came, or not even that."""
    began = time.time()
    with tempfile.TemporaryDirectory() as folder, serving(kind, f"sqlite:///{folder}/bare.db", began, None) as port:
        order = Order(port, CITY.units, CITY.matters, began, 9, seconds, int(RATE * seconds) + 1, rate=RATE)
        begin = processor(port)
        result = load(order)
        spent = processor(port) - begin
    return _row(KINDS[kind], [_Found(result, spent / max(1, len(result.latencies)), 0, 0)])


def _row(name: str, found: Sequence[_Found]) -> tuple[str, ...]:
    """Of the rounds the one with the best 99 of a hundred; errors and answers by outbox of all."""
    best = min(found, key=lambda one: percentile(one.result.latencies, 0.99))
    times = [ms(percentile(best.result.latencies, share)) for share in (0.5, 0.99, 1.0)]
    return (
        name, str(len(best.result.latencies)), *times, ms(best.processor), str(best.said or ""),
        str(sum(one.result.errors for one in found)), str(sum(one.result.empty for one in found)),
    )  # fmt: skip


def _table(rows: Sequence[tuple[str, ...]], seconds: float, rounds: int) -> Table:
    columns = ("", "答了", "p50 毫秒", "p99 毫秒", "最慢", "每条处理器毫秒", "同时办完的提醒", "错误", "改由发件箱答")
    notes = [
        f"{CITY.units} 个单位、{CITY.matters} 件事项;开环,每秒 {RATE:.1f} 条(十分钟一万条的到达速度),"
        f"实测 {seconds:.0f} 秒,{rounds} 轮里取 p99 最好的一轮;错误和改由发件箱答的是各轮合计。"
        f"从应发出的时刻算起,各单位轮流报,每 {ASK_EVERY} 条里有一条是领导或督查室查询。",
        "同时以同样的速度发提醒(已报的临发取消),假平台每条想 20 毫秒。PostgreSQL 等落盘。"
        "目标:p99 不超过 1 秒,最慢不超过 3 秒。",
    ]
    return Table(f"17:30 高峰:{seconds:.0f} 秒", columns, rows, notes)


def _python(module: str, *words: str, **options: object) -> list[str]:
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return [sys.executable, "-m", module, *words, *flags]


@contextmanager
def _sqlite() -> Iterator[Source]:
    """A copy of the city for each round."""
    with copied_town(CITY) as city, tempfile.TemporaryDirectory() as folder:
        _live_the_day(city)
        numbers = count()

        @contextmanager
        def source() -> Iterator[str]:
            copy = Path(folder) / f"{next(numbers)}.db"
            shutil.copyfile(city.removeprefix("sqlite:///"), copy)
            yield f"sqlite:///{copy}"

        yield source


@contextmanager
def _postgresql() -> Iterator[tuple[Source, str]]:
    """The same, and the address of a Redis."""
    KEPT.mkdir(exist_ok=True)
    with ExitStack() as stack:
        server = stack.enter_context(running_postgres(folder=str(KEPT), is_durable=True))
        redis = RedisServer(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        stack.callback(redis.stop)
        city = stack.enter_context(server.empty())
        url = city.render_as_string(hide_password=False)
        fill_town(url, CITY)
        _live_the_day(url)

        @contextmanager
        def source() -> Iterator[str]:
            with server.copy_of(city) as copy:
                yield copy.render_as_string(hide_password=False)

        yield source, redis.url
