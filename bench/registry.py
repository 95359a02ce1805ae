"""The registry of names: for the first of a circle, for the others, and for the next message after a change."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.databases import copied_town, opened
from bench.figures import Table, ms
from bench.options import Options
from bench.sizes import LEADER, LEADER_IN_CHARGE, SUPERVISOR, Size, head_of
from handlers.reading.registry import FEW
from handlers.registry import RegistryCache
from models import Matter, Person
from models.session import Database
from supervision.registry import touch_registry
from supervision.visibility import viewer_of

IN_TURN = ((head_of(1), "第一个单位"), (head_of(2), "第二个单位"), (SUPERVISOR, "督查室"), (LEADER, "领导(全部)"),
           (LEADER_IN_CHARGE, "领导(分管8个)"))  # fmt: skip
WARM = 50
CHANGES = 5
TEXT = "日报 青冲供水管网主体完成,进度到65%,预计月底封顶;梅洲巡察整改缺电力指标,请经信局协调"


def run(options: Options) -> Sequence[Table]:
    sizes = [Size(60, 200), Size(500, 10_000), Size(10_000, 100_000)]
    return [_table(size) for size in sizes[: 2 if options.quick else 3]]


def _table(size: Size) -> Table:
    with copied_town(size) as url, opened(url) as database:
        cache = RegistryCache()
        first = [_seconds(database, cache, userid) for userid, _ in IN_TURN]
        warm = [median(_seconds(database, cache, userid) for _ in range(WARM)) for userid, _ in IN_TURN]
        matter = _after(database, cache, _rename_matter)
        person = _after(database, cache, _rename_person)
    rows = [(who, ms(first[at]), ms(warm[at]), ms(matter[at]), ms(person[at])) for at, (_, who) in enumerate(IN_TURN)]
    columns = ("依次来问", "首次", "再次", "一件事项改名后", "一个人改名后")
    notes = [
        f"各问「{TEXT}」。看得见的事项不超过{FEW}件的,名册留在内存里,同一范围的人共用,只重读改了的;"
        f"多于此数的,每条来件按其中的字到库里找可能的事项。改名后的数字是 {CHANGES} 次改动的中位数。"
    ]
    return Table(f"取名册:{size.units} 个单位、{size.matters} 件(毫秒)", columns, rows, notes)


def _after(database: Database, cache: RegistryCache, change: Callable[[Session, int], None]) -> list[float]:
    """Medians of what each waits for after a change, the first of all included."""
    rounds = []
    for number in range(1, CHANGES + 1):
        with database.write() as session:
            change(session, number)
        rounds.append([_seconds(database, cache, userid) for userid, _ in IN_TURN])
    return [median(column) for column in zip(*rounds, strict=True)]


def _rename_matter(session: Session, number: int) -> None:
    matter = session.get_one(Matter, number)
    matter.title = f"{matter.title}甲"
    session.flush()
    touch_registry(session, [matter.id])


def _rename_person(session: Session, number: int) -> None:
    person = session.get_one(Person, number)
    person.name = f"{person.name[0]}甲{number}"
    session.flush()
    touch_registry(session, (), [person.id])


def _seconds(database: Database, cache: RegistryCache, userid: str) -> float:
    with database.read() as session:
        viewer = viewer_of(session, session.scalars(select(Person).where(Person.userid == userid)).one())
        begin = time.perf_counter()
        registry = cache.current(session, viewer, text=TEXT)
        registry.scope(None)
        return time.perf_counter() - begin
