"""What each part of a callback costs: the door called directly in one thread, its work done at once."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import event

from bench import callbacks
from bench.clock import TownClock
from bench.databases import copied_town
from bench.figures import Table
from bench.options import Options
from bench.sampling import OTHER, Samples, sampled
from bench.sizes import COUNTY, Size
from bot.app import House, build
from bot.door import Door
from handlers.worktable import Worktable

STAGES = (  # the first that fits
    ("解密、解析、加密", ("bot/wecom/", "bot/door.py")),
    ("收件落盘(第一次提交)", ("handlers/reception.py", "handlers/storing.py", "models/insertion.py")),
    ("阅读", ("handlers/reading/",)),
    ("名册与在册数字", ("handlers/registry.py", "supervision/registry.py")),
    (
        "识人、可见范围、现行办法",
        ("handlers/people.py", "supervision/visibility.py", "supervision/policies/", "bot/app.py"),
    ),
    (
        "命令与未答的问题",
        ("handlers/office/", "handlers/questions.py", "handlers/answers.py", "handlers/conversation.py"),
    ),
    ("措辞", ("supervision/texts/", "handlers/parts.py")),
    ("取出来件、写回答复、第二次提交", ("handlers/dispatch.py", "handlers/finishing.py", "handlers/worktable.py")),
    ("记录", ("handlers/", "supervision/")),
)
MOST_FUNCTIONS = 15


class AtOnce(ThreadPoolExecutor):
    """Works in the caller's own thread, so that one clock sees all of it."""

    def submit(self, act: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:  # noqa: ANN401 (the executor's own signature)
        done: Future[Any] = Future()
        done.set_result(act(*args, **named))
        return done


@dataclass(frozen=True, slots=True)
class Walk:
    """`seconds` of processor time a message, and `statements` of SQL."""

    samples: Samples
    seconds: float
    statements: float


def run(options: Options) -> Sequence[Table]:
    walk = _walk(COUNTY, 300 if options.quick else 1500)
    return [_by_stage(walk), _by_function(walk)]


def _walk(size: Size, messages: int) -> Walk:
    warm = 4 * size.units
    with copied_town(size) as url, _house(url) as house:
        door = replace(house.door, worktable=Worktable(house.desk, AtOnce(), 1))
        moment = int(house.clock().timestamp())
        prepared = list(callbacks.callbacks(size, moment, 1, warm + 2 * messages))
        _bring(door, prepared[:warm])
        begin = time.process_time()
        _bring(door, prepared[warm : warm + messages])
        seconds = (time.process_time() - begin) / messages
        with sampled() as samples, _counted(house) as statements:
            _bring(door, prepared[warm + messages :])
    return Walk(samples, seconds, statements.total() / messages)


@contextmanager
def _house(url: str) -> Iterator[House]:
    house = build(callbacks.settings(url, 1), TownClock(time.time()))
    try:
        yield house
    finally:
        house.close()


def _bring(door: Door, prepared: Sequence[tuple[dict[str, str], bytes]]) -> None:
    for query, body in prepared:
        reply = door.receive(query, body)
        if not reply.body:
            raise RuntimeError("a callback was not answered")


@contextmanager
def _counted(house: House) -> Iterator[Counter[str]]:
    """Counts the statements that SQLite runs, whoever sends them."""
    seen: Counter[str] = Counter()

    def note(statement: str) -> None:
        seen[statement.split(maxsplit=1)[0]] += 1

    def listen(connection: sqlite3.Connection, *_: object) -> None:
        connection.set_trace_callback(note)

    engine = house.database.engine
    event.listen(engine, "checkout", listen)
    try:
        yield seen
    finally:
        event.remove(engine, "checkout", listen)


def _by_stage(walk: Walk) -> Table:
    samples = walk.samples
    whole, sql = Counter[str](), Counter[str]()
    for function, many in samples.functions.items():
        stage = stage_of(function)
        whole[stage] += many
        sql[stage] += samples.in_sqlalchemy[function]
    rows = [_row(stage, many, sql[stage], walk) for stage, many in whole.most_common()]
    rows.append(_row("合计", samples.functions.total(), samples.in_sqlalchemy.total(), walk))
    notes = [f"单线程,处理器时间(不计等磁盘);每条 {walk.statements:.1f} 条 SQL。"]
    return Table("一条回调的时间花在哪里", ("", "毫秒", "占", "其中 SQLAlchemy"), rows, notes)


def _by_function(walk: Walk) -> Table:
    samples = walk.samples
    rows = [
        _row(function, many, samples.in_sqlalchemy[function], walk)
        for function, many in samples.functions.most_common(MOST_FUNCTIONS)
    ]
    return Table("最费时的函数(含它调用的库)", ("", "毫秒", "占", "其中 SQLAlchemy"), rows)


def _row(name: str, many: int, sql: int, walk: Walk) -> tuple[str, ...]:
    share, of_it = many / max(1, walk.samples.functions.total()), sql / max(1, many)
    return name, f"{share * walk.seconds * 1000:.2f}", f"{share:.0%}", f"{of_it:.0%}"


def stage_of(function: str) -> str:
    """The part of the walk that a function (path:name) belongs to."""
    return next((stage for stage, paths in STAGES if function.startswith(paths)), OTHER)
