"""A year of an office run under a draft: seconds, and what a matter costs in a small office and in a large one."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as time_of_day
from functools import partial
from statistics import median
from typing import TypeVar

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bench.clock import MORNING
from bench.databases import copied_town, opened
from bench.figures import Table
from bench.options import Options
from bench.sizes import Size
from models import JobRun, Matter, Progress, Report
from models.session import Database
from supervision.clock import at, day_of
from supervision.policies.active import preset
from supervision.policies.reader import read
from supervision.replay.facts import load
from supervision.replay.history import History
from supervision.replay.telling import compared, told
from supervision.rules import Rules
from supervision.workdays import Calendar

YEAR = timedelta(days=365)
WEEKS = 52
MATTERS = (200, 800)
Result = TypeVar("Result")


@dataclass(slots=True)
class _Took:
    """Seconds on the clock, and of the processor: on a busy machine only the latter can be compared."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


@dataclass(slots=True)
class _Found:
    loaded: _Took = field(default_factory=_Took)
    told: _Took = field(default_factory=_Took)
    compared: _Took = field(default_factory=_Took)
    words: int = 0


def run(options: Options) -> Sequence[Table]:
    found = {}
    for matters in MATTERS:
        size = Size(units=matters * 3 // 10, matters=matters, progress=matters * WEEKS)
        with copied_town(size) as url, opened(url) as database:
            _live_a_year(database)
            found[matters] = _measured(database, 1 if options.quick else 3)
    return [_table(found)]


def _live_a_year(database: Database) -> None:
    """The town's due days and reports are spread over the whole year; nobody has decided on anything."""
    begin, first = MORNING - YEAR, day_of(MORNING - YEAR)
    with database.write() as session:
        session.execute(delete(JobRun))  # else the history begins with the first of them
        ids = session.scalars(select(Matter.id)).all()
        session.execute(update(Matter), [_matter(each, begin, ids) for each in ids])
        session.execute(update(Report), [_told(each, begin) for each in session.scalars(select(Report.id))])
        session.execute(update(Progress), _progress(session, begin))
        session.execute(update(Matter).where(Matter.id % 2 == 0).values(start_on=first))


def _matter(number: int, begin: datetime, ids: Sequence[int]) -> dict[str, object]:
    due_on = day_of(begin) + timedelta(days=20 + number * 331 // len(ids))
    status = {"status": "in_progress", "confirmed_at": None, "closed_at": None}
    return {"id": number, "opened_at": begin, "due_on": due_on, "original_due_on": due_on, "is_sealed": False} | status


def _told(number: int, begin: datetime) -> dict[str, object]:
    return {"id": number, "told_at": _moment(number, begin)}


def _progress(session: Session, begin: datetime) -> list[dict[str, object]]:
    rows = session.execute(select(Progress.id, Progress.report_id))
    return [{"id": row.id, "told_at": _moment(row.report_id, begin)} for row in rows]


def _moment(report: int, begin: datetime) -> datetime:
    return begin + timedelta(days=report % 360, hours=3, microseconds=report)


def _measured(database: Database, times: int) -> _Found:
    found = _Found()
    last = at(day_of(MORNING), time_of_day())
    draft, other = (Rules(read(preset(name)), 0, Calendar()) for name in ("xianyang", "xianning-hitech"))
    for _ in range(times):
        history = _timed(lambda: _loaded(database, last), found.loaded)
        found.words = len(_timed(partial(told, history, draft, "草案", "真实的情况"), found.told).splitlines())
        _timed(partial(compared, history, draft, "甲", other, "乙"), found.compared)
    return found


def _loaded(database: Database, last: datetime) -> History:
    with database.read() as session:
        return load(session, last - YEAR, last)


def _timed(act: Callable[[], Result], took: _Took) -> Result:
    begin, worked = time.perf_counter(), time.process_time()
    result = act()
    took.clock.append(time.perf_counter() - begin)
    took.processor.append(time.process_time() - worked)
    return result


def _table(found: dict[int, _Found]) -> Table:
    (small, few), (large, many) = found.items()
    pairs = (
        ("读出记录", few.loaded, many.loaded),
        ("一份草案与真实的情况相比", few.told, many.told),
        ("两份草案互相比", few.compared, many.compared),
    )
    rows = []
    for name, one, other in pairs:
        rows.append(_row(name, one.clock, other.clock, large / small))
        rows.append(_row("同上,只计处理器时间", one.processor, other.processor, large / small))
    notes = [f"一年,没有一张单有人作过决定(分支最多);印出 {few.words} 行与 {many.words} 行;中位数。"]
    notes.append("目标:200 件的办公室一年不超过 5 秒;每件之比小于 1.5。")
    return Table("推演一年", ("秒", f"{small} 件", f"{large} 件", "每件之比"), rows, notes)


def _row(name: str, few: Sequence[float], many: Sequence[float], times: float) -> tuple[str, ...]:
    return name, f"{median(few):.2f}", f"{median(many):.2f}", f"{median(many) / median(few) / times:.2f}"
