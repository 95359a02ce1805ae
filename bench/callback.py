"""The whole callback behind waitress, in turns with a bare echo and with floors that only keep what came."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, field, replace
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from sqlalchemy import func, select

from bench.databases import copied_town, fill_town, opened
from bench.figures import Table, ms, percentile, ratio
from bench.load import LONGEST, Order, Result
from bench.options import Options
from bench.pinning import cores
from bench.servers import PROCESSOR, READY, free_port
from bench.sizes import COUNTY
from models import Inbox
from models.inbox import Disposition
from tests.support.child import Child
from tests.support.postgres import running_postgres

ROOT = Path(__file__).parents[1]
KINDS = {
    "echo": "wechatpy + Flask,原样回复,不落盘",
    "floor": "底线:解密、一次落盘(驱动直写)、加密回复",
    "store": "底线:同上,落盘用本系统的收件一步",
    "whole": "完整回调:解密、收件落盘、阅读、记录、提交、加密回复",
}
CONNECTIONS = 32
MOST_A_SECOND = 2_500  # callbacks prepared for each second
WARM = 6 * COUNTY.units  # callbacks before it counts: each unit's registry is built
WARM_AT_MOST = 30.0  # seconds
STEADY = 50.0  # messages a second

Source = Callable[[], AbstractContextManager[str]]  # the address of a database with the county in it


@dataclass(slots=True)
class _Found:
    results: list[Result] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)  # seconds of the server's processor time a message
    unrecorded: int = 0

    @property
    def rates(self) -> list[float]:
        return [result.rate for result in self.results]

    def at(self, share: float) -> list[float]:
        return [percentile(result.latencies, share) for result in self.results]

    @property
    def errors(self) -> int:
        return sum(result.errors for result in self.results)

    @property
    def late(self) -> int:
        """Answered 200 without words: they come later, from the outbox."""
        return sum(result.empty for result in self.results)


def run(options: Options) -> Sequence[Table]:
    """On SQLite; on PostgreSQL as well if asked for."""
    tables = _tables("SQLite", lambda: copied_town(COUNTY), options)
    if options.postgresql:
        with _postgresql() as source:
            tables += _tables("PostgreSQL", source, options)
    return tables


def _tables(name: str, source: Source, options: Options) -> list[Table]:
    seconds, repetitions = (3.0, 2) if options.quick else (6.0, 5)
    return [_busy(name, source, seconds, repetitions), _steady(name, source, 10.0 if options.quick else 20.0)]


def _busy(name: str, source: Source, seconds: float, repetitions: int) -> Table:
    """As fast as it goes; the server has one core, the load another, as far as the system allows."""
    found = {kind: _Found() for kind in KINDS}
    pinned = cores() or (None, None)
    for turn in range(repetitions):
        for kind, sum_ in found.items():
            _measure(kind, source, seconds, sum_, seed=2 * turn + 1, pinned=pinned)
    rows = [
        (
            KINDS[kind], f"{median(one.rates):.0f}", f"{max(one.rates):.0f}", ms(median(one.at(0.5))),
            ms(median(one.at(0.99))), str(one.errors),
            ratio(found["whole"].rates, one.rates) if kind != "whole" else "",
            ms(median(one.processor)),
            ratio(one.processor, found["whole"].processor) if kind != "whole" else "",
        )
        for kind, one in found.items()
    ]  # fmt: skip
    columns = (
        "", "每秒(中位)", "最好", "p50 毫秒", "p99 毫秒", "错误", "完整回调是它的",
        "每条处理器毫秒", "照此完整回调是它的",
    )  # fmt: skip
    whole = found["whole"]
    answered = sum(len(result.latencies) for result in whole.results)
    notes = [
        f"waitress {CONNECTIONS} 个连接,各 {repetitions} 轮、每轮 {seconds:.0f} 秒,交替进行;"
        f"{COUNTY.units} 个单位,{COUNTY.matters} 件事项。",
        f"完整回调:答 200 的 {answered} 条中 {whole.late} 条改由发件箱答复,{whole.unrecorded} 条没有记成报告。",
    ]
    return Table(f"{name}:一个进程、一个核,压满", columns, rows, notes)


def _steady(name: str, source: Source, seconds: float) -> Table:
    """At a fixed rate on all cores, whether or not earlier ones were answered."""
    found = {kind: _Found() for kind in ("floor", "whole")}
    for turn in range(3):
        for kind, one in found.items():
            _measure(kind, source, seconds, one, seed=100 + 2 * turn, rate=STEADY)
    rows = [
        (KINDS[kind], *(ms(median(one.at(share))) for share in (0.5, 0.9, 0.99, 1.0)), str(one.errors))
        for kind, one in found.items()
    ]
    columns = ("", "p50 毫秒", "p90 毫秒", "p99 毫秒", "最慢", "错误")
    notes = [f"开环 {seconds:.0f} 秒,3 轮的中位数;从应发出的时刻算起。目标:p99 小于 200 毫秒。"]
    return Table(f"{name}:每秒 {STEADY:.0f} 条", columns, rows, notes)


def _measure(
    kind: str,
    source: Source,
    seconds: float,
    found: _Found,
    *,
    seed: int,
    rate: float = 0.0,
    pinned: tuple[int | None, int | None] = (None, None),
) -> None:
    """One server on one database: warmed with other messages, then measured."""
    began = time.time()
    with source() as url, serving(kind, url, began, pinned[0]) as port:
        before = _worked(url) if kind == "whole" else Counter()
        prepared = int((rate * 1.2 or MOST_A_SECOND) * seconds) + CONNECTIONS
        order = Order(
            port, COUNTY.units, COUNTY.matters, began, seed, seconds, prepared, CONNECTIONS, rate, pinned[1], WARM
        )
        warmed = load(replace(order, seed=seed + 1, seconds=WARM_AT_MOST, prepared=WARM, rate=0.0, past=0))
        begin = processor(port)
        result = load(order)
        found.processor.append((processor(port) - begin) / max(1, len(result.latencies)))
        found.results.append(result)
        if kind == "whole":
            answered = len(warmed.latencies) + len(result.latencies)
            worked = _worked(url) - before
            _require(worked.total() >= answered, "a message was answered and is not stored")
            found.unrecorded += worked.total() - worked[Disposition.RECORDED.value]


@contextmanager
def serving(kind: str, url: str, began: float, core: int | None) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "bench.servers", kind, "--url", url, "--port", str(port), "--began", str(began)]
    if core is not None:
        command += ["--core", str(core)]
    with Child(command, ready=READY, cwd=ROOT):
        yield port


def processor(port: int) -> float:
    with closing(HTTPConnection("127.0.0.1", port, timeout=LONGEST)) as line:
        line.request("GET", PROCESSOR)
        return float(line.getresponse().read())


def load(order: Order) -> Result:
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(asdict(order)), capture_output=True, text=True, check=True, cwd=ROOT, timeout=2 * LONGEST,
    )  # fmt: skip
    return Result(**json.loads(done.stdout))


def _worked(url: str) -> Counter[str]:
    with opened(url) as database, database.read() as session:
        rows = session.execute(select(Inbox.disposition, func.count()).group_by(Inbox.disposition)).all()
    return Counter({row[0].value: row[1] for row in rows})


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise RuntimeError(otherwise)


@contextmanager
def _postgresql() -> Iterator[Source]:
    """A copy for each round, as on SQLite: what one kind of server has stored is no news to the next."""
    with ExitStack() as stack:
        server = stack.enter_context(running_postgres())
        town = stack.enter_context(server.empty())
        fill_town(town.render_as_string(hide_password=False), COUNTY)

        @contextmanager
        def source() -> Iterator[str]:
            with server.copy_of(town) as url:
                yield url.render_as_string(hide_password=False)

        yield source
