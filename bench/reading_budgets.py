"""What reading may cost at most, and how it grows with the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import process_time

from bench.figures import Table, ms
from handlers.reading import read
from handlers.reading.registry import Known, Registry
from tests.reading.test_hostile import REPEATED

BYTES = 4096
HALF = BYTES // 2
ROUNDS = 3
HOSTILE = 0.05  # seconds
SHOWN = 6
SENT_AT = datetime.fromisoformat("2026-01-15T17:30:00+08:00")


@dataclass(frozen=True, slots=True)
class Budget:
    """Seconds of processor time: what was taken, and what may be."""

    what: str
    taken: float
    goal: float


def table_of(budgets: Sequence[Budget]) -> Table:
    rows = [(b.what, ms(b.taken), ms(b.goal), "是" if b.taken <= b.goal else "否") for b in budgets]
    return Table("目标(毫秒,处理器时间)", ("", "实测", "目标", "达到"), rows)


def hostile(registry: Registry, known: Known) -> Budget:
    """The slowest of texts that repeat one thing until they are as long as one message can be."""
    times = {what: _seconds(text, BYTES, registry, known) for what, text in _hostile(known).items()}
    worst = max(times, key=lambda what: times[what])
    return Budget(f"有意刁难的 4 KiB,{len(times)} 种里最慢的(反复写「{_shown(worst)}」)", times[worst], HOSTILE)


def growth(registry: Registry, known: Known) -> Table:
    """Twice the text, how much more time: those that grow most."""
    both = {
        what: (_seconds(text, HALF, registry, known), _seconds(text, BYTES, registry, known))
        for what, text in _hostile(known).items()
    }
    steepest = sorted(both, key=lambda what: both[what][0] / both[what][1])[:SHOWN]
    rows = [
        (f"「{_shown(what)}」", ms(both[what][0]), ms(both[what][1]), f"{both[what][1] / both[what][0]:.2f}")
        for what in steepest
    ]
    notes = [f"{len(both)} 种文字各反复写到 2 KiB 与 4 KiB,取三次里最快的;列增长最多的 {SHOWN} 种。成正比就是 2。"]
    return Table("文字加倍,时间加几倍", ("反复写", "2 KiB(毫秒)", "4 KiB(毫秒)", "倍数"), rows, notes)


def _hostile(known: Known) -> Mapping[str, str]:
    """By what is shown of them."""
    titles = [matter.title for matter in known.matters]
    return {text: text for text in (*REPEATED, titles[0], "、".join(titles[:20]), "水库除险加固", "进度低于50%的")}


def _seconds(text: str, size: int, registry: Registry, known: Known) -> float:
    whole = (text * (size // len(text.encode()) + 1)).encode()[:size].decode(errors="ignore")
    taken = []
    for _ in range(ROUNDS):
        begin = process_time()
        read(whole, registry, sender=known.people[0].userid, sent_at=SENT_AT)
        taken.append(process_time() - begin)
    return min(taken)


def _shown(text: str) -> str:
    return repr(text[:10]).strip("'")
