"""The registry of names: built for the first of a circle, shared by the others, and built anew when a name changes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from statistics import median

from sqlalchemy import select

from bench.databases import copied_town, opened
from bench.figures import Table, ms
from bench.options import Options
from bench.sizes import LEADER, LEADER_IN_CHARGE, SUPERVISOR, Size, head_of
from handlers.registry import RegistryCache
from models import Person
from models.session import Database
from supervision.registry import touch_registry
from supervision.visibility import viewer_of

IN_TURN = ((head_of(1), "第一个单位"), (head_of(2), "第二个单位"), (SUPERVISOR, "督查室"), (LEADER, "领导(全部)"),
           (LEADER_IN_CHARGE, "领导(分管8个)"))  # fmt: skip
WARM = 50


def run(options: Options) -> Sequence[Table]:
    sizes = [Size(60, 200), Size(500, 10_000), Size(10_000, 100_000)]
    return [_table(size) for size in sizes[: 2 if options.quick else 3]]


def _table(size: Size) -> Table:
    with copied_town(size) as url, opened(url) as database:
        cache = RegistryCache()
        first = [_seconds(database, cache, userid) for userid, _ in IN_TURN]
        warm = [median(_seconds(database, cache, userid) for _ in range(WARM)) for userid, _ in IN_TURN]
        with database.write() as session:
            touch_registry(session)
        again = [_seconds(database, cache, userid) for userid, _ in IN_TURN]
    rows = [(who, ms(first[at]), ms(warm[at]), ms(again[at])) for at, (_, who) in enumerate(IN_TURN)]
    columns = ("依次来问", "首次", "再次", "有名称变动后")
    return Table(f"取名册:{size.units} 个单位、{size.matters} 件(毫秒)", columns, rows)


def _seconds(database: Database, cache: RegistryCache, userid: str) -> float:
    with database.read() as session:
        viewer = viewer_of(session, session.scalars(select(Person).where(Person.userid == userid)).one())
        begin = time.perf_counter()
        registry = cache.current(session, viewer)
        registry.scope(None)
        return time.perf_counter() - begin
